using Vtd.Analyzers.Contract;
using Vtd.Spec.Model;

namespace Vtd.Analyzers.Tests.Use;

public sealed class LaneTests
{
    private static readonly string[] s_acting =
    [
        "oneshot", "r0w0c", "r0w0s", "r0w0t", "r0w1c", "r0w1s", "r0w1t", "rcw0s", "rcw1s", "rsw0c", "rsw1c", "rw0c", "rw0s", "rw0t", "rw1c", "rw1cs", "rw1s", "rw1t",
    ];

    [Fact]
    public void Bits_act_if_one_written_value_does_something_and_the_other_nothing() => Assert.Equal(
        s_acting,
        Access.All.Where(static access => new Lane("Value", 0, 0, 0, 0, 0).With(access, 1).Acting == 1).Select(static access => access.Name).Order(StringComparer.Ordinal));
}
