namespace Vtd.Runtime.Tests.Quirks;

/// <summary>Options of units with quirks.</summary>
internal static class QuirkOptions
{
    /// <summary>Options with a quirk, if one is given, and others.</summary>
    public static Func<VtdUnitOptions, VtdUnitOptions> With(UnitQuirk? quirk, params UnitQuirk[] others)
    {
        var set = UnitQuirks.Create(others);
        return options => options with { Quirks = quirk is { } given ? set.With(given) : set };
    }
}
