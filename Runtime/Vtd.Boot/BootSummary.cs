namespace Vtd.Boot;

/// <summary>The result of the run of a machine.</summary>
/// <param name="Ending">How the run ended.</param>
/// <param name="Failure">Why it failed, in one line; null if it did not.</param>
/// <param name="Resets">System resets after power-on.</param>
public sealed record BootSummary(BootEnding Ending, string? Failure, int Resets)
{
    /// <summary>What the unit has done.</summary>
    public UnitTotals Unit { get; init; } = new();
}
