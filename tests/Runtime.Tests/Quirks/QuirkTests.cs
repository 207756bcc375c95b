using System.Reflection;

namespace Vtd.Runtime.Tests.Quirks;

public class QuirkTests
{
    private static readonly UnitQuirks[] Each = [.. Enum.GetValues<UnitQuirks>().Except([UnitQuirks.None, UnitQuirks.Qemu])];

    [Fact]
    public void Each_is_one_bit_and_those_of_older_releases_follow_Qemu()
    {
        Assert.All(Each, quirk => Assert.Equal(1, System.Numerics.BitOperations.PopCount((ulong)quirk)));
        Assert.True(Each.SkipWhile(quirk => UnitQuirks.Qemu.HasFlag(quirk)).All(quirk => quirk > UnitQuirks.Qemu));
        Assert.Equal(Each.Length, Enum.GetNames<UnitQuirks>().Length - 2);
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
