namespace Vtd.Boot;

/// <summary>The result of the run of a machine.</summary>
/// <param name="Ending">The ending of the run.</param>
/// <param name="Failure">Why it failed, in one line; null if it did not.</param>
/// <param name="Resets">System resets after power-on.</param>
public sealed record BootSummary(BootEnding Ending, string? Failure, int Resets)
{
    /// <summary>The totals of the unit.</summary>
    public UnitTotals Unit { get; init; } = new();
}
