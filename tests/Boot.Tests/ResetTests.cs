namespace Vtd.Boot.Tests;

/// <summary>A system reset gives the guest a unit as after power-on.</summary>
public sealed class ResetTests
{
    public static TheoryData<string> All => Kernels.Each();

    /// <summary>The clock of the machine, which a reset leaves alone, tells the second boot from the first.</summary>
    [KernelTheory]
    [MemberData(nameof(All))]
    public void The_second_boot_after_a_system_reset_works_as_the_first(string kernel)
    {
        var (summary, console) = Guest.Run(new() { Kernel = "", Append = "quiet" }, kernel, $"""
            {Guest.Report}
            [ $(date +%Y) -ge 2040 ] && poweroff -f
            date -s 2045-01-01 && hwclock -w -u && reboot -f
            """);

        Assert.InRange(summary.Resets, 1, 9); // firmware resets the machine once more
        Assert.Equal(2, console.Split("DMAR: dmar0: Using Queued invalidation").Length - 1);
        Guest.IsGood(summary, console);
    }
}
