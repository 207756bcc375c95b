using System.Globalization;
using System.Text;
using Vtd.Spec.Language;
using Vtd.Spec.Reading;

namespace Vtd.Spec;

/// <summary>The choices of a project for the namespace of a file's types.</summary>
/// <param name="File">Choice for the file alone, <c>VtdNamespace</c>; null or empty if there is none.</param>
/// <param name="Project">Choice for all files of the project, <c>VtdCodegenNamespace</c>; null or empty if there is none.</param>
/// <param name="Root">Root namespace of the project; null or empty if it has none.</param>
public sealed record NamespaceChoice(string? File, string? Project, string? Root)
{
    /// <summary>Name of the namespace, inside that of the project, of the types that those of all specs use.</summary>
    public const string CommonName = "Codegen";

    /// <summary>The namespace of the types that those of all specs of the project use.</summary>
    public string Common => (Legal(Project) is { Length: > 0 } ofProject ? ofProject : Legal(Root)) is { Length: > 0 } parent ? $"{parent}.{CommonName}" : CommonName;

    /// <summary>A spec file together with the namespace of its types. A file that does not name its spec has none.</summary>
    public ReadResult Place(ReadResult read) => read.File.Spec is { } spec ? read with { File = read.File with { Namespace = Of(spec.Value) } } : read;

    /// <summary>The namespace of a spec's types: the one that was chosen, otherwise the spec's own one in the root namespace of the project. A root
    /// namespace whose last part is the name of the spec is the spec's own already.</summary>
    public string Of(string spec)
    {
        if (Legal(File) is { Length: > 0 } ofFile)
            return ofFile;
        if (Legal(Project) is { Length: > 0 } ofProject)
            return ofProject;
        var root = Legal(Root);
        return root.Length == 0 || root == spec ? spec : root.EndsWith("." + spec, StringComparison.Ordinal) ? root : $"{root}.{spec}";
    }

    /// <summary>A namespace as C# writes it, made of the text of a project, which may be any.</summary>
    private static string Legal(string? text)
    {
        var result = new StringBuilder();
        foreach (var segment in (text ?? "").Split('.'))
        {
            var name = segment.Trim();
            if (name.Length == 0)
                continue;
            result.Append(result.Length == 0 ? "" : ".");
            if (Names.IsKeyword(name))
                result.Append('@');
            else if (IsPart(name[0]) && !IsLetter(name[0]))
                result.Append('_');
            foreach (var character in name)
                result.Append(IsPart(character) ? character : '_');
        }

        return result.ToString();
    }

    private static bool IsPart(char character) => IsLetter(character) || CharUnicodeInfo.GetUnicodeCategory(character)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsLetter(char character) =>
        character == '_' || char.IsLetter(character) || CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.LetterNumber;
}
