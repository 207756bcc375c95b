namespace Vtd.Package.Tests;

/// <summary>A test that builds projects of consumers, which takes long; skipped without full effort. A first consumer and a broken one are always built.</summary>
public class ConsumerFactAttribute : FactAttribute
{
    /// <summary>Why such tests are skipped; null with full effort.</summary>
    public static string? Reason { get; } = Effort.IsFull ? null : "Takes long: VTD_TEST_EFFORT=full runs it, as .ci/run does.";

    public ConsumerFactAttribute() => Skip = Reason;
}
