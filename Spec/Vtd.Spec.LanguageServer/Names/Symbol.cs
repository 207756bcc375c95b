using Vtd.Spec.Declarations;
using Vtd.Spec.Language;
using Vtd.Spec.Source;

namespace Vtd.Spec.LanguageServer.Names;

/// <summary>A named thing that files refer to.</summary>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Spec">The spec that declares it.</param>
/// <param name="Item">The declaration.</param>
/// <param name="Owner">The thing that has it: of a field or a code; null for others.</param>
public sealed record Symbol(NameKind Kind, string Spec, Declaration Item, Symbol? Owner = null)
{
    /// <summary>The name in the spec.</summary>
    public string Name => Item.Name.Value;

    /// <summary>The file and the characters that declare it.</summary>
    public SourceSpan Span => Item.Name.Span;

    /// <summary>The fields or the codes of the thing.</summary>
    public IEnumerable<Symbol> Members => Item is EnumDeclaration codes
        ? codes.Codes.Select(code => new Symbol(NameKind.Code, Spec, code, this))
        : DeclaredFields.FieldsOf(Item).Select(item => new Symbol(NameKind.Field, Spec, item, this));

    /// <summary>Whether two symbols are the same thing: declared at the same place.</summary>
    public bool IsSameAs(Symbol other) => Kind == other.Kind && Span == other.Span;
}
