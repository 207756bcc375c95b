using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>The revisions of the architecture that have a declaration.</summary>
internal static class RevisionKeys
{
    private static readonly TextShape s_revision = new("a revision in quotes, such as \"2.1\"", IsQuoted: true);
    private static readonly ListShape s_fields = new("a list of fields, the most significant first, such as [VER.MAJOR, VER.MINOR]", Shapes.Number);

    /// <summary>The fields that tell the revision.</summary>
    public static readonly Key<SpecFile> OfFile = new("revision", s_fields, "The fields of a given register that tell the revision of a device, the most significant first. The files of a spec that have this key say the same.",
        static (values, node, file) => file with { Revision = values.ExpressionList(node, Shapes.Number) });

    public static Key<T> Since<T>()
        where T : Declaration =>
        new("since", s_revision, "The first revision that has it.", static (values, node, item) => (T)(item with { Since = Read(values, node) }));

    public static Key<T> Until<T>()
        where T : Declaration =>
        new("until", s_revision, "The last revision that has it.", static (values, node, item) => (T)(item with { Until = Read(values, node) }));

    private static Revision? Read(ValueReader values, YamlNode node)
    {
        if (values.Text(node, s_revision) is not { } text)
            return null;
        var parts = new List<ulong>();
        foreach (var part in text.Split('.'))
        {
            if (Numbers.Read(part, out var number) == Numbers.Outcome.Read)
                parts.Add(number);
            else
                values.Findings.Report(KeyRules.NotANumber, node.Span, $"'{text}' is not a revision; expected {s_revision.Expected}.");
            if (parts.Count == 0)
                return null;
        }

        return new Revision(parts.ToEquatableArray(), node.Span);
    }
}
