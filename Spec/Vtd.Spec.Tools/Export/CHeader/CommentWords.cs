using System.Text;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>Writes the comments of headers.</summary>
internal static class CommentWords
{
    /// <summary>The title of a declaration, and its section of the architecture.</summary>
    public static string Title(string name, string? title, string? section) =>
        name + (title is null ? "" : $": {title}") + (section is null ? "" : $", section {section}");

    /// <summary>The condition, the reliability and the notes of a declaration.</summary>
    public static string Remarks(Expression? when, LinkedDeclaration item)
    {
        var text = new StringBuilder();
        if (when is not null)
            text.Append("; exists if ").Append(ExpressionProse.Of(when));
        if (item.Confidence != Confidence.Sourced)
            text.Append("; confidence: ").Append(ConfidenceText.Word(item.Confidence));
        if (item.Note is { } note)
            text.Append("; ").Append(note);
        return text.ToString();
    }

    public static string OfField(LinkedField field, bool hasAccess)
    {
        var bits = (field.Width == 1 ? "bit " : "bits ") + string.Join(", ", field.Bits);
        var meaning = field.Meaning is null ? "" : $": {field.Meaning}";
        var item = field.Enum ?? field.Elements?.Enum;
        var codes = item is null ? "" : field.WriteEnum is { } written ? $"; reads give a code of {item.QualifiedName}, writes take one of {written.QualifiedName}" : $"; {(field.Elements is null ? "a code" : "codes")} of {item.QualifiedName}";
        var elements = field.Elements is { } array ? $"; {array.Count} elements" : "";
        var legal = field.Legal.Count == 0 ? "" : $"; legal: {string.Join(", ", field.Legal.Select(Text))}";
        return $"{field.Name}, {bits}{(hasAccess ? $", {field.Access.Word()}" : "")}{meaning}{elements}{codes}{legal}{Remarks(field.When, field)}";
    }

    private static string Text(LegalRange range) => range.First == range.Last ? Bits.Hex(range.First) : $"{Bits.Hex(range.First)}..{Bits.Hex(range.Last)}";
}
