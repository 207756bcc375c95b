using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Vtd.Architecture;
using Vtd.Spec.Tests.Facts;

namespace Vtd.Tool.Tests.Export;

/// <summary>What is exported of VT-d against what is known of it from elsewhere, and against the generated C#.</summary>
public sealed class FactsTests
{
    private static readonly Dictionary<string, JsonElement> s_things = new[] { "registers", "descriptors", "entries" }
        .SelectMany(kind => Exports.Vtd.GetProperty(kind).EnumerateArray())
        .ToDictionary(thing => thing.GetProperty("name").GetString()!);

    [Fact]
    public void FieldsHaveTheBitsOfTheFacts()
    {
        Assert.True(Fact.Fields.Count > 500, $"{Fact.Fields.Count} fields");
        Assert.All(Fact.Fields, facts =>
        {
            var field = s_things[facts.Key.Thing].GetProperty("fields").EnumerateArray().Single(one => one.GetProperty("name").GetString() == facts.Key.Field);
            var mask = Words(field.GetProperty("mask"));

            Assert.Equal(Sum(facts, mask.Length), mask);
            if (facts.ToList() is [var only])
                Assert.Equal((only.Msb, only.Lsb), (field.GetProperty("msb").GetInt32(), field.GetProperty("lsb").GetInt32()));
        });
    }

    [Fact]
    public void MasksByAccessHaveTheBitsOfTheFacts() =>
        Assert.All(Fact.All.Where(fact => fact.Access is not null).GroupBy(fact => fact.Thing), facts =>
        {
            var exported = s_things[facts.Key].GetProperty("masks").EnumerateObject().ToDictionary(mask => mask.Name, mask => Words(mask.Value));
            var size = s_things[facts.Key].GetProperty("width").GetInt32() > 64 ? 2 : 1;

            Assert.Equal(facts.GroupBy(fact => fact.Access!).ToDictionary(group => group.Key, group => Sum(group, size)), exported);
        });

    [Fact]
    public void OffsetsWidthsAndResetValuesAreThoseOfTheFacts() =>
        Assert.All(Csv.Read("registers.csv"), row =>
        {
            var register = s_things[row["mnemonic"]];

            Assert.Equal(row["base"].Length == 0 ? Hex(row["offset"]) : (ulong?)null, register.GetProperty("offset").Deserialize<ulong?>());
            Assert.Equal(row["width"], register.GetProperty("width").GetRawText());
            if (row["reset"] != "impl")
                Assert.Equal(Hex(row["reset"]), Words(register.GetProperty("reset").GetProperty("value"))[0]);
        });

    [Fact]
    public void MacrosAreTheGeneratedConstants()
    {
        var macros = Exports.Macros(Exports.VtdHeader).ToDictionary(macro => macro.Name, macro => macro.Value);
        var compared = 0;
        foreach (var (name, thing) in s_things)
        {
            var type = typeof(Cap).Assembly.GetTypes().Single(type => type.Name == thing.GetProperty("typeName").GetString());
            foreach (var constant in type.GetNestedType("Masks", BindingFlags.NonPublic | BindingFlags.Public)?.GetFields() ?? [])
            {
                Assert.Equal(Convert.ToUInt64(constant.GetRawConstantValue(), CultureInfo.InvariantCulture), Mask($"{Stem(name)}_{constant.Name.Replace("_Qword", "_PART", StringComparison.Ordinal)}"));
                compared++;
            }
        }

        Assert.True(compared > 400, $"{compared} compared");

        ulong Mask(string field) => macros.TryGetValue(field + "_PARTS", out var parts)
            ? Enumerable.Range(0, int.Parse(parts.Trim().TrimEnd('U'), CultureInfo.InvariantCulture)).Aggregate(0UL, (mask, part) => mask | Value($"{field}_PART{part}_MASK"))
            : Value(field + "_MASK");

        ulong Value(string macro) => Hex(macros[macro].Trim().TrimEnd('U', 'L'));
    }

    [GccFact]
    public void TheCompilerAgreesWithTheFacts()
    {
        var assertions = new List<string>();
        foreach (var facts in Fact.Fields)
        {
            var name = $"{Stem(facts.Key.Thing)}_{facts.Key.Field.ToUpperInvariant()}";
            var isOneNumber = s_things[facts.Key.Thing].TryGetProperty("width", out var width) && width.GetInt32() <= 64;
            foreach (var (fact, i) in facts.Select((fact, i) => (fact, i)))
            {
                var part = facts.Count() == 1 ? name : $"{name}_PART{i}";
                assertions.Add($"{part}_MASK == 0x{fact.Mask:X}ULL && {part}_SHIFT == {fact.Shift}");
                if (!isOneNumber)
                    assertions.Add($"{part}_WORD == {fact.Word}");
                if (facts.Count() > 1)
                    assertions.Add($"{part}_VALUE_SHIFT == {fact.ValueShift} && {name}_PARTS == {facts.Count()}");
            }
        }

        foreach (var row in Csv.Read("registers.csv").Where(row => row["base"].Length == 0))
            assertions.Add($"VTD_{row["mnemonic"]}_OFFSET{(row["count"].Length > 0 ? "(0)" : "")} == {row["offset"]} && VTD_{row["mnemonic"]}_WIDTH == {row["width"]}");
        foreach (var row in Csv.Read("descriptors.csv").DistinctBy(row => row["descriptor"]))
            assertions.Add($"{Stem(Csv.Read("things.csv").First(thing => thing["facts"] == row["descriptor"])["spec"])}_TYPE == {row["type"]}");
        assertions.Add($"VTD_FAULT_REASON_ROOT_ENTRY_NOT_PRESENT == {Csv.Read("codes.csv").First(row => row["mnemonic"] == "LRT.2")["code"]}");
        // Bits 33:24 are the place of the fault records in units of 16 bytes, bits 47:40 their number less one.
        assertions.Add("VTD_FRCD_OFFSET(0x0000070022000000ULL, 2) == 0x240 && VTD_FRCD_COUNT(0x0000070022000000ULL) == 8");
        // Counters are 2^(STRIDE + 10) bytes apart; bits 54:52 are STRIDE.
        assertions.Add("VTD_PERFCNTR_OFFSET(0x4000U, 0x0010000000000000ULL, 3) == 0x4000 + 3 * 0x800");

        Assert.True(assertions.Count > 1000, $"{assertions.Count} assertions");
        Gcc.Proves(Exports.VtdHeader + Exports.VtdHeader, assertions);
    }

    private static string Stem(string thing) =>
        $"VTD_{thing.ToUpperInvariant().Replace('-', '_')}{(s_things[thing].TryGetProperty("queue", out _) ? "_DESCRIPTOR" : "")}";

    private static ulong[] Sum(IEnumerable<Fact> facts, int size)
    {
        var words = new ulong[size];
        foreach (var fact in facts)
            words[fact.Word] |= fact.Mask;

        return words;
    }

    private static ulong[] Words(JsonElement words) => [.. words.EnumerateArray().Select(word => Hex(word.GetString()!))];

    private static ulong Hex(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : ulong.Parse(text, CultureInfo.InvariantCulture);
}
