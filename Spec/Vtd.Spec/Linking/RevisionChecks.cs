using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Checks the fields that tell the revision of a device, and the revisions that they are compared with.</summary>
/// <param name="scope">The meaning of names.</param>
/// <param name="fieldsOf">The fields that tell the revision, for what is written at a place; null if its spec has none.</param>
/// <param name="findings">Where to report.</param>
internal sealed class RevisionChecks(NameScope scope, Func<SourceSpan, EquatableArray<RevisionField>?> fieldsOf, Findings findings)
{
    public void Check(SpecFile file)
    {
        CheckFields(file);
        foreach (var item in Revisions.ItemsOf(file).Where(static item => !item.IsBroken))
        {
            if (item.Since is { } first)
                Check(first, item with { Until = null });
            if (item.Until is { } last)
                Check(last, item with { Since = null });
            if (item is { Since: { } since, Until: { } until } && IsAfter(since.Parts, until.Parts))
                Report(until.Span, $"{item.Name.Value} has a last revision before its first one. Exchange the two, or remove one.");
        }
    }

    private void CheckFields(SpecFile file)
    {
        var before = findings.Count;
        foreach (var text in file.Revision)
        {
            if (text.Root is not FieldExpression { Spec: null })
                Report(text.Content, "A revision is told by fields of the spec, such as [VER.MAJOR, VER.MINOR].");
            else
                new ExpressionLinker(scope, findings).Number(text);
        }

        if (findings.Count == before && file.Revision.Count > 0 && scope.Own.Revision is { Count: > 0 } fields
            && !file.Revision.Select(static text => ExpressionProse.Of(text.Root)).SequenceEqual(fields.Select(static field => $"{field.Register}.{field.Field}")))
            Report(file.Revision[0].Content, $"Another file of {scope.Own.Name} says that other fields tell the revision. Remove one of the two.");
    }

    /// <summary>Checks a first or a last revision.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="limited">A declaration that only this revision limits.</param>
    private void Check(Revision revision, Declaration limited)
    {
        if (fieldsOf(revision.Span) is not { } fields)
        {
            if (scope.Own.IsComplete)
                Report(revision.Span, "The spec does not say which fields tell the revision. Add, for instance, 'revision: [VER.MAJOR, VER.MINOR]' at the top of a file.");
        }
        else if (fields.Count > 0 && !Revisions.IsPossible(revision, fields))
        {
            Report(revision.Span, $"No device can have this revision, which {string.Join(" and ", fields.Select(static field => $"{field.Register}.{field.Field} (up to {field.Most})"))} tell.");
        }
        else if (fields.Count > 0 && Revisions.ConditionOf(limited, fields) is null)
        {
            Report(revision.Span, "Every device has such a revision. Correct it, or remove the key.");
        }
    }

    private static bool IsAfter(EquatableArray<ulong> first, EquatableArray<ulong> last)
    {
        var different = first.Zip(last, static (one, other) => (one, other)).FirstOrDefault(static pair => pair.one != pair.other);
        return different.one > different.other;
    }

    private void Report(SourceSpan span, string message) => findings.Report(ExpressionRules.Revision, span, message);
}
