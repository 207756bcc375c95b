using System.Text;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Language;
using Vtd.Spec.LanguageServer.Names;
using Vtd.Spec.LanguageServer.Text;
using Vtd.Spec.LanguageServer.Workspace;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>A new name for a thing, wherever files name it.</summary>
public static class Renaming
{
    /// <summary>The name at a place, if it can be changed.</summary>
    public static Stretch? NameAt(SpecSnapshot snapshot, string path, int offset) =>
        snapshot.NamesIn(path).At(offset) is { } name && !IsPartOfNames(name.Symbol) ? name.Place : null;

    /// <summary>The places that get the new name, by file; empty with a reason if that would break the specs.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Stretch>> Rename(SpecSnapshot snapshot, string path, int offset, string name, out string? problem)
    {
        problem = null;
        var none = new Dictionary<string, IReadOnlyList<Stretch>>();
        if (NameAt(snapshot, path, offset) is null)
        {
            problem = "There is no name here that can be changed. The name of a group, and those of the registers in it, are parts of other names.";
            return none;
        }

        var places = Navigation.References(snapshot, path, offset, withDeclaration: true)
            .GroupBy(static place => place.Path, static place => place.Place, StringComparer.Ordinal)
            .ToDictionary(static file => file.Key, static file => (IReadOnlyList<Stretch>)[.. file], StringComparer.Ordinal);
        var texts = places.ToDictionary(static file => file.Key, file => Replaced(snapshot.Files[file.Key].Text.Text, file.Value, name), StringComparer.Ordinal);
        var renamed = snapshot.With(texts);
        if (renamed.Checked.Errors <= snapshot.Checked.Errors)
            return places;
        var known = snapshot.Checked.Findings.Select(static finding => finding.Message).ToHashSet(StringComparer.Ordinal);
        var broken = renamed.Checked.Findings.FirstOrDefault(finding => finding.Rule.Severity == Severity.Error && !known.Contains(finding.Message));
        problem = $"'{name}' would break the specs: {broken?.Message}";
        return none;
    }

    /// <summary>Whether other names are made of the name: that of a group, and those of its registers.</summary>
    private static bool IsPartOfNames(Symbol symbol) => symbol.Kind == NameKind.Group || symbol.Item is RegisterDeclaration { Group: not null };

    private static string Replaced(string text, IReadOnlyList<Stretch> places, string name)
    {
        var result = new StringBuilder();
        var at = 0;
        foreach (var place in places)
        {
            result.Append(text, at, place.Start - at).Append(name);
            at = place.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
