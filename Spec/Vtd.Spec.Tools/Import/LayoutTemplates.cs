using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>The layouts that several registers share, which become templates.</summary>
internal static class LayoutTemplates
{
    /// <summary>The layouts that more than one register has, and the names of their templates, in the order of the first registers.</summary>
    public static IReadOnlyDictionary<ImportedLayout, string> Of(EquatableArray<ImportedRegister> registers)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new NumberedNames();
        return registers.GroupBy(static register => register.Layout).Where(static group => group.Skip(1).Any())
            .ToDictionary(static group => group.Key, group => names.Take(ImportNames.Kebab(group.First().Name), taken.Add));
    }
}
