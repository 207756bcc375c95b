using System.Globalization;
using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Takes values apart.</summary>
/// <param name="known">The known registers; conditions over others stay open.</param>
public sealed class Decoder(KnownRegisters known)
{
    public Decoded Decode(Layout layout, BigInteger value)
    {
        var raw = layout.Fields.ToDictionary(static field => field.Name, field => Bits.Extract(value, field.Bits), StringComparer.Ordinal);
        // Conditions of a register may name its own fields in full.
        var registers = layout.Kind == "register" ? known.With(layout.Name, raw) : known;
        var expressions = new ExpressionValue(registers, name => raw.TryGetValue(name, out var bits) ? bits : null, layout.Index);
        var fields = layout.Fields.SelectMany(static field => field.Split()).Select(field => Decode(layout, field, value, Bits.Extract(value, field.Bits), expressions)).ToList();
        return new Decoded(layout, value, fields, [.. Remarks(layout, value, expressions)]);
    }

    private static DecodedField Decode(Layout layout, LinkedField field, BigInteger value, BigInteger raw, ExpressionValue expressions)
    {
        var codes = layout.EnumOf(field) is { } table ? CodesOf(table, raw) : [];
        bool? exists = field.When is { } gate ? expressions.Condition(gate) : true;
        return new DecodedField(field, raw, codes, exists, RemarkOn(layout, field, value, raw, codes, exists, expressions))
        {
            WrittenCodes = layout.WriteEnumOf(field) is { } written ? CodesOf(written, raw) : [],
        };
    }

    private static List<LinkedCode> CodesOf(LinkedEnum table, BigInteger raw) =>
        [.. table.Codes.Where(code => code.AliasOf is null && (table.IsFlags ? Bits.IsSet(raw, (int)code.Value) : raw == code.Value))];

    /// <summary>Whether the bits of the field that are set all belong to others that exist, or may.</summary>
    private static bool BelongsToOthers(Layout layout, LinkedField field, BigInteger value, ExpressionValue expressions)
    {
        var others = layout.Fields.Where(other => other != field && other.When is { } gate && expressions.Condition(gate) != false).SelectMany(static other => other.Bits).ToList();
        return others.Count > 0 && Bits.SetRanges(value, field.Bits).All(range =>
            Enumerable.Range(range.Lsb, range.Width).All(bit => others.Exists(other => other.Lsb <= bit && bit <= other.Msb)));
    }

    private static Remark? RemarkOn(Layout layout, LinkedField field, BigInteger value, BigInteger raw, List<LinkedCode> codes, bool? exists, ExpressionValue expressions)
    {
        if (field.IsReserved)
            return raw.IsZero ? null : RemarkOnReserved(layout, field, value);

        if (exists == false)
            return raw.IsZero || BelongsToOthers(layout, field, value, expressions) ? null : RemarkOnGated(layout, field);

        if (field.Legal.Count > 0 && !field.Legal.Any(range => raw >= range.First && raw <= range.Last))
            return Wrong("illegal", field, $"{field.Name} is {Bits.Hex(raw)}{NamesOf(codes)}; legal is {Legal(layout, field)}.");

        return layout.EnumOf(field) is { } table ? RemarkOnCode(layout, field, raw, (table, codes)) ?? RemarkOnRevision(layout, field, codes, expressions) : null;
    }

    // Real hardware reports such capabilities: they say nothing then, and are no mistake of software.
    private static Remark RemarkOnGated(Layout layout, LinkedField field) => layout.IsGiven
        ? new Remark("gated", false, field.Name, $"{field.Name} is set, but means something only if {ExpressionProse.Of(field.When!)}, which does not hold.")
        : Wrong("gated", field, $"{field.Name} exists only if {ExpressionProse.Of(field.When!)}, which does not hold; its bits are reserved, and set.");

