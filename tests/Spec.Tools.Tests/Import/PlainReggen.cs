using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vtd.Spec.Tools.Tests.Import;

/// <summary>A second reading of reggen's Hjson, apart from the importer: as JSON, after quotes and commas are added.</summary>
internal sealed partial class PlainReggen
{
    private readonly JsonElement _block;
    private readonly List<PlainField> _fields = [];
    private readonly ulong _bytes;
    private ulong _offset;

    private PlainReggen(JsonElement block)
    {
        _block = block;
        _bytes = (Get(block, "regwidth") is { } width ? Number(width) : 32) / 8;
    }

    /// <summary>The fields of a block that software reaches.</summary>
    public static IReadOnlyList<PlainField> FieldsOf(string text)
    {
        var reader = new PlainReggen(JsonDocument.Parse(Json(text), new JsonDocumentOptions { AllowTrailingCommas = true }).RootElement);
        reader.Signals();
        foreach (var entry in reader._block.GetProperty("registers").EnumerateArray())
            reader.Entry(entry);
        return reader._fields;
    }

    private static string Json(string text)
    {
        var json = new StringBuilder();
        var before = ' ';
        foreach (Match token in Token.Matches(text))
        {
            var value = token.Value;
            if (value.StartsWith("//", StringComparison.Ordinal) || value[0] == '#')
                continue;
            if (before is '"' or '}' or ']' && value[0] is not (',' or ':' or '}' or ']'))
                json.Append(',');
            json.Append(value switch
            {
                "{" or "}" or "[" or "]" or "," or ":" => value,
                ['\'', ..] => JsonSerializer.Serialize(value.Trim('\'')),
                ['"', ..] => value,
                _ => JsonSerializer.Serialize(value.Trim()),
            });
            before = value[0] is '{' or '}' or '[' or ']' or ',' or ':' ? value[0] : '"';
        }

        return json.ToString();
    }

    private void Signals()
    {
        if (Get(_block, "no_auto_intr_regs") != "true" && _block.TryGetProperty("interrupt_list", out var interrupts) && interrupts.GetArrayLength() > 0)
        {
            Register(interrupts, "INTR_STATE", static signal => (Get(signal, "type") == "status" ? "ro" : "rw1c", Get(signal, "default") is { } on ? Number(on) : 0));
            Register(interrupts, "INTR_ENABLE", static _ => ("rw", 0));
            Register(interrupts, "INTR_TEST", static _ => ("wo", 0));
        }

        if (Get(_block, "no_auto_alert_regs") != "true" && _block.TryGetProperty("alert_list", out var alerts) && alerts.GetArrayLength() > 0)
            Register(alerts, "ALERT_TEST", static _ => ("wo", 0));
    }

    private void Register(JsonElement signals, string name, Func<JsonElement, (string Access, ulong Reset)> of)
    {
        var lsb = 0;
        foreach (var signal in signals.EnumerateArray())
        {
            var bits = (int)(Get(signal, "width") is { } width ? Number(width) : 1);
            var (access, reset) = of(signal);
            _fields.Add(new(name, _offset, (int)_bytes * 8, lsb, bits, access, reset));
            lsb += bits;
        }

        _offset += _bytes;
    }

    private void Entry(JsonElement entry)
    {
        if (Get(entry, "skipto") is { } skip)
            _offset = Number(skip);
        else if (Get(entry, "reserved") is { } count)
            _offset += Number(count) * _bytes;
        else if (entry.TryGetProperty("window", out var window))
            Window(window);
        else if (entry.TryGetProperty("multireg", out var multi))
            Multiple(multi);
        else
            Single(entry);
    }

    private void Single(JsonElement register)
    {
        foreach (var field in FieldsOf(register, register))
            Add(register, field, 0);
        _offset += _bytes;
    }

    private void Multiple(JsonElement register)
    {
        var count = (int)Sum(Get(register, "count")!);
        var fields = FieldsOf(register, register).ToList();
        var isCompact = (Get(register, "compact") ?? (register.GetProperty("fields").GetArrayLength() == 1 && Get(register, "regwen_multi") != "true" ? "true" : "false")) == "true";
        var step = isCompact ? Bits(fields[0].Field).Msb + 1 : (int)_bytes * 8;
        var shift = 0;
        for (var index = 0; index < count; index++)
        {
            if (shift + step > (int)_bytes * 8)
            {
                _offset += _bytes;
                shift = 0;
            }

            foreach (var field in fields)
                Add(register, field, shift);
            shift += step;
        }

        _offset += _bytes;
    }

    private void Window(JsonElement window)
    {
        var items = Sum(Get(window, "items")!);
        var size = 1UL;
        while (size < items * _bytes)
            size *= 2;
        while (_offset % size != 0)
            _offset++;
        for (var index = 0UL; index < items; index++, _offset += _bytes)
            _fields.Add(new("", _offset, (int)_bytes * 8, 0, Get(window, "validbits") is { } valid ? (int)Sum(valid) : (int)_bytes * 8, Get(window, "swaccess")!, null));
    }

    private static IEnumerable<(JsonElement Field, string Access)> FieldsOf(JsonElement register, JsonElement from) =>
        from.GetProperty("fields").EnumerateArray().Select(field => (field, Get(field, "swaccess") ?? Get(register, "swaccess") ?? "none")).Where(static field => field.Item2 != "none");

    private void Add(JsonElement register, (JsonElement Field, string Access) field, int shift)
    {
        var (msb, lsb) = Bits(field.Field);
        _fields.Add(new(Get(register, "name")!, _offset, (int)_bytes * 8, lsb + shift, msb - lsb + 1, field.Access, Reset(register, field.Field, msb, lsb)));
    }

    private ulong? Reset(JsonElement register, JsonElement field, int msb, int lsb)
    {
        var ones = ulong.MaxValue >> (63 - (msb - lsb));
        var whole = Get(register, "resval") is { } all ? (Number(all) >> lsb) & ones : Get(register, "hwext") == "true" ? (ulong?)null : 0;
        return Get(field, "resval") switch
        {
            null or "x" => whole,
            "true" => 0x9696 & ones,
            "false" => 0x6969 & ones,
            var own => Number(own),
        };
    }

    private (int Msb, int Lsb) Bits(JsonElement field)
    {
        var parts = Get(field, "bits")!.Split(':');
        return ((int)Sum(parts[0]), (int)Sum(parts[^1]));
    }

    private ulong Sum(string text) => text.Replace("-", "+-", StringComparison.Ordinal).Split('+').Aggregate(0UL, (sum, term) =>
        unchecked(term.Trim() is ['-', .. var other] ? sum - Value(other.Trim()) : sum + Value(term.Trim())));

    private ulong Value(string name) => char.IsAsciiDigit(name[0]) ? Number(name)
        : Number(Get(_block.GetProperty("param_list").EnumerateArray().Single(parameter => Get(parameter, "name") == name), "default")!);

    private static string? Get(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : ulong.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("'''.*?'''|\"(?:[^\"\\\\]|\\\\.)*\"|//[^\\n]*|\\#[^\\n]*|[][{},:]|[^][{},:\\s\"']+", RegexOptions.Singleline)]
    private static partial Regex Token { get; }
}
