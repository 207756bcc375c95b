using System.Globalization;
using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Diff;

/// <summary>Says what a spec declares in aspects that two versions can be compared by, and what a change of each means to users.</summary>
public static class SpecDescription
{
    private const string Elsewhere = "it can be at another address";
    private const string Type = "the type of the property or value can change";
    private const string Behaviour = "accesses of software, or a reset, have another effect";
    private const string Absence = "it may be absent where it was there";

    /// <summary>The declarations of a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="name">The name of a block without a name of its own; null for that of the spec.</param>
    public static IEnumerable<DiffSubject> Of(LinkedSpec spec, string? name = null)
    {
        foreach (var block in spec.Blocks)
            yield return Of(block, name ?? spec.Header.Name);
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

    private static DiffSubject Of(LinkedBlock block, string spec) => new("block", block.Name.Length == 0 ? spec : block.Name,
    [
        DiffAspect.Firm("size", Text(block.Size), "it takes another range of addresses"),
        DiffAspect.Firm("access", Text(block.AccessSizes), "accesses of other sizes are taken"),
        DiffAspect.Firm("endian", Text(block.Order), Behaviour),
        DiffAspect.Loose("name", block.Title),
        DiffAspect.Loose("section", block.Section),
        DiffAspect.Loose("about", block.About),
    ],
    [.. block.Instances.Select(static instance => new DiffSubject("instance", instance.Name, [DiffAspect.Firm("address", Hex(instance.Address), Elsewhere)], []) { Identity = Hex(instance.Address) })]);

    private static DiffSubject Of(LinkedRegister register) => new("register", register.Mnemonic,
    [
        DiffAspect.Firm("block", register.Block.Length == 0 ? null : register.Block, Elsewhere),
        DiffAspect.Firm("offset", Hex((ulong)register.Offset), Elsewhere),
        DiffAspect.Firm("base", Text(register.Base), Elsewhere),
        new("aliases", register.Aliases.Count == 0 ? null : PlaceWords.Of(register.Aliases), Judgement.Aliases),
        new("count", Joined(register.Dimensions.Select(static dimension => Text(dimension.Count))), Judgement.Count),
        DiffAspect.Firm("stride", Joined(register.Dimensions.Select(static dimension => Text(dimension.Stride))), "elements can be at other addresses"),
        new("names", register.Dimensions.All(static dimension => dimension.Names.Count == 0) ? null : Joined(register.Dimensions.Select(static dimension => string.Join(", ", dimension.Names))), Judgement.Names),
        DiffAspect.Firm("group", register.Group?.Name, Type),
        DiffAspect.Firm("width", Text(register.Width), Type),
        DiffAspect.Firm("endian", Text(register.Order), Behaviour),
        new("reset", Text(register.Reset), Judgement.Reset),
        DiffAspect.Loose("reset of elements", register.ElementResets.Count == 0 ? null : string.Join(", ", register.ElementResets.Select(Hex))),
        DiffAspect.Restriction("when", Text(register.Condition), Absence),
        new("on-write", Text(register.Hook), Judgement.Hook),
        new("on-read", Text(register.ReadHook), Judgement.ReadHook),
        .. Documentation(register.Title, register.Section, register.About, register),
    ],
    Fields(register.Fields))
    {
        Identity = $"{register.Block} {Text(register.Base)} {Text(register.Offset)} {Text(register.Width)}",
        WhyAdditionBreaks = register.Hook is null && register.ReadHook is null ? null : Judgement.Handler,
        Reserved = Reserved(register.Fields),
    };

    private static DiffSubject Of(LinkedQueue queue) => new("queue", queue.Name,
    [
        DiffAspect.Firm("type", string.Join(", ", queue.Type), "the type of a descriptor is read from other bits"),
        DiffAspect.Firm("sizes", Text(queue.Sizes), "descriptors of other sizes are taken"),
        .. Documentation(queue.Title, queue.Section, queue.About, queue),
    ],
    []);

    private static DiffSubject Of(LinkedDescriptor descriptor) => new("descriptor", descriptor.Name,
    [
        DiffAspect.Firm("type", Hex(descriptor.Code), "another code means it"),
        DiffAspect.Firm("queue", string.Join(", ", descriptor.Queues), "the handler of another queue gets it"),
        DiffAspect.Firm("sizes", Text(descriptor.Sizes), "it is taken in other sizes"),
        DiffAspect.Restriction("require", descriptor.Require.Count == 0 ? null : string.Join("; ", descriptor.Require.Select(ExpressionProse.Of)), Judgement.Values),
        .. Documentation(descriptor.Title, descriptor.Section, descriptor.About, descriptor),
    ],
    Fields(descriptor.Fields))
    {
        Identity = $"{string.Join(", ", descriptor.Queues)} {Hex(descriptor.Code)}",
        WhyAdditionBreaks = Judgement.Handler,
        Reserved = Reserved(descriptor.Fields),
    };

    private static DiffSubject Of(LinkedEntry entry) => new("entry", entry.Name,
    [
        DiffAspect.Firm("size", Text(entry.Size), Type),
        DiffAspect.Firm("variant of", entry.VariantOf, Type),
        DiffAspect.Firm("variant when", Text(entry.VariantWhen), "another condition selects it"),
        DiffAspect.Restriction("require", entry.Require.Count == 0 ? null : string.Join("; ", entry.Require.Select(ExpressionProse.Of)), Judgement.Values),
        .. Documentation(entry.Title, entry.Section, entry.About, entry),
    ],
    Fields(entry.Fields))
    {
        Identity = IdentityOf(entry.Fields.Where(static field => !field.IsReserved).Select(static field => $"{field.Name} {string.Join(", ", field.Bits)}")),
        Reserved = Reserved(entry.Fields),
    };

    private static DiffSubject Of(LinkedEnum item) => new("enum", item.Name,
    [
        DiffAspect.Firm("width", Text(item.Width), Type),
        DiffAspect.Firm("kind", item.IsFlags ? "flags" : "values", Type),
        DiffAspect.Loose("open", item.IsOpen ? "true" : null),
        new("traits", item.Traits.Count == 0 ? null : string.Join(", ", item.Traits), Judgement.Traits),
        .. Documentation(item.Title, item.Section, item.About, item),
    ],
    [.. item.Codes.Select(Of)])
    {
        Identity = IdentityOf(item.Codes.Select(static code => $"{code.Name} {Hex(code.Value)}")),
    };

    private static DiffSubject Of(LinkedCode code) => new("code", code.Name,
    [
        DiffAspect.Firm("code", Hex(code.Value), "it stands for another value"),
        DiffAspect.Firm("is", code.Traits.Count == 0 ? null : string.Join(", ", code.Traits), "what it is taken for changes"),
        DiffAspect.Firm("as", code.Member == code.Name ? null : code.Member, "it has another name in C#"),
        DiffAspect.Restriction("when", Text(code.When), Absence),
        DiffAspect.Loose("alias-of", code.AliasOf),
        DiffAspect.Loose("mnemonic", code.Mnemonic),
        DiffAspect.Loose("meaning", code.Meaning),
        .. Doubts(code),
    ],
    [])
    {
        Identity = Hex(code.Value),
    };

    private static IReadOnlyList<DiffSubject> Fields(EquatableArray<LinkedField> fields) => [.. fields.Where(field => !field.IsReserved).Select(Of)];

    private static DiffSubject Of(LinkedField field) => new("field", field.Name,
    [
        new("bits", string.Join(", ", field.Bits), Judgement.Bits),
        DiffAspect.Firm("access", field.Access.Word(), Behaviour),
        DiffAspect.Firm("count", field.Elements is { } elements ? Text(elements.Count) : null, Type),
        DiffAspect.Firm("enum", (field.Enum ?? field.Elements?.Enum)?.QualifiedName, Type),
        DiffAspect.Firm("write-enum", field.WriteEnum?.QualifiedName, Type),
        DiffAspect.Firm("scale", field.Scale == 1 ? null : Hex(field.Scale), "the same bits give another value"),
        DiffAspect.Firm("overflow", field.Wraps ? "wrap" : null, "a property that gets a value that does not fit throws, or no longer does"),
        DiffAspect.Restriction("when", Text(field.When), Absence),
        DiffAspect.Firm("locked", Text(field.Locked), Behaviour),
        DiffAspect.Firm("enabled-by", field.EnabledBy, Behaviour),
        new("legal", field.Legal.Count == 0 ? null : string.Join(", ", field.Legal.Select(Text)), Judgement.Legal),
        DiffAspect.Loose("reset", field.Reset is { } reset ? Hex(reset) : Text(field.ComputedReset)),
        DiffAspect.Loose("meaning", field.Meaning),
        .. Doubts(field),
    ],
    [])
    {
        Identity = string.Join(", ", field.Bits),
    };

    // What consists of the same parts is the same thing; without parts anything would be.
    private static string? IdentityOf(IEnumerable<string> parts) => string.Join("; ", parts) is { Length: > 0 } text ? text : null;

    private static Dictionary<int, string> Reserved(EquatableArray<LinkedField> fields) =>
        fields.Where(static field => field.IsReserved)
            .SelectMany(static field => field.Bits.SelectMany(range => Enumerable.Range(range.Lsb, range.Width).Select(bit => (Bit: bit, Word: field.Access.Word()))))
            .DistinctBy(static pair => pair.Bit)
            .ToDictionary(static pair => pair.Bit, static pair => pair.Word);

    private static string? Text(ByteOrder order) => order == ByteOrder.BigEndian ? "big" : null;

    private static string? Text(AccessHook? hook) => hook switch
    {
        null => null,
        WriteHook { PassesBytes: true } => Judgement.WrittenBytes,
        { Fields.Count: 0 } => "any",
        _ => string.Join(", ", hook.Fields),
    };

    private static IEnumerable<DiffAspect> Documentation(string? title, string? section, string? about, LinkedDeclaration item) =>
        [DiffAspect.Loose("name", title), DiffAspect.Loose("section", section), DiffAspect.Loose("about", about), .. Doubts(item)];

    private static IEnumerable<DiffAspect> Doubts(LinkedDeclaration item) =>
        [DiffAspect.Loose("confidence", item.Confidence.ToString().ToLowerInvariant()), DiffAspect.Loose("note", item.Note)];

    private static string? Joined(IEnumerable<string?> dimensions) => string.Join(" × ", dimensions) is { Length: > 0 } text ? text : null;

    private static string? Text(Expression? expression) => expression is null ? null : ExpressionProse.Of(expression);

    private static string Text(ResetSource source) => source.ToString().ToLowerInvariant();

    private static string Text(LegalRange range) => range.First == range.Last ? Hex(range.First) : $"{Hex(range.First)}..{Hex(range.Last)}";

    private static string Text(EquatableArray<int> numbers) => string.Join(", ", numbers.Select(Text));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hex(ulong number) => "0x" + number.ToString("X", CultureInfo.InvariantCulture);
}
