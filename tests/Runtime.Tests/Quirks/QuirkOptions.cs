namespace Vtd.Runtime.Tests.Quirks;

/// <summary>Options of units with quirks.</summary>
internal static class QuirkOptions
{
    public static Func<VtdUnitOptions, VtdUnitOptions> With(UnitQuirks quirks) => options => options with { Quirks = quirks };
}
