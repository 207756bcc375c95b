namespace Vtd.Boot.Tests;

/// <summary>Unmodified kernels take our unit for a real one: their driver accepts it, maps through it and says nothing bad about it.</summary>
public sealed class KernelTests
{
    public static TheoryData<string> All => Kernels.Each();

    [KernelTheory]
    [MemberData(nameof(All))]
    public void The_driver_accepts_a_unit_in_legacy_mode(string kernel) => Boot(kernel, new() { Kernel = "", Processors = 2 }, "Translated");

    [KernelTheory]
    [MemberData(nameof(All))]
    public void The_driver_accepts_a_unit_in_scalable_mode_that_passes_requests_through(string kernel)
    {
        var unit = Boot(kernel, new() { Kernel = "", Append = "iommu=pt", Scalable = true }, "Passthrough");
        Assert.Contains("PasidCacheInvalidate", unit.Descriptors);
    }

    private static UnitTotals Boot(string kernel, BootOptions options, string domains)
    {
        var (summary, console) = Guest.Run(options with { Append = $"quiet {options.Append}" }, kernel, Guest.Report + "; echo processors $(nproc)");

        Assert.Contains($"Default domain type: {domains}", console, StringComparison.Ordinal);
        Assert.Contains($"processors {options.Processors}\n", console, StringComparison.Ordinal);
        Assert.Equal(0, summary.Resets);
        Guest.IsGood(summary, console);
        return summary.Unit;
    }
}
