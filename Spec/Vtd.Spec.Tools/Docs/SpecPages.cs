using Vtd.Spec.Model;
using Vtd.Spec.Tools.Docs.Markup;
using Vtd.Spec.Tools.Docs.Views;

namespace Vtd.Spec.Tools.Docs;

/// <summary>The pages of one spec.</summary>
internal sealed class SpecPages
{
    private readonly DocContext _context;
    private readonly bool _hasParent;

    /// <param name="spec">The spec.</param>
    /// <param name="others">The pages of specs that it imports and of those that import it, by name; null for the only spec of a site.</param>
    public SpecPages(LinkedSpec spec, IReadOnlyDictionary<string, (LinkedSpec Spec, SiteMap Map)>? others)
    {
        _context = new DocContext(spec, others ?? new Dictionary<string, (LinkedSpec, SiteMap)>());
        _hasParent = others is not null;
    }

    private LinkedSpec Spec => _context.Spec;

    private SiteMap Map => _context.Map;

    public IEnumerable<SiteFile> Files()
    {
        yield return Page("index.html", "Contents", null, HtmlTemplate.Contents.Render(ContentsView.Of(_context)));
        yield return new SiteFile("search-index.js", SearchIndex.Of(_context));
        foreach (var register in Spec.Registers)
            yield return Page(SubjectKind.Register, register.Mnemonic, HtmlTemplate.Structure, StructureView.Of(register, _context));
        foreach (var queue in Spec.Queues)
            yield return Page(SubjectKind.Queue, queue.Name, HtmlTemplate.Queue, QueueView.Of(queue, _context));
        foreach (var descriptor in Spec.Descriptors)
            yield return Page(SubjectKind.Descriptor, descriptor.Name, HtmlTemplate.Structure, StructureView.Of(descriptor, _context));
        foreach (var entry in Spec.Entries)
            yield return Page(SubjectKind.Entry, entry.Name, HtmlTemplate.Structure, StructureView.Of(entry, _context));
        foreach (var it in Spec.Enums)
            yield return Page(SubjectKind.Enum, it.Name, HtmlTemplate.Enum, EnumPageView.Of(it, _context));
    }

    private SiteFile Page(SubjectKind kind, string name, HtmlTemplate template, object view)
    {
        var subject = Map[kind, name];
        var title = subject.Title is null ? name : $"{name}: {subject.Title}";
        return Page(subject.File, title, subject, template.Render(view));
    }

    private SiteFile Page(string file, string title, Subject? subject, Html content)
    {
        var siblings = subject is null ? [] : Map.Subjects.Where(other => other.Kind == subject.Kind).ToList();
        var at = subject is null ? -1 : siblings.IndexOf(subject);
        var sections = SectionsOf().ToList();
        var view = new PageView(
            Spec.Header.Name,
            file,
            title,
            sections,
            subject is null ? null : SiblingsTitle(subject.Kind),
            siblings,
            at > 0 ? siblings[at - 1] : null,
            at >= 0 && at + 1 < siblings.Count ? siblings[at + 1] : null,
            subject?.Kind is SubjectKind.Register or SubjectKind.Descriptor or SubjectKind.Entry,
            _hasParent,
            content);
        return new SiteFile(file, HtmlTemplate.Page.Render(view).Text);
    }

    private IEnumerable<Section> SectionsOf()
    {
        if (Spec.Registers.Count > 0)
            yield return new Section("registers", "Registers");
        if (Spec.Queues.Count > 0)
            yield return new Section("descriptors", "Descriptors");
        if (Spec.Entries.Count > 0)
            yield return new Section("entries", "Entries");
        if (Spec.Enums.Count > 0)
            yield return new Section("enums", "Enums");
    }

    private static string SiblingsTitle(SubjectKind kind) => kind switch
    {
        SubjectKind.Register => "Registers",
        SubjectKind.Queue => "Queues",
        SubjectKind.Descriptor => "Descriptors",
        SubjectKind.Entry => "Entries",
        SubjectKind.Enum => "Enums",
        _ => throw new NotSupportedException(kind.ToString()),
    };
}
