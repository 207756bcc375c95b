using System.Reflection;

namespace Vtd.Runtime.Tests.Quirks;

public class QuirkTests
{
    private static readonly UnitQuirks[] Each = [.. Enum.GetValues<UnitQuirks>().Except([UnitQuirks.None])];

    [Fact]
    public void Each_is_one_bit()
    {
        Assert.All(Each, quirk => Assert.Equal(1, System.Numerics.BitOperations.PopCount((ulong)quirk)));
        Assert.Equal(Each.Length, Enum.GetNames<UnitQuirks>().Length - 1);
    }

    [Fact]
    public void Each_is_one_of_a_release_of_QEMU()
    {
        Version[] releases = [new(7, 2), new(10, 0, 2), new(10, 2, 2), new(11, 1, 3)];

        Assert.All(Each, quirk => Assert.Contains(releases, release => QemuQuirks.Of(release).HasFlag(quirk)));
    }

    [Theory]
    [InlineData(UnitQuirks.OldDescriptors, "7.2", "9.2")]
    [InlineData(UnitQuirks.FenceAloneRefused, "7.2", "10.1")]
    [InlineData(UnitQuirks.RidPasidShown, "7.2", "10.2.2")]
    [InlineData(UnitQuirks.RidPasidIgnored, "11.0", "12.0")]
    [InlineData(UnitQuirks.PagesPerSource, "7.2", "12.0")]
    public void A_release_has_the_quirks_from_one_release_to_another(UnitQuirks quirk, string first, string last)
    {
        string[] releases = ["7.2", "9.2", "10.0", "10.1", "10.2.2", "11.0", "11.1.3", "12.0"];

        Assert.Equal(
            releases.SkipWhile(release => release != first).TakeWhile(release => new Version(release) <= new Version(last)),
            releases.Where(release => QemuQuirks.Of(new(release)).HasFlag(quirk)));
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
