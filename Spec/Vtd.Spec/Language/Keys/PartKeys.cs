using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Keys of declarations that are made of parts.</summary>
internal static class PartKeys
{
    private static readonly NameShape s_template = new("the name of a template, such as event-data or Common.event-data", NameStyle.Kebab, HasSpec: true);
    private static readonly WordShape s_true = new("true", Shapes.Words(new Word("true", "It is dropped.")));

    /// <summary>The key that names a template.</summary>
    /// <param name="templates">The kind of templates that such a declaration can be like.</param>
    public static Key<T> Like<T>(NameKind templates)
        where T : Declaration =>
        new(PartWords.Like, s_template with { Kind = templates }, "The template with all keys, fields and bits that the declaration omits.", (values, node, item) => ReadLike(values, node, item));

    /// <summary>The key that removes a field or a code.</summary>
    public static Key<T> Remove<T>()
        where T : Declaration =>
        new(PartWords.Remove, s_true, "Removes it from the declaration of a template or another file.",
            (values, node, item) => ReadRemove(values, node, item, values.CanRemove, "Only an overlay, or a declaration with 'like', can remove something. Delete what is not meant to be here."));

    /// <summary>The key that removes a declaration.</summary>
    public static Key<T> RemoveAll<T>()
        where T : Declaration =>
        new(PartWords.Remove, s_true, "Drops it; only an overlay can.",
            (values, node, item) => ReadRemove(values, node, item, values.IsOverlay && !values.IsTemplate, "Only an overlay can remove a declaration. Delete what is not meant to be here."));

    private static T ReadLike<T>(ValueReader values, YamlNode node, T item)
        where T : Declaration
    {
        if (!values.IsOverlay || values.IsTemplate)
            return (T)(item with { Like = values.Name(node, s_template) });
        values.Findings.Report(PartRules.NotInOverlay, node.Span, "An overlay cannot take values from a template. Write the keys that differ.");
        return item;
    }

    private static T ReadRemove<T>(ValueReader values, YamlNode node, T item, bool isPossible, string message)
        where T : Declaration
    {
        if (values.Word(node, s_true, KeyRules.UnknownWord) == 0 && !isPossible)
            values.Findings.Report(PartRules.NothingToRemoveFrom, node.Span, message);
        return item;
    }
}
