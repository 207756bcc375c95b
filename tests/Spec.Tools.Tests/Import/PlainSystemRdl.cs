using System.Globalization;
using System.Text.RegularExpressions;

namespace Vtd.Spec.Tools.Tests.Import;

/// <summary>A second reading of SystemRDL files, apart from the importer: those without parameters, expressions and assignments to other components.</summary>
internal sealed partial class PlainSystemRdl
{
    private readonly Dictionary<string, Component> _types = [];
    private readonly Queue<string> _tokens;
    private readonly List<PlainField> _fields = [];

    private PlainSystemRdl(string text) => _tokens = new(Token.Matches(Ignored.Replace(text, static match => match.Value[0] == '"' ? match.Value : " ")).Select(static match => match.Value));

    /// <summary>The fields of the last address map of a file.</summary>
    public static IReadOnlyList<PlainField> FieldsOf(string text)
    {
        var reader = new PlainSystemRdl(text);
        var file = new Component("file", []);
        while (reader._tokens.Count > 0)
            reader.Statement(file);
        reader.Place(reader._types.Values.Last(static type => type.Kind == "addrmap"), "", 0);
        return reader._fields;
    }

    private void Statement(Component around)
    {
        var first = _tokens.Dequeue();
        if (first is "addrmap" or "regfile" or "reg" or "field")
        {
            var name = _tokens.Peek() == "{" ? "" : _tokens.Dequeue();
            var component = new Component(first, new(around.Defaults));
            _tokens.Dequeue();
            while (_tokens.Peek() != "}")
                Statement(component);
            _tokens.Dequeue();
            if (name.Length > 0)
                _types[name] = component;
            if (_tokens.Peek() != ";")
                AddInstance(around, component);
            _tokens.Dequeue();
        }
        else if (_types.TryGetValue(first, out var type))
        {
            AddInstance(around, type);
            _tokens.Dequeue();
        }
        else
        {
            Property(first == "default" ? around.Defaults : around.Own, first);
        }
    }

    // A path to another component, which says nothing about software, is left out.
    private void Property(Dictionary<string, string> properties, string first)
    {
        var words = new List<string> { first };
        while (_tokens.Dequeue() is var word && word != ";")
            words.Add(word);
        if (first == "default")
            words.RemoveAt(0);
        if (!words.Contains("->"))
            properties[words.Count > 1 && words[1] != "=" ? words[1] : words[0]] = words.Count > 2 ? words[2] : "true";
    }

    private void AddInstance(Component around, Component type)
    {
        var instance = new Instance(_tokens.Dequeue().TrimStart('\\'), type);
        while (_tokens.Peek() != ";")
        {
            switch (_tokens.Dequeue())
            {
                case "[":
                    instance.Brackets = Number(_tokens.Dequeue());
                    if (_tokens.Dequeue() == ":")
                    {
                        instance.Lsb = Number(_tokens.Dequeue());
                        _tokens.Dequeue();
                    }

                    break;
                case "=":
                    instance.Reset = Number(_tokens.Dequeue());
                    break;
                case "@":
                    instance.Address = Number(_tokens.Dequeue());
                    break;
                case "+=":
                    instance.Stride = Number(_tokens.Dequeue());
                    break;
                default:
                    throw new NotSupportedException();
            }
        }

        around.Instances.Add(instance);
    }

    private void Place(Component container, string prefix, ulong start)
    {
        var next = 0UL;
        foreach (var instance in container.Instances)
        {
            var size = Size(instance.Type);
            var place = instance.Address ?? (next + size - 1) / size * size;
            var count = instance.Brackets ?? 1;
            var stride = instance.Stride ?? size;
            for (var index = 0UL; index < count; index++)
            {
                if (instance.Type.Kind == "reg")
                    Fields(instance.Type, prefix + instance.Name, start + place + index * stride);
                else
                    Place(instance.Type, prefix + instance.Name + "_", start + place + index * stride);
            }

            next = place + count * stride;
        }
    }

    // Sizes are powers of two, to which components are aligned.
    private static ulong Size(Component component)
    {
        if (component.Kind == "reg")
            return Number(component.Get("regwidth") ?? "32") / 8;
        var end = 0UL;
        foreach (var instance in component.Instances)
        {
            var size = Size(instance.Type);
            var place = instance.Address ?? (end + size - 1) / size * size;
            end = place + (instance.Brackets ?? 1) * (instance.Stride ?? size);
        }

        return System.Numerics.BitOperations.RoundUpToPowerOf2(end);
    }

    private void Fields(Component register, string name, ulong offset)
    {
        var next = 0UL;
        foreach (var field in register.Instances)
        {
            var lsb = field.Lsb ?? next;
            var bits = field.Lsb is null ? field.Brackets ?? 1 : field.Brackets!.Value - lsb + 1;
            next = lsb + bits;
            var reset = field.Reset ?? (field.Type.Get("reset") is { } given ? Number(given) : null);
            _fields.Add(new(name, offset, (int)Number(register.Get("regwidth") ?? "32"), (int)lsb, (int)bits, AccessOf(field.Type), reset));
        }
    }

    private static string AccessOf(Component field)
    {
        var sw = field.Get("sw") ?? "rw";
        var read = !sw.Contains('r', StringComparison.Ordinal) ? "r0" : (field.Get("onread"), field.Get("rclr"), field.Get("rset")) switch
        {
            ("rclr", _, _) or (_, "true", _) => "rc",
            ("rset", _, _) or (_, _, "true") => "rs",
            _ => "r",
        };
        var write = !sw.Contains('w', StringComparison.Ordinal) ? "" : (field.Get("onwrite"), field.Get("woclr"), field.Get("woset")) switch
        {
            ("woclr", _, _) or (_, "true", _) => "w1c",
            ("woset", _, _) or (_, _, "true") => "w1s",
            ("wclr", _, _) => "wclr",
            _ => sw.EndsWith('1') ? "wo" : "w",
        };
        return (read + write) switch { "r" => "ro", "r0w" => "wo", var word => word };
    }

    private static ulong Number(string text) => text.Split('\'') is [_, var based]
        ? based[0] switch { 'h' => Convert.ToUInt64(based[1..], 16), 'b' => Convert.ToUInt64(based[1..], 2), _ => Convert.ToUInt64(based[1..], 10) }
        : text.StartsWith("0x", StringComparison.Ordinal) ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : ulong.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""|//[^\n]*|/\*.*?\*/|^\s*<%.*?%>", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Ignored { get; }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|\\+=|->|[0-9]+'[hbd][0-9A-Fa-f]+|[\\\\A-Za-z0-9_]+|\\S", RegexOptions.Singleline)]
    private static partial Regex Token { get; }

    private sealed record Component(string Kind, Dictionary<string, string> Defaults)
    {
        private readonly Dictionary<string, string> _around = new(Defaults);

        public Dictionary<string, string> Own { get; } = [];

        public List<Instance> Instances { get; } = [];

        public string? Get(string name) => Own.GetValueOrDefault(name) ?? _around.GetValueOrDefault(name);
    }

    private sealed record Instance(string Name, Component Type)
    {
        public ulong? Brackets { get; set; }

        public ulong? Lsb { get; set; }

        public ulong? Reset { get; set; }

        public ulong? Address { get; set; }

        public ulong? Stride { get; set; }
    }
}
