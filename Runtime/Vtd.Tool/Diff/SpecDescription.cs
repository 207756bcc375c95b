using System.Globalization;
using Vtd.Spec.Linking;
using Vtd.Spec.Model;

namespace Vtd.Tool.Diff;

/// <summary>Says what a spec declares in facets that two versions can be compared by, and what a change of each means to users.</summary>
internal static class SpecDescription
{
    private const string Moved = "what is read and written there is something else";
    private const string Type = "the type of the property or value changes";
    private const string Behaviour = "software's accesses have another effect";
    private const string Absence = "it may be absent where it was there";
    private const string Values = "values that were right are refused";
    private const string Handler = "the handler must be written or changed";

    public static IEnumerable<Described> Of(LinkedSpec spec)
    {
        if (spec.Block is { } block)
            yield return new("block", spec.Header.Name, [Facet.Firm("size", Text(block.Size), Moved), Facet.Firm("access", Text(block.AccessSizes), Behaviour)], []);
        foreach (var register in spec.Registers)
            yield return Of(register);
        foreach (var queue in spec.Queues)
            yield return Of(queue);
        foreach (var descriptor in spec.Descriptors)
            yield return Of(descriptor);
        foreach (var entry in spec.Entries)
            yield return Of(entry);
        foreach (var item in spec.Enums)
            yield return Of(item);
    }

    private static Described Of(LinkedRegister register) => new("register", register.Mnemonic,
    [
        Facet.Firm("offset", Hex((ulong)register.Offset), Moved),
        Facet.Firm("base", Text(register.Base), Moved),
        Facet.Firm("count", Text(register.Count), "elements come or go"),
        Facet.Firm("stride", Text(register.Stride), Moved),
        Facet.Firm("width", Text(register.Width), Type),
        Facet.Firm("reset", register.Reset.ToString().ToLowerInvariant(), "who makes the register file gives more or less to it"),
        Facet.Restriction("when", Text(register.When), Absence),
        Facet.Firm("on-write", register.HookFields is { } hook ? hook.Count == 0 ? "any" : string.Join(", ", hook) : null, Handler),
        .. Documentation(register.Title, register.Section, register.About, register),
    ],
    Fields(register.Fields),
    register.HookFields is null ? null : Handler);

    private static Described Of(LinkedQueue queue) => new("queue", queue.Name,
    [
        Facet.Firm("type", string.Join(", ", queue.Type), Moved),
        Facet.Firm("sizes", Text(queue.Sizes), Behaviour),
        .. Documentation(queue.Title, queue.Section, queue.About, queue),
    ],
    []);

    private static Described Of(LinkedDescriptor descriptor) => new("descriptor", descriptor.Name,
    [
        Facet.Firm("type", Hex(descriptor.Code), Moved),
        Facet.Firm("queue", descriptor.Queue, Handler),
        Facet.Firm("sizes", Text(descriptor.Sizes), Behaviour),
        Facet.Restriction("require", descriptor.Require.Count == 0 ? null : string.Join("; ", descriptor.Require.Select(ExpressionProse.Of)), Values),
        .. Documentation(descriptor.Title, descriptor.Section, descriptor.About, descriptor),
    ],
    Fields(descriptor.Fields),
    Handler);

    private static Described Of(LinkedEntry entry) => new("entry", entry.Name,
    [
        Facet.Firm("size", Text(entry.Size), Type),
        Facet.Firm("variant of", entry.VariantOf, Type),
        Facet.Firm("variant when", Text(entry.VariantWhen), Behaviour),
        .. Documentation(entry.Title, entry.Section, entry.About, entry),
    ],
    Fields(entry.Fields));

    private static Described Of(LinkedEnum item) => new("enum", item.Name,
    [
        Facet.Firm("width", Text(item.Width), Type),
        Facet.Firm("kind", item.IsFlags ? "flags" : "values", Type),
        Facet.Firm("traits", item.Traits.Count == 0 ? null : string.Join(", ", item.Traits), Type),
        .. Documentation(item.Title, item.Section, item.About, item),
    ],
    [.. item.Codes.Select(Of)]);

    private static Described Of(LinkedCode code) => new("code", code.Name,
    [
        Facet.Firm("code", Hex(code.Value), Moved),
        Facet.Firm("is", code.Traits.Count == 0 ? null : string.Join(", ", code.Traits), "what it is taken for changes"),
        Facet.Loose("mnemonic", code.Mnemonic),
        Facet.Loose("meaning", code.Meaning),
        .. Doubts(code),
    ],
    []);

    // Bits without a meaning are what the others leave: their change follows from those.
    private static IReadOnlyList<Described> Fields(EquatableArray<LinkedField> fields) => [.. fields.Where(field => !field.IsReserved).Select(Of)];

    private static Described Of(LinkedField field) => new("field", field.Name,
    [
        new("bits", string.Join(", ", field.Bits), JudgeBits),
        Facet.Firm("access", field.Access.Word(), Behaviour),
        Facet.Firm("enum", field.Enum?.Name, Type),
        Facet.Firm("scale", field.Scale == 1 ? null : Hex(field.Scale), "the same bits give another value"),
        Facet.Restriction("when", Text(field.When), Absence),
        Facet.Restriction("legal", field.Legal.Count == 0 ? null : string.Join(", ", field.Legal.Select(Text)), Values),
        Facet.Loose("reset", field.Reset is { } reset ? Hex(reset) : null),
        Facet.Loose("meaning", field.Meaning),
        .. Doubts(field),
    ],
    []);

    private static string? JudgeBits(string? before, string? after)
    {
        var (old, now) = (Width(before), Width(after));
        return now < old ? $"narrowed from {Text(old)} to {Text(now)} bits"
            : now > old ? $"widened from {Text(old)} to {Text(now)} bits: the type of the property can change"
            : "moved: " + Moved;
    }

    private static int Width(string? bits) => bits is null ? 0 : bits.Split(", ").Sum(range =>
    {
        var ends = range.Split(':');
        return int.Parse(ends[0], CultureInfo.InvariantCulture) - int.Parse(ends[^1], CultureInfo.InvariantCulture) + 1;
    });

    private static IEnumerable<Facet> Documentation(string? title, string? section, string? about, LinkedDeclaration item) =>
        [Facet.Loose("name", title), Facet.Loose("section", section), Facet.Loose("about", about), .. Doubts(item)];

    private static IEnumerable<Facet> Doubts(LinkedDeclaration item) =>
        [Facet.Loose("confidence", item.Confidence.ToString().ToLowerInvariant()), Facet.Loose("note", item.Note)];

    private static string? Text(Expression? expression) => expression is null ? null : ExpressionProse.Of(expression);

    private static string Text(LegalRange range) => range.First == range.Last ? Hex(range.First) : $"{Hex(range.First)}..{Hex(range.Last)}";

    private static string Text(EquatableArray<int> numbers) => string.Join(", ", numbers.Select(Text));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hex(ulong number) => "0x" + number.ToString("X", CultureInfo.InvariantCulture);
}
