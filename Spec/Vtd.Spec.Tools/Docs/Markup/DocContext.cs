using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>The context that all pages of one spec share: the spec, its pages, and the conversions of text to markup.</summary>
internal sealed class DocContext
{
    private readonly Dictionary<string, LinkedEnum> _enums;

    public DocContext(LinkedSpec spec)
    {
        Spec = spec;
        Map = new SiteMap(spec);
        Expressions = new ExpressionMarkup(Map);
        Prose = new ProseMarkup(spec, Map);
        References = new References(spec, Map);
        _enums = spec.Enums.ToDictionary(it => it.Name, StringComparer.Ordinal);
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

    /// <summary>The enum of a name.</summary>
    public LinkedEnum Enum(string name) => _enums[name];
}
