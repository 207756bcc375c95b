using System.Globalization;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Tests.Live;

/// <summary>QEMU and our machine give the same answers, but for known deviations.</summary>
public class LiveTests
{
    private const int RandomOperations = 60_000;
    private const int RandomOperationsWithProperties = 5_000;

    public static TheoryData<string, string> Machines => Qemus.Machines();

    public static TheoryData<string, string> ScalableMachines => Qemus.Machines(onlyScalable: true);

    public static TheoryData<string, string> MachinesWithProperties => Qemus.MachinesWithProperties();

    public static TheoryData<string> EachQemu => Qemus.Each();

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
    public void RandomPrograms(string path, string device) => CompareRandom(path, device, RandomOperations);

    [QemuTheory]
    [MemberData(nameof(MachinesWithProperties))]
    public void RandomProgramsWithProperties(string path, string device) => CompareRandom(path, device, RandomOperationsWithProperties);

    /// <summary>Registers beside each other written by one access, and halves of a register by one each.</summary>
    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void NeighboursAndHalves(string path, string device) => Compare(path, device, _ => [Scenarios.NeighboursAndHalves()]);

    /// <summary>Memory between 640 KiB and 1 MiB, and the firmware.</summary>
    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void LegacyMemory(string path, string device) => Compare(path, device, _ => [Scenarios.LegacyMemory()]);

    /// <summary>What software wrote last to the address port of PCI is there after a reset.</summary>
    [QemuTheory]
    [MemberData(nameof(Machines))]
    public void AddressPortOverAReset(string path, string device) =>
        Compare(path, device, _ => [Script.Parse(["outl 0xcf8 0x80001804", "reset", "inl 0xcf8"])]);

    /// <summary>Each known deviation of this release that no recording shows is shown by a script, those of other releases by none, and each script shows its own.</summary>
    [QemuTheory]
    [MemberData(nameof(EachQemu))]
    public void EachDeviationOccurs(string path)
    {
        var major = Qemus.MajorOf(path);
        var met = new HashSet<string>();
        var known = new HashSet<string>();
        foreach (var kind in Units.Kinds(major))
        {
            foreach (var property in Units.Properties(major, kind))
            {
                var special = DeviationScript.All.Where(one => (one.Kind, one.Property) == (kind, property)).ToList();
                if (special.Count == 0 && property != UnitProperty.None)
                    continue;
                using var qemu = new RealQemu(path, Units.Device(major, kind, property));
                using var differential = new Differential(qemu, qemu.Version, Units.Device(major, kind, property));
                known.UnionWith(DeviationScript.KnownOf(qemu.Version, Units.Kinds(major)));
                foreach (var scenario in property == UnitProperty.None ? Scenarios.All(differential.Capabilities) : [])
                    met.UnionWith(DeviationsOf(differential, scenario));
                foreach (var one in special)
                {
                    var shown = DeviationsOf(differential, one.Script);
                    Assert.Equal((one.Deviation, one.Kind, known.Contains(one.Deviation)), (one.Deviation, one.Kind, shown.Contains(one.Deviation)));
                    met.UnionWith(shown);
                }
            }
        }

        Assert.Empty(known.Intersect(NotRecorded.Names).Except(met));
        Assert.Empty(met.Except(known));
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

    private static void CompareRandom(string path, string device, int operations)
    {
        var run = VtdRun.Of("compare", "--qemu", path, "--device", device, "--random", operations.ToString(CultureInfo.InvariantCulture));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private static void Compare(string path, string device, Func<Differential, IEnumerable<Script>> scripts)
    {
        using var qemu = new RealQemu(path, device);
        using var differential = new Differential(qemu, qemu.Version, device);
        foreach (var script in scripts(differential))
            Explained(differential, script, withCauses: false);
    }

    private static HashSet<string> DeviationsOf(Differential differential, Script script) =>
        [.. Explained(differential, script, withCauses: true).Explained.Keys.Select(deviation => deviation.Name)];

    /// <summary>What came out of a script without differences that are not explained.</summary>
    private static ScriptVerdict Explained(Differential differential, Script script, bool withCauses)
    {
        var verdict = differential.Compare(script, withCauses);
        if (verdict.Unexplained.Count > 0)
            Assert.Fail(string.Join('\n', verdict.Unexplained.Take(10)) + "\n" + script);
        return verdict;
    }
}
