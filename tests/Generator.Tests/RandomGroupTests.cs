using System.Globalization;
using System.Text;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Random groups in groups, arrays and matrices, held against addresses that the test computes itself.</summary>
public class RandomGroupTests
{
    private const int CountFields = 8;

    /// <summary>A dimension: how often, how far apart, and the count as the spec says it.</summary>
    private sealed record Dimension(int Count, int Stride, string Text);

    /// <summary>A register: where it is, and how C# names it.</summary>
    private sealed record Place(string Name, int Start, int Width, List<Dimension> Dimensions, string Model, string Driver, int OwnDimensions)
    {
        /// <summary>Whether its own elements have names.</summary>
        public bool IsNamed { get; init; }
    }

    private readonly StringBuilder _spec = new();
    private readonly List<Place> _places = [];
    private readonly int[] _counts = new int[CountFields];
    private Random _random = new(0);

    public static TheoryData<int> Seeds => [.. Effort.Seeds(6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Each_element_is_at_its_address_for_model_handler_and_driver(int seed)
    {
        _random = new Random(seed);
        for (var at = 0; at < CountFields; at++)
            _counts[at] = _random.Next(1, 4);
        _spec.Append("spec: Groups\nblock: { size: 0x100000, access: [4, 8] }\nregisters:\n");
        _spec.Append("  CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { ");
        _spec.AppendJoin(", ", Enumerable.Range(0, CountFields).Select(static at => string.Create(CultureInfo.InvariantCulture, $"C{at}: {{ bits: \"{4 * at + 3}:{4 * at}\" }}")));
        _spec.Append(" } }\ngroups:\n");
        var end = 0x10;
        for (var at = 0; at < 3; at++)
            end = AddGroup($"G{at}", "  ", end, [], "file", "driver", "", level: 1);

        var members = Generated.Method<Func<uint, Delegate[]>>(
            Generated.Compile(Generated.Texts(_spec.ToString()), Code(), TestOptions.WithParts(TestOptions.EveryPart)), "Probe", "Make")(Capability());
        var read = (Func<int, int, ulong>)members[0];
        var write = (Func<int, int, ulong, string>)members[1];
        var get = (Func<int, int[], ulong>)members[2];
        var set = (Action<int, int[], ulong>)members[3];
        var load = (Func<int, int[], ulong>)members[4];
        var store = (Action<int, int[], ulong>)members[5];
        var offsets = new List<int> { 0 };
        for (var number = 0; number < _places.Count; number++)
        {
            var place = _places[number];
            var most = place.Width == 64 ? ulong.MaxValue : uint.MaxValue;
            foreach (var indexes in Indexes(place.Dimensions))
            {
                var offset = place.Start + indexes.Zip(place.Dimensions, static (index, dimension) => index * dimension.Stride).Sum();
                offsets.Add(offset);
                var (first, second, third) = ((ulong)_random.NextInt64() & most, (ulong)_random.NextInt64() & most, (ulong)_random.NextInt64() & most);
                set(number, indexes, first);
                Assert.Equal(first, read(offset, place.Width / 8));
                Assert.Equal($"{place.Name} {string.Join(',', indexes)} {second:X}", write(offset, place.Width / 8, second));
                Assert.Equal((second, second), (get(number, indexes), load(number, indexes)));
                store(number, indexes, third);
                Assert.Equal(third, get(number, indexes));
            }
        }

        Assert.Equal(offsets.Order(), ((Func<int[]>)members[6])());
    }

    private uint Capability() => Enumerable.Range(0, CountFields).Aggregate(0u, (value, at) => value | ((uint)_counts[at] << (4 * at)));

    /// <summary>Adds a group that starts at or after an offset, and returns the offset behind it.</summary>
    private int AddGroup(string name, string indent, int start, List<Dimension> outer, string model, string driver, string prefix, int level)
    {
        start = Aligned(start) + 8 * _random.Next(3);
        var isRepeated = _random.Next(4) > 0;
        var (count, text) = Count();
        var header = _spec.Length;
        var (memberModel, memberDriver) = ($"{model}.{name}", $"{driver}.{name}");
        var dimensions = new List<Dimension>(outer);
        var isNamed = isRepeated && _random.Next(2) == 0;
        if (isRepeated)
        {
            var first = isNamed ? $"i[{outer.Count}] == 0 ? {memberModel}_N0 : " : "";
            memberModel = $"({first}{memberModel}[i[{outer.Count}]])";
            memberDriver = $"({first.Replace(model, driver, StringComparison.Ordinal)}{memberDriver}(i[{outer.Count}]))";
        }

        // The distance is known once the members are.
        var firstPlace = _places.Count;
        dimensions.AddRange(isRepeated ? [new Dimension(count, 0, text)] : []);
        var end = start;
        _spec.Append(CultureInfo.InvariantCulture, $"{indent}  registers:\n");
        for (var at = 0; at < _random.Next(1, 4); at++)
            end = AddRegister($"R{at}", indent + "    ", start, end, dimensions, (memberModel, memberDriver, prefix + name + "_"));
        if (level < 3 && _random.Next(3) > 0)
        {
            _spec.Append(CultureInfo.InvariantCulture, $"{indent}  groups:\n");
            for (var at = 0; at < _random.Next(1, 3); at++)
            {
                var inner = _spec.Length;
                end = AddGroup($"S{at}", indent + "    ", end, dimensions, memberModel, memberDriver, prefix + name + "_", level + 1);
                Relocate(inner, start);
            }
        }

        var stride = Aligned(end - start) + 8 * _random.Next(3);
        _spec.Insert(header, string.Create(CultureInfo.InvariantCulture, $"{indent}{name}:\n{indent}  offset: @{start}@\n{(isRepeated ? $"{indent}  count: {text}\n{indent}  stride: {stride}\n" : "")}{(isNamed ? $"{indent}  {Names(count)}\n" : "")}"));
        if (isRepeated)
        {
            for (var at = firstPlace; at < _places.Count; at++)
                _places[at].Dimensions[outer.Count] = new Dimension(count, stride, text);
        }

        if (level == 1)
            Relocate(header, 0);
        return isRepeated ? start + count * stride : end;
    }

    /// <summary>Turns the first offset behind a place of the text, which counts from the block, into one from the start of a group.</summary>
    private void Relocate(int from, int groupStart)
    {
        var text = _spec.ToString(from, _spec.Length - from);
        var (open, close) = (text.IndexOf('@', StringComparison.Ordinal), 0);
        close = text.IndexOf('@', open + 1);
        var offset = int.Parse(text[(open + 1)..close], CultureInfo.InvariantCulture) - groupStart;
        _spec.Remove(from + open, close - open + 1).Insert(from + open, offset.ToString(CultureInfo.InvariantCulture));
    }

    private int AddRegister(string name, string indent, int groupStart, int end, List<Dimension> outer, (string Model, string Driver, string Prefix) group)
    {
        var width = _random.Next(2) == 0 ? 32 : 64;
        var start = Aligned(end) + 8 * _random.Next(3);
        var own = new List<Dimension>();
        var size = 8;
        for (var at = _random.Next(3); at > 0; at--)
        {
            var (count, text) = Count();
            var dimension = new Dimension(count, size + 8 * _random.Next(2), text);
            size += (count - 1) * dimension.Stride;
            own.Insert(_random.Next(own.Count + 1), dimension);
        }

        var array = own.Count switch
        {
            0 => "",
            1 => $"count: {own[0].Text}, stride: {own[0].Stride}, ",
            _ => $"count: [{own[0].Text}, {own[1].Text}], stride: [{own[0].Stride}, {own[1].Stride}], ",
        };
        var isNamed = own.Count == 1 && _random.Next(2) == 0;
        array += isNamed ? Names(own[0].Count) + ", " : "";
        _spec.Append(CultureInfo.InvariantCulture, $"{indent}{name}: {{ offset: {start - groupStart}, {array}width: {width}, access: rw, reset: 0, on-write: any, fields: {{ F: {{ bits: \"{width - 1}:0\" }} }} }}\n");
        _places.Add(new Place(group.Prefix + name, start, width, [.. outer, .. own], $"{group.Model}.", $"{group.Driver}.{name}", own.Count) { IsNamed = isNamed });
        return start + size;
    }

    private static string Names(int count) => $"names: [{string.Join(", ", Enumerable.Range(0, count).Select(static at => string.Create(CultureInfo.InvariantCulture, $"N{at}")))}]";

    private (int Count, string Text) Count()
    {
        var at = _random.Next(2 * CountFields);
        return at < CountFields ? (_counts[at], string.Create(CultureInfo.InvariantCulture, $"CAP.C{at}")) : (at % 3 + 1, string.Create(CultureInfo.InvariantCulture, $"{at % 3 + 1}"));
    }

    private string Code()
    {
        var (gets, sets, loads, stores, handlers) = (new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var (number, place) in _places.Index())
        {
            var type = string.Concat(place.Name.Split('_').Select(static part => part[0] + part[1..].ToLowerInvariant()));
            var member = place.Name[(place.Name.LastIndexOf('_') + 1)..];
            var own = string.Join(", ", Enumerable.Range(place.Dimensions.Count - place.OwnDimensions, place.OwnDimensions).Select(static at => string.Create(CultureInfo.InvariantCulture, $"i[{at}]")));
            var value = $"new {type}({(place.Width == 32 ? "(uint)" : "")}v)";
            gets.Append(CultureInfo.InvariantCulture, $"{number} => ({(place.IsNamed ? $"{own} == 0 ? {place.Model}{member}_N0 : " : "")}{place.Model}{(own.Length > 0 ? $"Get{member}({own})" : member)}).Value,\n");
            sets.Append(CultureInfo.InvariantCulture, $"case {number}: {(place.IsNamed ? $"if ({own} == 0) {place.Model}{member}_N0 = {value}; else " : "")}{place.Model}{(own.Length > 0 ? $"Set{member}({own}, {value})" : $"{member} = {value}")}; break;\n");
            var register = $"({(place.IsNamed ? $"{own} == 0 ? {place.Driver}_N0 : " : "")}{place.Driver}{(own.Length > 0 ? $"({own})" : "")})";
            loads.Append(CultureInfo.InvariantCulture, $"{number} => {register}.Read().Value,\n");
            stores.Append(CultureInfo.InvariantCulture, $"case {number}: {register}.Write({value}); break;\n");
            var indexes = Enumerable.Range(0, place.Dimensions.Count).Select(static at => string.Create(CultureInfo.InvariantCulture, $"i{at}")).ToArray();
            handlers.Append(CultureInfo.InvariantCulture, $"public override void OnWrite({string.Concat(indexes.Select(static index => $"int {index}, "))}{type} before, {type} after) => Call = $\"{place.Name} {string.Join(',', indexes.Select(static index => $"{{{index}}}"))} {{after.Value:X}}\";\n");
        }

        return $$"""
            using System;
            using System.Linq;
            using Consumer.Codegen;
            using Consumer.Groups;

            internal sealed class Handler : GroupsRegisterHandler
            {
                public string Call = "";
                {{handlers}}
            }

            internal static class Probe
            {
                public static Delegate[] Make(uint capability)
                {
                    var file = new GroupsRegisterFile(new GroupsCapabilities { CAP = new Cap(capability) });
                    var handler = new Handler();
                    var driver = new GroupsRegisters<GroupsRegisterFileBus>(new GroupsRegisterFileBus(file, handler));
                    return
                    [
                        (int offset, int size) => file.Read(offset, size, out var value) == RegisterAccess.Done ? value : throw new InvalidOperationException(),
                        (int offset, int size, ulong value) => { handler.Call = ""; return file.Write(offset, size, value, handler) == RegisterAccess.Done ? handler.Call : "refused"; },
                        (int number, int[] i) => number switch
                        {
                            {{gets}}
                            _ => 0UL,
                        },
                        (int number, int[] i, ulong v) =>
                        {
                            switch (number)
                            {
                                {{sets}}
                            }
                        },
                        (int number, int[] i) => number switch
                        {
                            {{loads}}
                            _ => 0UL,
                        },
                        (int number, int[] i, ulong v) =>
                        {
                            switch (number)
                            {
                                {{stores}}
                            }
                        },
                        () => file.Registers.Select(static register => register.Offset).ToArray(),
                    ];
                }
            }
            """;
    }

    private static IEnumerable<int[]> Indexes(List<Dimension> dimensions) => dimensions.Aggregate<Dimension, IEnumerable<int[]>>(
        [[]], static (all, dimension) => all.SelectMany(indexes => Enumerable.Range(0, dimension.Count).Select(index => (int[])[.. indexes, index])));

    private static int Aligned(int offset) => (offset + 7) & ~7;
}
