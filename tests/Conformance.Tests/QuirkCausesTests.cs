using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests;

/// <summary>A quirk is credited with the differences that it causes, and with no others.</summary>
public class QuirkCausesTests
{
    private static readonly QuirkDeviation First = new(UnitQuirks.QueueStaysOn, "first");
    private static readonly QuirkDeviation Second = new(UnitQuirks.RegisterCommandsHang, "second");
    private static readonly QuirkDeviation Third = new(UnitQuirks.QueueResumesAtTail, "third");

    /// <summary>Who is credited with the differences of a unit that differs in each place where it has none of the quirks that mend it.</summary>
    private static string[] Credited(params UnitQuirks[] mendedBy)
    {
        var places = Enumerable.Range(0, mendedBy.Length);
        var causes = new QuirkCauses<int>([First, Second, Third], has => places.Where(place => (mendedBy[place] & has) == 0).ToHashSet());
        return [.. causes.Of(places, UnitQuirks.None).Select(cause => cause.Reason)];
    }

    [Fact]
    public void EachIsCreditedWithItsOwn() =>
        Assert.Equal(["first", "second", "second", "third"], Credited(First.Quirk, Second.Quirk, Second.Quirk, Third.Quirk).Order());

    [Fact]
    public void WhereSeveralAreEnoughTheCauseIsOneOfThem()
    {
        // Nothing that the third does makes the difference go, so it is none of its causes.
        var credited = Credited(First.Quirk | Second.Quirk, Third.Quirk);
        Assert.Equal(2, credited.Length);
        Assert.Single(credited, "third");

        Assert.DoesNotContain("first", Credited(Second.Quirk | Third.Quirk, Second.Quirk | Third.Quirk));
    }

    [Fact]
    public void DifferencesThatOtherQuirksMendHaveOtherCauses()
    {
        var credited = Credited(First.Quirk | Second.Quirk, Second.Quirk | Third.Quirk, First.Quirk | Third.Quirk);
        Assert.Equal(3, credited.Length);
        Assert.True(credited.Distinct().Count() > 1, string.Join(' ', credited));
    }
}