    private static Remark? RemarkOnReserved(Layout layout, LinkedField field, BigInteger value)
    {
        if (field.Access.Reserved == ReservedKind.Ignored)
            return null;

        var set = Bits.SetRanges(value, field.Bits);
        var are = set is [{ Width: 1 }] ? $"Bit {set[0]} is" : $"Bits {string.Join(", ", set)} are";
        return field.Access.Reserved == ReservedKind.Preserved
            ? new Remark("preserved", false, field.Name, $"{are} reserved and set; software keeps what it read there.")
            // A bit that was a capability in an earlier revision, or is one in a later one: hardware says so, and software did nothing wrong.
            : layout.IsGiven ? new Remark("reserved", false, field.Name, $"{are} reserved and set{(field.Meaning is { } was ? $" ({was})" : "")}: the hardware is of another revision of the architecture.")
            : Wrong("reserved", field, $"{are} reserved and set" + (field.Meaning is { } meaning ? $" ({meaning})." : "."));
    }

    /// <summary>A value without a code: without one for reads and without one for writes, where these differ.</summary>
    private static Remark? RemarkOnCode(Layout layout, LinkedField field, BigInteger raw, (LinkedEnum Table, List<LinkedCode> Codes) read) =>
        layout.WriteEnumOf(field) is { } written && RemarkOnCode(field, written, raw, CodesOf(written, raw)) is null ? null : RemarkOnCode(field, read.Table, raw, read.Codes);

    private static Remark? RemarkOnCode(LinkedField field, LinkedEnum table, BigInteger raw, List<LinkedCode> codes)
    {
        if (table.IsOpen)
            return null;

        if (table.IsFlags)
        {
            var unnamed = codes.Aggregate(raw, static (rest, code) => rest & ~(BigInteger.One << (int)code.Value));
            return unnamed.IsZero ? null : Wrong("unknown-code", field, $"{field.Name} has bits {Bits.Hex(unnamed)} that {table.Name} does not name.");
        }

        if (codes.Count > 0)
            return null;

        // A field that nobody has filled in holds 0, whatever 0 may mean.
        return new Remark("unknown-code", !raw.IsZero, field.Name, $"{field.Name} is {Bits.Hex(raw)}, which is not a defined {table.Name}.");
    }

    /// <summary>A code that the revision of the device lacks. Conditions of an imported enum are about the devices of its own spec.</summary>
    private static Remark? RemarkOnRevision(Layout layout, LinkedField field, List<LinkedCode> codes, ExpressionValue expressions) =>
        field.Enum?.Spec is null && codes.Find(code => code.When is { } when && expressions.Condition(when) == false) is { } missing
            ? new Remark("gated", !layout.IsGiven, field.Name, $"{field.Name} is {missing.Name}, a code only if {ExpressionProse.Of(missing.When!)}, which does not hold.")
            : null;

    private static IEnumerable<Remark> Remarks(Layout layout, BigInteger value, ExpressionValue expressions)
    {
        if (layout.When is { } gate && expressions.Condition(gate) == false && !value.IsZero)
            yield return new Remark("gated", true, null, $"{layout.Name} exists only if {ExpressionProse.Of(gate)}, which does not hold; otherwise it reads 0.");
        if (layout.VariantWhen is { } variant && expressions.Condition(variant) == false)
            yield return new Remark("variant", false, null, $"An entry is a {layout.Name} only if {ExpressionProse.Of(variant)}, which does not hold.");

        foreach (var condition in layout.Require.Where(condition => expressions.Condition(condition) == false))
            yield return new Remark("requirement", true, null, $"Requirement not met: {ExpressionProse.Of(condition)}.");
    }

    private static string NamesOf(List<LinkedCode> codes) => codes.Count == 0 ? "" : $" ({string.Join(", ", codes.Select(static code => code.Name))})";

    /// <summary>The legal values of a field, in words.</summary>
    public static string Legal(Layout layout, LinkedField field)
    {
        var table = layout.EnumOf(field);
        return string.Join(", ", field.Legal.Select(range =>
            range.First != range.Last ? $"{Number(range.First)} to {Number(range.Last)}"
            : table?.Codes.FirstOrDefault(code => code.Value == range.First)?.Name ?? Number(range.First)));
    }

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static Remark Wrong(string kind, LinkedField field, string text) => new(kind, true, field.Name, text);
}
