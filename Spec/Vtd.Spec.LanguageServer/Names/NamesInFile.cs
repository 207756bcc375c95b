using Vtd.Spec.Declarations;
using Vtd.Spec.Language;
using Vtd.Spec.LanguageServer.Text;

namespace Vtd.Spec.LanguageServer.Names;

/// <summary>The names in the text of a file, and what they mean.</summary>
/// <param name="outline">The text.</param>
/// <param name="names">The names of all files.</param>
public sealed class NamesInFile(Outline outline, SymbolIndex names)
{
    /// <summary>The spec that the file says it belongs to; empty if it says none.</summary>
    public string Spec { get; } = outline.Root["spec"]?.Value is { } value ? outline.TextOf(value) : "";

    /// <summary>All names that mean something.</summary>
    public IEnumerable<Occurrence> All => outline.Nodes.SelectMany(In);

    /// <summary>The name at a place; null if there is none, or it means nothing.</summary>
    public Occurrence? At(int offset)
    {
        var place = outline.At(offset);
        return place.Part is CursorPart.Key or CursorPart.Value ? In(place.Node).FirstOrDefault(name => name.Place.Touches(offset)) : null;
    }

    /// <summary>The register, descriptor, entry, enum or template that a key or a value belongs to; null if there is none.</summary>
    public Symbol? OwnerOf(OutlineNode node) => node.Around.Skip(1).Where(static around => IsOwner(Grammar.DeclaredKind(around))).Select(Declared).FirstOrDefault();

    /// <summary>The thing that a node declares, or changes in an overlay.</summary>
    public Symbol? Declared(OutlineNode node)
    {
        var kind = Grammar.DeclaredKind(node);
        if (kind is NameKind.Field or NameKind.Code)
            return MemberOf(OwnerOf(node), kind, node.Key!);
        var groups = kind is NameKind.Register or NameKind.Group
            ? string.Concat(node.Around.Skip(1).Where(static around => Grammar.DeclaredKind(around) == NameKind.Group).Select(static group => group.Key + "_").Reverse()) : "";
        return kind == NameKind.None ? null : names.Find(Spec, kind, groups + node.Key);
    }

    /// <summary>The field that a dotted name in an expression means.</summary>
    /// <param name="node">The key that has the expression.</param>
    /// <param name="register">The register, behind its spec if it is of another one; null for a field of the declaration itself.</param>
    /// <param name="field">The name of the field.</param>
    public Symbol? FieldNamed(OutlineNode node, string? register, string field) =>
        MemberOf(register is null ? OwnerOf(node) : names.Find(Spec, NameKind.Register, register), NameKind.Field, field);

    /// <summary>The enum of a field.</summary>
    public Symbol? EnumOf(Symbol field) => field.Item is FieldDeclaration { Enum: { } name } ? names.Find(field.Spec, NameKind.Enum, name.Value) : null;

    private static bool IsOwner(NameKind kind) => kind is NameKind.Register or NameKind.Descriptor or NameKind.Entry or NameKind.Enum
        or NameKind.RegisterTemplate or NameKind.DescriptorTemplate or NameKind.EntryTemplate;

    private IEnumerable<Occurrence> In(OutlineNode node)
    {
        if (Declared(node) is { } declared)
            yield return new Occurrence(node.Name, declared);
        if (node.Value is not { } value)
            yield break;
        var text = outline.TextOf(value);
        foreach (var form in Grammar.FormsOf(node))
        {
            if (form is ExpressionShape)
            {
                foreach (var occurrence in InExpression(node, value.Start, text))
                    yield return occurrence;
            }
            else if (form is NameShape { Kind: not NameKind.None and var kind } && Named(node, kind, text) is { } named)
            {
                yield return new Occurrence(value with { Start = value.Start + text.IndexOf('.', StringComparison.Ordinal) + 1 }, named);
            }
        }
    }

    private Symbol? MemberOf(Symbol? owner, NameKind kind, string name) =>
        owner is null ? null : names.MembersOf(owner).FirstOrDefault(member => member.Kind == kind && member.Name == name);

    private Symbol? Named(OutlineNode node, NameKind kind, string text) => kind switch
    {
        NameKind.Field => MemberOf(OwnerOf(node), kind, text),
        NameKind.Code => MemberOf(EnumAround(node), kind, text),
        _ => names.Find(Spec, kind, text),
    };

    /// <summary>The enum whose codes a value names: that of the field, or of the code beside it.</summary>
    public Symbol? EnumAround(OutlineNode node)
    {
        var owner = OwnerOf(node);
        if (owner?.Kind == NameKind.Enum)
            return owner;
        var field = node.Around.FirstOrDefault(static around => Grammar.DeclaredKind(around) == NameKind.Field);
        return field is not null && Declared(field) is { } declared ? EnumOf(declared) : null;
    }

    private IEnumerable<Occurrence> InExpression(OutlineNode node, int start, string text)
    {
        foreach (var parts in ExpressionWords.In(text))
        {
            var words = parts.Select(part => text[part.Start..part.End]).ToList();
            var last = parts[^1];
            if (parts.Count == 1)
            {
                if ((FieldNamed(node, null, words[0]) ?? CodeNamed(node, text, last.Start, words[0])) is { } alone)
                    yield return new Occurrence(At(last), alone);
                continue;
            }

            var register = string.Join('.', words.Take(words.Count - 1));
            if (names.Find(Spec, NameKind.Register, register) is { } found)
                yield return new Occurrence(At(parts[^2]), found);
            if (FieldNamed(node, register, words[^1]) is { } field)
                yield return new Occurrence(At(last), field);
        }

        Stretch At(Stretch part) => new(start + part.Start, start + part.End);
    }

    private Symbol? CodeNamed(OutlineNode node, string text, int start, string code)
    {
        if (ExpressionWords.ComparedWith(text, start) is not { } other)
            return null;
        var register = other.Spec is { } spec ? $"{spec.Name}.{other.Register}" : other.Register;
        return FieldNamed(node, register, other.Field) is { } field ? EnumOf(field)?.Members.FirstOrDefault(member => member.Name == code) : null;
    }
}
