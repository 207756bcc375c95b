using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Declarations;

/// <summary>An expression and where it is written.</summary>
/// <param name="Root">The expression; positions in it are relative to the first character of its text.</param>
/// <param name="Content">The text of the expression, without quotes.</param>
/// <param name="IsVerbatim">The file has the expression character by character, on one line. Otherwise (escapes, folded lines)
/// positions inside it cannot be told and findings point at the whole.</param>
public sealed record ExpressionText(Expression Root, SourceSpan Content, bool IsVerbatim)
{
    /// <summary>Where a part of the expression is in the file.</summary>
    public SourceSpan SpanOf(Expression part) => IsVerbatim ? Content.Slice(part.Start, part.Length) : Content;
}
