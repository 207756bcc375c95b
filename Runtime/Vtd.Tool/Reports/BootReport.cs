using System.Globalization;
using Vtd.Boot;

namespace Vtd.Tool.Reports;

/// <summary>Writes the summary of a boot, behind the console of the guest.</summary>
/// <param name="output">Takes the lines.</param>
internal sealed class BootReport(TextWriter output)
{
    private const int NameWidth = 14;

    public void Write(BootSummary summary)
    {
        var unit = summary.Unit;
        output.WriteLine();
        Write("descriptors", Counts(unit.Descriptors));
        Write("translations", string.Create(CultureInfo.InvariantCulture, $"{unit.TranslationHits + unit.TranslationMisses}, of which the IOTLB answered {unit.TranslationHits}"));
        Write("interrupts", string.Create(CultureInfo.InvariantCulture, $"{unit.InterruptHits + unit.InterruptMisses}, of which the interrupt entry cache answered {unit.InterruptHits}"));
        Write("faults", Counts(unit.Faults));
        Write("queue errors", unit.QueueErrors.ToString(CultureInfo.InvariantCulture));
        Write("resets", summary.Resets.ToString(CultureInfo.InvariantCulture));
        Write("ended", summary.Ending switch
        {
            BootEnding.PoweredOff => "the guest switched the machine off",
            BootEnding.Stopped => "the machine was stopped",
            _ => summary.Failure!,
        });
    }

    private void Write(string name, string value) => output.WriteLine(name.PadRight(NameWidth) + value);

    private static string Counts(IReadOnlyDictionary<string, long> counts) => counts.Count == 0
        ? "0"
        : string.Join(", ", counts.Select(static count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));
}
