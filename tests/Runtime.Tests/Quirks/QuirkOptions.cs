namespace Vtd.Runtime.Tests.Quirks;

/// <summary>Options of units with quirk.</summary>
internal static class QuirkOptions
{
    /// <summary>Options with a quirk, if one is given, and others.</summary>
    public static Func<VtdUnitOptions, VtdUnitOptions> With(UnitQuirk? quirk, params UnitQuirk[] others)
    {
        var quirk = UnitQuirks.Create(others);
        return options => options with { Quirks = quirk is { } given ? quirk.With(given) : quirk };
    }
}
