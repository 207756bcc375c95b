using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linting;

/// <summary>VTD1013: variants that are meant at once. The one that is declared first is selected then, which the others do not say.</summary>
internal static class VariantsRule
{
    /// <summary>The number of earlier variants that each variant is compared with at most.</summary>
    private const int MostCompared = 64;

    public static void Check(LintScope scope)
    {
        foreach (var group in scope.Entries.Where(entry => IsKnown(scope, entry)).GroupBy(static entry => entry.Variant!.Of!.Value.Value, StringComparer.Ordinal))
        {
            var variants = group.ToList();
            for (var i = 1; i < variants.Count; i++)
            {
                if (variants.Take(Math.Min(i, MostCompared)).FirstOrDefault(earlier => CanBothHold(scope, earlier, variants[i])) is { } first)
                    Report(scope, first, variants[i]);
            }
        }
    }

    private static bool IsKnown(LintScope scope, EntryDeclaration entry) => entry.Variant is { Of: not null, When: { } when } && !scope.IsForeign(when.Content);

    private static void Report(LintScope scope, EntryDeclaration first, EntryDeclaration second) =>
        scope.Findings.Report(LintRules.BothVariants, second.Variant!.When!.Content,
            $"This condition and that of {first.Name.Value} can hold together, and {first.Name.Value} is selected then, as it comes first. Let the two exclude each other.");

    private static bool CanBothHold(LintScope scope, EntryDeclaration first, EntryDeclaration second)
    {
        var own = NamedFields(first);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in NamedFields(second))
        {
            // Fields with the same bits are one field to the conditions. What shares some bits only is beyond them.
            var other = own.Find(one => Overlap(one.Bits!, field.Bits!));
            if (other is not null && (Ranges(other) != Ranges(field) || other.Enum?.Value != field.Enum?.Value))
                return false;
            names[field.Name.Value] = other?.Name.Value ?? field.Name.Value + "'";
            if (other is null)
                own.Add(field with { Name = new Located<string>(names[field.Name.Value], field.Name.Span) });
        }

        var solver = new ConditionSolver(scope.Table, scope.SymbolsOf(own.ToEquatableArray()));
        return solver.IsSureToHold([first.Variant!.When!.Root, ExpressionParts.Renamed(second.Variant!.When!.Root, names)]);
    }

    /// <summary>The fields of an entry that its condition names.</summary>
    private static List<FieldDeclaration> NamedFields(EntryDeclaration entry)
    {
        var names = ExpressionParts.FieldsOf(entry.Variant!.When!.Root).Where(static field => field.Register is null).Select(static field => field.Field).ToList();
        return [.. entry.Fields.Where(field => field.Bits is not null && names.Contains(field.Name.Value))];
    }

    private static EquatableArray<BitRange> Ranges(FieldDeclaration field) => field.Bits!.Ranges.Select(static range => range.Value).ToEquatableArray();

    private static bool Overlap(BitsDeclaration left, BitsDeclaration right) =>
        left.Ranges.Any(one => right.Ranges.Any(other => one.Value.Overlaps(other.Value)));
}
