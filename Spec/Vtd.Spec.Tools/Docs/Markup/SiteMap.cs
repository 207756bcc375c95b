using System.Text;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>The kinds of declarations that have a page of their own.</summary>
internal enum SubjectKind
{
    Register,
    Queue,
    Descriptor,
    Entry,
    Enum,
}

/// <summary>Something with a page of its own.</summary>
/// <param name="File">The page's file, as seen from the pages that link to it; all pages of a spec are in one folder.</param>
/// <param name="Remarks">The reliability of the declaration, and its notes.</param>
internal sealed record Subject(SubjectKind Kind, string Name, string? Title, string? Section, string File, Remarks Remarks)
{
    public Html Link => Html.Of($"<a href=\"{File}\">{Name}</a>");

    public Html LinkTo(string field) => Html.Of($"<a href=\"{File}#{FieldId(field)}\">{Name}.{field}</a>");

    /// <summary>Where a page has a field; fields are identifiers, and nothing else on a page starts like this.</summary>
    public static string FieldId(string field) => "f-" + field;
}

/// <summary>The pages of one spec, in order, and where each is.</summary>
internal sealed class SiteMap
{
    private const int LongestName = 100;

    private readonly Dictionary<(SubjectKind, string), Subject> _subjects = [];
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <param name="spec">The spec.</param>
    /// <param name="folder">Where its pages are, as seen from those that link to them; empty for their own.</param>
    public SiteMap(LinkedSpec spec, string folder = "")
    {
        _folder = folder;
        Subjects =
        [
            .. spec.Registers.Select(it => Add(SubjectKind.Register, it.Mnemonic, it.Title, it.Section, it)),
            .. spec.Queues.Select(it => Add(SubjectKind.Queue, it.Name, it.Title, it.Section, it)),
            .. spec.Descriptors.Select(it => Add(SubjectKind.Descriptor, it.Name, it.Title, it.Section, it)),
            .. spec.Entries.Select(it => Add(SubjectKind.Entry, it.Name, it.Title, it.Section, it)),
            .. spec.Enums.Select(it => Add(SubjectKind.Enum, it.Name, it.Title, it.Section, it)),
        ];
    }

    public IReadOnlyList<Subject> Subjects { get; }

    public Subject this[SubjectKind kind, string name] => _subjects[(kind, name)];

    public Subject? Find(SubjectKind kind, string name) => _subjects.GetValueOrDefault((kind, name));

    /// <summary>A name that is free, also where upper and lower case are the same; safe in a URL and on every file system.</summary>
    public static string FreeName(string prefix, string name, HashSet<string> taken)
    {
        var safe = new StringBuilder(prefix);
        foreach (var character in name.Take(LongestName))
            safe.Append(char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '-');
        var free = safe.ToString();
        for (var number = 2; !taken.Add(free); number++)
            free = $"{safe}-{number}";
        return free;
    }

    private Subject Add(SubjectKind kind, string name, string? title, string? section, LinkedDeclaration declaration)
    {
        // The prefix also keeps files off names that Windows has for devices, such as AUX.
        var file = _folder + FreeName(kind.ToString().ToLowerInvariant() + "-", name, _files) + ".html";
        return _subjects[(kind, name)] = new Subject(kind, name, title, section, file, Remarks.Of(declaration));
    }
}
