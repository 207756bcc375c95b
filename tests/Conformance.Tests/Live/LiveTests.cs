using System.Globalization;
using Vtd.Tool.Compare;

namespace Conformance.Tests.Live;

/// <summary>QEMU and our machine give the same answers, but for known deviations.</summary>
public class LiveTests
{
    private const int RandomOperations = 60_000;

    public static TheoryData<string, string> Machines => Qemus.Machines();

    public static TheoryData<string, string> ScalableMachines => Qemus.Machines(onlyScalable: true);

    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void Registers(string path, string device) => Compare(path, device, _ => [Scenarios.Registers()]);

    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void DescriptorsWithEachBit(string path, string device) =>
        Compare(path, device, differential => Scenarios.Descriptors(differential.Capabilities.ECAP.SMTS));

    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void QueueErrorsAndRestart(string path, string device) =>
        Compare(path, device, differential =>
        [
            Scenarios.QueueErrors(isWide: false), Scenarios.QueueErrors(differential.Capabilities.ECAP.SMTS),
            Scenarios.QueueStops(isWide: false), Scenarios.QueueStops(differential.Capabilities.ECAP.SMTS),
        ]);

    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void FaultsAndOverflow(string path, string device) => Compare(path, device, _ => [Scenarios.LegacyFaults()]);

    [QemuTheory]
    [MemberData(nameof(ScalableMachines))]
    public void FaultsInScalableMode(string path, string device) =>
        Compare(path, device, differential => [Scenarios.ScalableFaults(differential.Capabilities.ECAP)]);

    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void InterruptRemapping(string path, string device) => Compare(path, device, _ => [Scenarios.Interrupts()]);

    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void RegisterBasedInvalidation(string path, string device) =>
        Compare(path, device, differential => [Scenarios.RegisterInvalidation(differential.Capabilities.CAP, differential.Capabilities.ECAP)]);

    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void ResetsWithEverythingInFlight(string path, string device) => Compare(path, device, differential =>
        from isScalable in (bool[])[false, true]
        where !isScalable || differential.Capabilities.ECAP.SMTS
        from one in ResetScenario.All(differential.Capabilities.ECAP, isScalable)
        select one.Script);

    /// <summary>A fixed share of the programs that a night has.</summary>
    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void RandomPrograms(string path, string device)
    {
        var run = VtdRun.Of("compare", "--qemu", path, "--device", device, "--random", RandomOperations.ToString(CultureInfo.InvariantCulture));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    /// <summary>Our machine has no interrupt controller of the old kind, so the two answer otherwise.</summary>
    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void ADifferenceIsSeen(string path, string device)
    {
        using var qemu = new RealQemu(path, device);
        using var differential = new Differential(qemu, qemu.Version, device);

        var verdict = differential.Compare(Script.Parse(["readl 0xfed90000", "inb 0x20"]), withCauses: false);

        Assert.Equal("inb 0x20", Assert.Single(verdict.Unexplained).Text);
    }

    private static void Compare(string path, string device, Func<Differential, IEnumerable<Script>> scripts)
    {
        using var qemu = new RealQemu(path, device);
        using var differential = new Differential(qemu, qemu.Version, device);
        foreach (var script in scripts(differential))
        {
            var unexplained = differential.Compare(script, withCauses: false).Unexplained;
            Assert.True(unexplained.Count == 0, string.Join('\n', unexplained.Take(10)) + "\n" + (unexplained.Count > 0 ? script.ToString() : ""));
        }
    }
}
