using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests;

/// <summary>The quirks of units and those that replays know are the same.</summary>
public class KnownQuirkTests
{
    [Fact]
    public void EachIsKnownOnceUnderItsName()
    {
        var quirks = Enum.GetValues<UnitQuirk>();

        Assert.Equal(quirks, KnownDeviations.Quirks.Select(known => known.Quirk).Order());
        Assert.Equal(quirks.Select(quirk => quirk.ToString()), KnownDeviations.Quirks.OrderBy(known => known.Quirk).Select(known => known.Name));
        Assert.Equal(QuirkCatalog.OfQemu(new(10, 2)), UnitQuirks.Create([.. KnownDeviations.QuirksOf(new(10, 2)).Select(known => known.Quirk)]));
    }
}
