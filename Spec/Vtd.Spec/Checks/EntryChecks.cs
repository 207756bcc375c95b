using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Checks;

/// <summary>Checks an entry by itself.</summary>
internal static class EntryChecks
{
    /// <inheritdoc cref="RegisterChecks.Check"/>
    public static void Check(EntryDeclaration entry, bool isWhole, Findings findings)
    {
        var typeName = TypeNames.OfKebab(entry.Name.Value);
        TypeNameChecks.CheckEntry(entry, typeName, findings);
        FieldChecks.CheckNames(entry.Fields, typeName, hasType: false, findings);
        FieldChecks.CheckValues(entry.Fields, findings);
        if (entry.Size is { } size)
            BitCoverage.Check(new Located<string>(entry.Name.Value, entry.LackSpan), (int)size.Value, entry.Fields, entry.Reserved, default, isWhole, findings);
    }
}
