using System.Reflection;

namespace Vtd.Runtime.Tests.Quirks;

public class QuirkTests
{
    private static readonly UnitQuirk[] Each = Enum.GetValues<UnitQuirk>();

    [Fact]
    public void Each_has_a_number_of_its_own_that_a_set_has_room_for()
    {
        Assert.Equal(Enum.GetNames<UnitQuirk>().Length, Each.Distinct().Count());
        Assert.All(Each, quirk => Assert.InRange((int)quirk, 1, 255));
    }

    [Fact]
    public void Each_is_in_the_catalogue_with_its_reason_and_its_section()
    {
        Assert.Equal(Each, QuirkCatalog.All.Select(info => info.Quirk));
        Assert.All(QuirkCatalog.All, info => Assert.Matches("^[0-9]+([.][0-9]+)*(, [0-9]+([.][0-9]+)*)*$", info.Sections));
        Assert.All(QuirkCatalog.All, info => Assert.Contains("the architecture", info.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_set_holds_what_was_put_in_and_nothing_else()
    {
        var all = UnitQuirks.Create(Each);
        Assert.Equal(Each, all);
        Assert.Equal(Each.Length, all.Count);
        foreach (var quirk in Each)
        {
            UnitQuirks one = [quirk];
            Assert.Equal([quirk], one);
            Assert.False(UnitQuirks.None.Contains(quirk));
            Assert.False(all.Without(quirk).Contains(quirk));
            Assert.Equal(all, all.Without(quirk).With(quirk));
            Assert.Equal(all, all.Without(quirk).Union(one));
        }

        Assert.Equal(UnitQuirks.None, Each.Aggregate(all, (left, quirk) => left.Without(quirk)));
        Assert.Equal("QueueStaysOn, RootHalvesTogether", new UnitQuirks().With(UnitQuirk.RootHalvesTogether).With(UnitQuirk.QueueStaysOn).ToString());
    }

    [Fact]
    public void A_set_has_room_for_numbers_beyond_those_in_use()
    {
        var (last, next) = ((UnitQuirk)255, (UnitQuirk)128);
        var set = UnitQuirks.Create(last);

        Assert.True(set.Contains(last));
        Assert.False(set.Contains(next));
        Assert.Equal(2, set.With(next).Count);
        Assert.Equal(set, set.With(next).Without(next));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(256)]
    public void A_number_that_no_set_has_room_for_is_refused_instead_of_taken_for_another(int number)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitQuirks.Create((UnitQuirk)number));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitQuirks.None.Contains((UnitQuirk)number));
    }

    [Fact]
    public void Each_is_one_of_a_release_of_QEMU()
    {
        Version[] releases = [new(7, 2), new(10, 0, 2), new(10, 2, 2), new(11, 1, 3)];

        Assert.All(Each, quirk => Assert.Contains(releases, release => QuirkCatalog.OfQemu(release).Contains(quirk)));
    }

    [Theory]
    [InlineData(UnitQuirk.OldDescriptors, "7.2", "9.2")]
    [InlineData(UnitQuirk.FenceAloneRefused, "7.2", "10.1")]
    [InlineData(UnitQuirk.RidPasidShown, "7.2", "10.2.2")]
    [InlineData(UnitQuirk.RidPasidIgnored, "11.0", "12.0")]
    [InlineData(UnitQuirk.PagesPerSource, "7.2", "12.0")]
    public void A_release_has_the_quirks_from_one_release_to_another(UnitQuirk quirk, string first, string last)
    {
        string[] releases = ["7.2", "9.2", "10.0", "10.1", "10.2.2", "11.0", "11.1.3", "12.0"];

        Assert.Equal(
            releases.SkipWhile(release => release != first).TakeWhile(release => new Version(release) <= new Version(last)),
            releases.Where(release => QuirkCatalog.OfQemu(new(release)).Contains(quirk)));
    }

    [Fact]
    public void Each_has_a_test()
    {
        var tested = typeof(QuirkTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetCustomAttributes<WithAndWithoutAttribute>())
            .Select(attribute => attribute.Quirk)
            .ToHashSet();

        Assert.Empty(Each.Except(tested));
    }
}
