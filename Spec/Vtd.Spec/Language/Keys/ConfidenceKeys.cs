using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Language.Keys;

/// <summary>Keys of every declaration: how reliable it is, and why.</summary>
internal static class ConfidenceKeys
{
    private static readonly WordShape s_confidence = new("unverified or unknown; omitted for declarations with a source", Shapes.Words(
        new Word("unverified", "One recollection of the architecture, and no source to check it against."),
        new Word("unknown", "Not established at all.")));

    public static Key<T> Confidence<T>()
        where T : Declaration =>
        new("confidence", s_confidence, "How reliable this is, if it was not checked against a source.", (values, node, item) =>
        {
            var word = values.Word(node, s_confidence, KeyRules.UnknownWord);
            return word < 0 ? item : (T)(item with { Confidence = word == 0 ? Model.Confidence.Unverified : Model.Confidence.Unknown });
        });

    public static Key<T> Note<T>()
        where T : Declaration =>
        new("note", Shapes.Prose, "What is unusual about it: a deliberate difference, an older layout, a doubt.",
            (values, node, item) => (T)(item with { Note = values.Text(node, Shapes.Prose) }));
}
