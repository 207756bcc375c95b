using System.Text;

namespace Vtd.Spec.Tools.Reference;

/// <summary>The pages of <c>Spec/diagnostics</c>, built in.</summary>
public static class DiagnosticPages
{
    private const string Folder = "diagnostics/";

    // The hundreds of an ID are its subject.
    private static readonly (string Prefix, string Title)[] s_groups =
    [
        ("VTD00", "The file as such"),
        ("VTD01", "Keys and their values"),
        ("VTD02", "Names"),
        ("VTD03", "Bits"),
        ("VTD04", "Registers"),
        ("VTD05", "Expressions"),
        ("VTD06", "Enums"),
        ("VTD07", "Descriptors and variants"),
        ("VTD08", "Templates and overlays"),
        ("VTD10", "Seldom meant"),
        ("VTD20", "Use of generated types"),
        ("VTD21", "Locks"),
        ("VTD22", "Findings of others that are suppressed"),
        ("VTD90", "The generator"),
    ];

    /// <summary>In order of ID.</summary>
    public static IReadOnlyList<DiagnosticPage> All { get; } = [.. EmbeddedText.Names(Folder).Select(Read)];

    /// <summary>The page of a rule; null if there is none.</summary>
    public static DiagnosticPage? Find(string id) => All.FirstOrDefault(page => page.Id == id);

    /// <summary>All pages by subject.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<DiagnosticPage> Pages)> Groups() => s_groups
        .Select(group => (group.Title, (IReadOnlyList<DiagnosticPage>)[.. All.Where(page => page.Id.StartsWith(group.Prefix, StringComparison.Ordinal))]));

    /// <summary>The page that lists all pages.</summary>
    public static string WriteIndex()
    {
        var result = new StringBuilder("""
            # Diagnostics

            What can be wrong with a spec, or with code that uses what is generated of it: one page for each rule with what it says, why it
            matters, a wrong example and the right one.
            `vtd explain VTD0304` prints a page. An ID is never used again for something else.

            Severities of warnings are set in a `.globalconfig` file of the project, as in `dotnet_diagnostic.VTD1001.severity = none`, or with `NoWarn`. Sections of an
            `.editorconfig` file set them for C# files only: the compiler applies none of its sections to YAML. Errors in a spec stay errors.

            """.ReplaceLineEndings("\n"));
        foreach (var (title, pages) in Groups())
        {
            result.Append($"\n## {title}\n\n");
            foreach (var page in pages)
                result.Append($"- [{page.Id}]({page.Id}.md) {page.Title}\n");
        }

        return result.ToString();
    }

    /// <summary>The first line is <c># VTD0304: Bits not covered</c>.</summary>
    private static DiagnosticPage Read(string name)
    {
        var text = EmbeddedText.Read(name);
        var heading = text[2..text.IndexOf('\n', StringComparison.Ordinal)].Split(": ", 2);
        return new DiagnosticPage(heading[0], heading[1], text);
    }
}
