using System.Globalization;
using System.Text.RegularExpressions;

namespace Vtd.Boot.Tests;

/// <summary>Unmodified kernels use the unit's interrupt remapping: for the interrupts of the I/O APIC, which is ours, before and after a system reset.</summary>
public sealed class InterruptRemappingTests
{
    public static TheoryData<string> All => Kernels.Each();

    /// <summary>The timer and the serial line are edge-triggered. ACPI is level-triggered; its timer, when it is enabled, is due every 2.3
    /// seconds, and interrupts again only if the end of the first interrupt has come.</summary>
    [GuestProgramTheory]
    [MemberData(nameof(All))]
    public void Interrupts_of_pins_are_remapped_before_and_after_a_reset(string kernel)
    {
        var (summary, console) = Guest.Run(new() { Kernel = "", Append = "quiet", InterruptRemapping = true, Processors = 2 }, kernel, $$"""
            {{Guest.Report}}
            until [ $(awk '/acpi$/ { print $2 + $3 }' /proc/interrupts) -ge 2 ]; do acpi-timer; usleep 100000; done
            cat /proc/interrupts
            [ $(date +%Y) -ge 2040 ] && poweroff -f
            date -s 2045-01-01 && hwclock -w -u && reboot -f
            """, ("bin/acpi-timer", GuestProgram.AcpiTimer));

        Assert.Equal(2, Regex.Count(console, "DMAR-IR: Enabled IRQ remapping in xapic mode"));
        AssertRemapped(console, "2-edge +timer");
        AssertRemapped(console, "4-edge +ttyS0");
        AssertRemapped(console, "9-fasteoi +acpi");
        Assert.InRange(summary.Resets, 1, 9);
        Guest.IsGood(summary, console);
        Assert.Contains("InterruptEntryCacheInvalidate", summary.Unit.Descriptors);
        Assert.InRange(summary.Unit.InterruptHits + summary.Unit.InterruptMisses, 1, long.MaxValue);
    }

    /// <summary>Each boot lists the interrupt, with how often it came to each of two processors.</summary>
    private static void AssertRemapped(string console, string source)
    {
        var found = Regex.Matches(console, $@"(?m)^ *\d+: +(\d+) +(\d+) +IR-IO-APIC +{source}$");
        Assert.Equal(2, found.Count);
        Assert.All(found, static line => Assert.NotEqual(0, CountOf(line, 1) + CountOf(line, 2)));
    }

    private static int CountOf(Match line, int group) => int.Parse(line.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
}
