using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>The context that all pages of one spec share: the spec, its pages, and the conversions of text to markup.</summary>
internal sealed class DocContext
{
    private readonly SiteMaps _maps;

    /// <param name="spec">The spec.</param>
    /// <param name="others">The pages of specs that it imports and of those that import it, by name of the spec.</param>
    public DocContext(LinkedSpec spec, IReadOnlyDictionary<string, (LinkedSpec Spec, SiteMap Map)> others)
    {
        Spec = spec;
        Map = new SiteMap(spec);
        _maps = new SiteMaps(Map, others);
        Expressions = new ExpressionMarkup(_maps);
        Prose = new ProseMarkup(spec, Map);
        References = new References(spec, _maps);
    }

    /// <summary>The spec.</summary>
    public LinkedSpec Spec { get; }

    /// <summary>The pages of the spec.</summary>
    public SiteMap Map { get; }

    /// <summary>Makes markup of expressions.</summary>
    public ExpressionMarkup Expressions { get; }

    /// <summary>Makes markup of prose.</summary>
    public ProseMarkup Prose { get; }

    /// <summary>The references between declarations.</summary>
    public References References { get; }

    /// <summary>All fields, each with its owner.</summary>
    public IEnumerable<(Subject Of, LinkedField Field)> Fields =>
        Spec.Registers.Select(it => (Subject: Map[SubjectKind.Register, it.Mnemonic], it.Fields))
            .Concat(Spec.Descriptors.Select(it => (Subject: Map[SubjectKind.Descriptor, it.Name], it.Fields)))
            .Concat(Spec.Entries.Select(it => (Subject: Map[SubjectKind.Entry, it.Name], it.Fields)))
            .SelectMany(it => it.Fields, static (it, one) => (it.Subject, one));

    /// <summary>The enum that a field refers to.</summary>
    public LinkedEnum Enum(LinkedEnumReference reference) => Spec.Referred(reference.Spec).Enums.First(it => it.Name == reference.Name);

    /// <summary>The page of an enum that a field refers to.</summary>
    public Html LinkTo(LinkedEnumReference reference) => _maps[reference.Spec][SubjectKind.Enum, reference.Name].Link;
}
