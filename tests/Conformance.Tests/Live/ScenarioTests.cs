using System.Globalization;
using Vtd.Runtime;
using Vtd.Runtime.Architecture;
using Vtd.Tool.Compare;

namespace Conformance.Tests.Live;

/// <summary>The scenarios of faults meet the faults that they are about; without a QEMU, by the unit as the architecture has it.</summary>
public class ScenarioTests
{
    private const string UpperRecord = "readl 0xfed9022c";

    private static readonly Version s_release = new(10, 0, 2);

    [Fact]
    public void LegacyMode() => Assert.Equal(
        [
            FaultReason.RootEntryNotPresent, FaultReason.ContextEntryNotPresent, FaultReason.ContextEntryInvalid, FaultReason.AddressBeyondWidth,
            FaultReason.WriteDenied, FaultReason.ReadDenied, FaultReason.SecondStageEntryFetch, FaultReason.ContextEntryFetch,
            FaultReason.RootEntryReserved, FaultReason.ContextEntryReserved, FaultReason.SecondStageEntryReserved,
            FaultReason.InterruptRequestInvalid,
        ],
        Reasons("", _ => Scenarios.LegacyFaults()));

    [Fact]
    public void SecondStageInScalableMode() => Assert.Equal(
        [
            FaultReason.ScalableRootEntryNotPresent, FaultReason.ScalableContextEntryFetch, FaultReason.ScalableContextEntryNotPresent,
            FaultReason.ScalableContextEntryReserved, FaultReason.PasidDirectoryEntryFetch, FaultReason.PasidDirectoryEntryNotPresent,
            FaultReason.PasidEntryFetch, FaultReason.PasidEntryNotPresent, FaultReason.PasidEntryInvalid, FaultReason.ScalableSecondStageEntryFetch,
            FaultReason.ScalableSecondStageDenied, FaultReason.ScalableSecondStageEntryReserved, FaultReason.ScalableSecondStageTableFetch,
            FaultReason.ScalableAddressBeyondWidth, FaultReason.ScalableWriteDenied, FaultReason.ScalableReadDenied,
        ],
        Reasons(",x-scalable-mode=on", Scenarios.ScalableFaults));

    [Fact]
    public void FirstStage() => Assert.Equal(
        [
            FaultReason.ScalableRootEntryNotPresent, FaultReason.ScalableContextEntryFetch, FaultReason.ScalableContextEntryNotPresent,
            FaultReason.ScalableContextEntryReserved, FaultReason.PasidDirectoryEntryFetch, FaultReason.PasidDirectoryEntryNotPresent,
            FaultReason.PasidEntryFetch, FaultReason.PasidEntryNotPresent, FaultReason.PasidEntryInvalid, FaultReason.FirstStageEntryFetch,
            FaultReason.FirstStageEntryNotPresent, FaultReason.FirstStageEntryReserved, FaultReason.FirstStageTableFetch,
            FaultReason.AddressNotCanonical, FaultReason.ScalableWriteDenied,
        ],
        Reasons(",x-scalable-mode=on,x-flts=on", Scenarios.ScalableFaults));

    private static IEnumerable<FaultReason> Reasons(string options, Func<Ecap, Script> scenario)
    {
        using var machine = new OwnMachine("intel-iommu,intremap=on,aw-bits=48" + options, s_release, UnitQuirks.None);
        var steps = scenario(new(machine.Unit.ReadRegister(Ecap.Offset, sizeof(ulong)))).Steps;
        var answers = machine.Answer(steps);
        return steps.Zip(answers)
            .Where(one => one.First.Text == UpperRecord)
            .Select(one => new Frcd(0, ulong.Parse(one.Second["OK 0x".Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) << 32))
            .Where(record => record.F)
            .Select(record => record.FR)
            .Distinct()
            .Order();
    }
}
