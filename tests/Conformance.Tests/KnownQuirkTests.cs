using System.Numerics;
using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests;

/// <summary>The quirks of units and those that replays know are the same.</summary>
public class KnownQuirkTests
{
    [Fact]
    public void EachIsKnownOnceUnderItsName()
    {
        var quirks = Enum.GetValues<UnitQuirks>().Where(quirk => BitOperations.IsPow2((ulong)quirk)).ToList();

        Assert.Equal(quirks, KnownDeviations.Quirks.Select(known => known.Quirk).Order());
        Assert.Equal(quirks.Select(quirk => quirk.ToString()), KnownDeviations.Quirks.OrderBy(known => known.Quirk).Select(known => known.Name));
        Assert.Equal(QemuQuirks.Of(new(10, 2)), KnownDeviations.QuirksOf(new(10, 2)).Aggregate(UnitQuirks.None, (sum, known) => sum | known.Quirk));
    }
}
