using System.Globalization;
using Vtd.Architecture;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Scripts;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests.Live;

/// <summary>The scenarios of faults meet the faults that they are about; without a QEMU, by the unit as the architecture has it.</summary>
public class ScenarioTests
{
    private const string UpperRecord = "readl 0xfed9022c";

    private static readonly Version s_release = new(10, 0, 2);

    [Fact]
    public void LegacyMode() => Assert.Equal(
        [
            FaultReason.RootEntryNotPresent, FaultReason.ContextEntryNotPresent, FaultReason.ContextEntryInvalid, FaultReason.AddressBeyondWidth,
            FaultReason.WriteDenied, FaultReason.ReadDenied, FaultReason.SecondStageEntryFetch, FaultReason.RootEntryFetch,
            FaultReason.ContextEntryFetch, FaultReason.RootEntryReserved, FaultReason.ContextEntryReserved, FaultReason.SecondStageEntryReserved,
            FaultReason.OutputInInterruptRange, FaultReason.InterruptRequestInvalid,
        ],
        Reasons("", _ => Scenarios.LegacyFaults()));

    [Fact]
    public void SecondStageInScalableMode() => Assert.Equal(
        [
            FaultReason.TranslationTableModeInvalid, FaultReason.ScalableRootEntryFetch, FaultReason.ScalableRootEntryNotPresent,
            FaultReason.ScalableRootEntryReserved, FaultReason.ScalableContextEntryFetch, FaultReason.ScalableContextEntryNotPresent,
            FaultReason.ScalableContextEntryReserved, FaultReason.PasidDirectoryEntryFetch, FaultReason.PasidDirectoryEntryNotPresent,
            FaultReason.PasidDirectoryEntryReserved, FaultReason.PasidEntryFetch, FaultReason.PasidEntryNotPresent, FaultReason.PasidEntryReserved,
            FaultReason.PasidEntryInvalid, FaultReason.ScalableSecondStageEntryFetch, FaultReason.ScalableSecondStageDenied,
            FaultReason.ScalableSecondStageEntryReserved, FaultReason.ScalableSecondStageTableFetch, FaultReason.AddressBeyondHostWidth, FaultReason.ScalableAddressBeyondWidth,
            FaultReason.ScalableWriteDenied, FaultReason.ScalableReadDenied, FaultReason.ScalableOutputInInterruptRange,
        ],
        Reasons(",x-scalable-mode=on", Scenarios.ScalableFaults));

    [Fact]
    public void FirstStage() => Assert.Equal(
        [
            FaultReason.TranslationTableModeInvalid, FaultReason.ScalableRootEntryFetch, FaultReason.ScalableRootEntryNotPresent,
            FaultReason.ScalableRootEntryReserved, FaultReason.ScalableContextEntryFetch, FaultReason.ScalableContextEntryNotPresent,
            FaultReason.ScalableContextEntryReserved, FaultReason.PasidDirectoryEntryFetch, FaultReason.PasidDirectoryEntryNotPresent,
            FaultReason.PasidDirectoryEntryReserved, FaultReason.PasidEntryFetch, FaultReason.PasidEntryNotPresent, FaultReason.PasidEntryReserved,
            FaultReason.PasidEntryInvalid, FaultReason.FirstStageEntryFetch, FaultReason.FirstStageEntryNotPresent,
            FaultReason.FirstStageEntryReserved, FaultReason.FirstStageTableFetch, FaultReason.AddressNotCanonical, FaultReason.UserAccessDenied, FaultReason.AddressBeyondHostWidth,
            FaultReason.ScalableWriteDenied, FaultReason.ScalableOutputInInterruptRange,
        ],
        Reasons(",x-scalable-mode=on,x-flts=on", Scenarios.ScalableFaults));

    [Fact]
    public void Interrupts() => Assert.Equal(
        [
            FaultReason.InterruptRequestReserved, FaultReason.InterruptIndexTooLarge, FaultReason.InterruptEntryNotPresent,
            FaultReason.InterruptEntryFetch, FaultReason.InterruptEntryReserved, FaultReason.CompatibilityInterruptBlocked,
            FaultReason.InterruptSourceInvalid,
        ],
        Reasons("", _ => Scenarios.Interrupts()));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void QueueStops(bool isWide)
    {
        using var machine = new OwnMachine("intel-iommu,intremap=on,aw-bits=48,x-scalable-mode=on", s_release, UnitQuirks.None);
        var steps = Scenarios.QueueStops(isWide).Steps;
        var answers = steps.Zip(machine.Answer(steps)).Where(one => one.First.Text == "readq 0xfed900b0");
        Assert.Equal(
            [
                QueueErrorInfo.NotAvailable, QueueErrorInfo.InvalidTail, QueueErrorInfo.DescriptorFetch, QueueErrorInfo.InvalidType, QueueErrorInfo.ReservedField,
                isWide ? QueueErrorInfo.MisalignedTail : QueueErrorInfo.InvalidWidth, QueueErrorInfo.InvalidTranslationTableMode,
            ],
            answers.Select(one => new Iqercd(Number(one.Second)).IQEI).Distinct().Order());
    }

    private static IEnumerable<FaultReason> Reasons(string options, Func<Ecap, Script> scenario)
    {
        using var machine = new OwnMachine("intel-iommu,intremap=on,aw-bits=48" + options, s_release, UnitQuirks.None);
        var steps = scenario(new(machine.Unit.ReadRegister(Ecap.Offset, sizeof(ulong)))).Steps;
        var answers = machine.Answer(steps);
        return steps.Zip(answers)
            .Where(one => one.First.Text == UpperRecord)
            .Select(one => new Frcd(0, Number(one.Second) << 32))
            .Where(record => record.F)
            .Select(record => record.FR)
            .Distinct()
            .Order();
    }

    private static ulong Number(string answer) => ulong.Parse(answer["OK 0x".Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
