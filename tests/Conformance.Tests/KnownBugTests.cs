using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Scripts;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Tests;

/// <summary>Each known bug explains its situation, and nothing that only looks like it.</summary>
public class KnownBugTests
{
    private const int FaultRecords = 0x220;

    private static readonly Cap Cap = new Cap(0) with { FRO = FaultRecords / 16, MGAW = GuestAddressWidth.Bits48 };
    private static readonly Ecap Able = new Ecap(0) with { SMTS = true, IR = true, EIM = true, DT = true };

    private static readonly Frcd Record = new Frcd(0, 0) with { F = true, FR = FaultReason.WriteDenied, SID = 0x0108 };

    private static readonly Listener Device = new(0x0108, null);
    private static readonly SystemReset Reset = new(2);
    private static readonly RegisterWrite Switch = new(Gcmd.Offset, 4, 0);
    private static readonly RegisterWrite Tail = new(Iqt.Offset, 8, 0);

    /// <summary>The bugs that explain a difference.</summary>
    private static string[] Explaining(Difference difference) =>
        [.. from bug in KnownDeviations.BugsOf(KnownDeviations.Recorded) where bug.Explains(difference) select bug.Name];

    private static string[] Explaining(int offset, int size, ulong recorded, ulong actual, Ecap? ecap = null, SoftwareWrites? written = null)
    {
        var capabilities = With(ecap ?? Able);
        var name = new RegisterText(capabilities.CAP.Value, capabilities.ECAP.Value).NameAt(offset);
        return Explaining(new RegisterDifference(new RegisterRead(offset, size, recorded), actual, name, capabilities, written ?? new()));
    }

    private static VtdCapabilities With(Ecap extended) => new() { VER = new(0x10), CAP = Cap, ECAP = extended };

    private static SoftwareWrites Written(params (int Offset, int Size, ulong Value)[] writes)
    {
        var written = new SoftwareWrites();
        foreach (var (offset, size, value) in writes)
            written.Write(offset, size, value);
        return written;
    }

    [Fact]
    public void NoPasidInRecord()
    {
        var recorded = Record with { PV = 0xFFFF };
        Assert.Equal([nameof(NoPasidInRecord)], Explaining(FaultRecords + 8, 8, recorded.Qword1, Record.Qword1));

        Assert.Empty(Explaining(FaultRecords + 8, 8, (recorded with { PP = true }).Qword1, (Record with { PP = true }).Qword1));
        Assert.Empty(Explaining(FaultRecords + 8, 8, (recorded with { PV = 0xFFFE }).Qword1, Record.Qword1));
        Assert.Empty(Explaining(FaultRecords + 8, 8, (recorded with { PV = 0xFFFFF }).Qword1, Record.Qword1));
        Assert.Empty(Explaining(FaultRecords + 8, 8, (recorded with { SID = 0x0109 }).Qword1, Record.Qword1));
        Assert.Empty(Explaining(FaultRecords + 8, 8, Record.Qword1, recorded.Qword1));
        Assert.Empty(Explaining(FaultRecords, 8, recorded.Qword1, Record.Qword1));
        Assert.Empty(Explaining(Ccmd.Offset, 8, recorded.Qword1, Record.Qword1));
    }

    [Fact]
    public void NoPasidInTheUpperHalfOfARecord()
    {
        var recorded = (Record with { PV = 0xFFFF }).Qword1;
        Assert.Equal([nameof(NoPasidInRecord)], Explaining(FaultRecords + 12, 4, recorded >> 32, Record.Qword1 >> 32));

        Assert.Empty(Explaining(FaultRecords + 12, 4, recorded >> 32, (Record with { F = false }).Qword1 >> 32));
        Assert.Empty(Explaining(FaultRecords + 4, 4, recorded >> 32, Record.Qword1 >> 32));
    }

    [Fact]
    public void CopiedMessagesAreNobodys()
    {
        var own = Record with { FR = FaultReason.InterruptEntryNotPresent, SID = 0x18 };
        var recorded = own with { SID = 0xFFFF };
        Assert.Equal([nameof(CopiedMessagesAreNobodys)], Explaining(FaultRecords + 8, 8, recorded.Qword1, own.Qword1));
        Assert.Equal([nameof(CopiedMessagesAreNobodys)], Explaining(FaultRecords + 8, 4, (uint)recorded.Qword1, (uint)own.Qword1));

        Assert.Empty(Explaining(FaultRecords + 8, 8, own.Qword1, recorded.Qword1));
        Assert.Empty(Explaining(FaultRecords + 8, 8, (recorded with { SID = 0x20 }).Qword1, own.Qword1));
        Assert.Empty(Explaining(FaultRecords + 8, 8, (recorded with { FR = FaultReason.WriteDenied }).Qword1, (own with { FR = FaultReason.WriteDenied }).Qword1));
        Assert.Empty(Explaining(FaultRecords + 8, 8, (recorded with { F = false }).Qword1, own.Qword1));
        Assert.Empty(Explaining(FaultRecords + 8, 4, 0x1FFFF, 0x18));
        Assert.Empty(Explaining(FaultRecords, 8, recorded.Qword1, own.Qword1));
    }

    [Fact]
    public void QueueWidthNotShown()
    {
        var written = new Iqa(0) with { IQA = 0x1000, DW = DescriptorWidth.Bits256 };
        var read = new RegisterRead(Iqa.Offset, 8, (written with { DW = DescriptorWidth.Bits128 }).Value);
        var difference = new RegisterDifference(read, written.Value, nameof(Iqa), new VtdCapabilities { VER = new(0x10), CAP = Cap, ECAP = Able }, new());
        var bug = KnownDeviations.BugsOf(new(7, 2)).Single(bug => bug.Name == nameof(QueueWidthNotShown));
        Assert.True(bug.Explains(difference));

        Assert.False(bug.Explains(difference with { Actual = (written with { QS = 1 }).Value }));
        Assert.False(bug.Explains(difference with { Recorded = read with { Value = written.Value }, Actual = read.Value }));
        Assert.DoesNotContain(bug, KnownDeviations.BugsOf(KnownDeviations.Recorded));
    }

    [Fact]
    public void WideEventData()
    {
        Assert.Equal([nameof(WideEventData)], Explaining(Iedata.Offset, 4, 0xABCD_1234, 0x1234));

        Assert.Empty(Explaining(Iedata.Offset, 4, 0xABCD_1234, 0x1235));
        Assert.Empty(Explaining(Iedata.Offset, 4, 0x1234, 0xABCD_1234));
        Assert.Empty(Explaining(Fedata.Offset, 4, 0xABCD_1234, 0x1234));
    }

    [Fact]
    public void NoErrorRecord()
    {
        var reason = (new Iqercd(0) with { IQEI = QueueErrorInfo.InvalidType }).Value;
        Assert.Equal([nameof(NoErrorRecord)], Explaining(Iqercd.Offset, 8, 0, reason));

        Assert.Equal([nameof(NoErrorRecord)], Explaining(Iqercd.Offset, 4, 0, reason));

        Assert.Empty(Explaining(Iqercd.Offset, 8, reason, 0));
        Assert.Empty(Explaining(Iqercd.Offset, 8, 0, (ulong)QueueErrorInfo.InvalidTranslationTableMode + 1));
        Assert.Empty(Explaining(Iqercd.Offset + 4, 4, 0, reason));
        Assert.Empty(Explaining(Iqercd.Offset, 8, 0, reason | Iqercd.Masks.ITESID));
        Assert.Empty(Explaining(Iqa.Offset, 8, 0, reason));
    }

    [Theory]
    [InlineData("EndsAtWideWrites", "writeq 0xfed90038 0x0", "vtd_mem_write: Assertion `size == 4' failed.")]
    [InlineData("EndsAtStatusWithEvent", "writeq 0xfed90088 0x10", "vtd_process_wait_desc: Assertion `!(inv_desc->lo & VTD_INV_DESC_WAIT_IF)' failed.")]
    [InlineData("EndsAtTooManyLevels", "await readq 0xe1800098 0x1 0x0", "hw/i386/intel_iommu.c:1150: vtd_slpte_nonzero_rsvd: Assertion `level < VTD_SPTE_RSVD_LEN' failed.")]
    [InlineData("EndsAtTooManyLevels", "writeq 0xe1800098 0x1", "hw/i386/intel_iommu.c:1124: vtd_sspte_nonzero_rsvd: Assertion `level < VTD_SPTE_RSVD_LEN' failed.")]
    [InlineData("EndsAtTooManyLevels", "await readq 0xe1800098 0x1 0x0", "hw/i386/intel_iommu.c:1934: vtd_flpte_nonzero_rsvd: Assertion `level < VTD_FPTE_RSVD_LEN' failed.")]
    public void Ends(string bug, string step, string complaint)
    {
        Assert.Equal([bug], Explaining(new EndDifference(1, Step.Parse(step).Text, complaint)));

        Assert.Empty(Explaining(new EndDifference(1, Step.Parse(step).Text, "another Assertion failed.")));
    }

    [Fact]
    public void QueueAddressShowsUse()
    {
        var asWritten = new Iqa(0) with { IQA = 0x12_3456_7000, DW = DescriptorWidth.Bits256, QS = 3 };
        var used = asWritten with { IQA = 0x1000 };
        var on = (Gcmd.Offset, 4, (ulong)Gcmd.Masks.QIE);
        var written = Written((Iqa.Offset, 8, used.Value), on, (Iqa.Offset, 4, (uint)asWritten.Value), (Iqa.Offset + 4, 4, asWritten.Value >> 32));
        Assert.Equal([nameof(QueueAddressShowsUse)], Explaining(Iqa.Offset, 8, used.Value, asWritten.Value, written: written));
        Assert.Equal([nameof(QueueAddressShowsUse)], Explaining(Iqa.Offset, 4, (uint)used.Value, (uint)asWritten.Value, written: written));
        Assert.Equal([nameof(QueueAddressShowsUse)], Explaining(Iqa.Offset + 4, 4, used.Value >> 32, asWritten.Value >> 32, written: written));

        Assert.Empty(Explaining(Iqa.Offset, 8, (used with { QS = 2 }).Value, asWritten.Value, written: written));
        Assert.Empty(Explaining(Iqa.Offset, 8, (used with { DW = DescriptorWidth.Bits128 }).Value, asWritten.Value, written: written));
        Assert.Empty(Explaining(Irta.Offset, 8, used.Value, asWritten.Value, written: written));
        // The queue was never on with that address, or ours is not the one that was written.
        Assert.Empty(Explaining(Iqa.Offset, 8, (used with { IQA = 0x2000 }).Value, asWritten.Value, written: written));
        Assert.Empty(Explaining(Iqa.Offset, 8, used.Value, (asWritten with { IQA = 0x2000 }).Value, written: written));
        Assert.Empty(Explaining(Iqa.Offset, 8, used.Value, asWritten.Value, written: Written((Iqa.Offset, 8, used.Value), (Iqa.Offset, 8, asWritten.Value))));
        written.Reset();
        Assert.Empty(Explaining(Iqa.Offset, 8, used.Value, asWritten.Value, written: written));
    }

    [Theory]
    [InlineData(nameof(Rtaddr))]
    [InlineData(nameof(Iqa))]
    [InlineData(nameof(Irta))]
    [InlineData(nameof(Peuaddr))]
    [InlineData(nameof(Gsts))]
    public void ModesWithoutCapability(string register)
    {
        var (offset, size, bits, other, unable) = register switch
        {
            nameof(Rtaddr) => (Rtaddr.Offset, 8, Rtaddr.Masks.TTM, 1UL << 12, Able with { SMTS = false }),
            nameof(Iqa) => (Iqa.Offset, 8, Iqa.Masks.DW, Iqa.Masks.QS, Able with { SMTS = false }),
            nameof(Irta) => (Irta.Offset, 8, Irta.Masks.EIME, Irta.Masks.S, Able with { EIM = false }),
            nameof(Peuaddr) => (Peuaddr.Offset, 4, Peuaddr.Masks.MUA, (ulong)uint.MaxValue + 1, Able with { EIM = false }),
            _ => (Gsts.Offset, 4, Gsts.Masks.IRTPS, (ulong)Gsts.Masks.IRES, Able with { IR = false, EIM = false }),
        };
        var written = register == nameof(Gsts) ? Written((Gcmd.Offset, 4, Gcmd.Masks.SIRTP)) : Written((offset, size, bits));
        Assert.Equal([nameof(ModesWithoutCapability)], Explaining(offset, size, bits, 0, unable, written));

        Assert.Empty(Explaining(offset, size, bits, 0, written: written));
        Assert.Empty(Explaining(offset, size, bits | other, 0, unable, written));
        Assert.Empty(Explaining(Fsts.Offset, size, bits, 0, unable, written));
        // Nothing of it was written, or ours shows it.
        Assert.Empty(Explaining(offset, size, bits, 0, unable));
        Assert.Empty(Explaining(offset, size, 0, bits, unable, written));
    }

    /// <summary>A write of eight bytes that are not aligned is two of four bytes.</summary>
    [Fact]
    public void ModesWithoutCapabilityOfHalves()
    {
        var mode = Written((Iqa.Offset - 4, 8, Iqa.Masks.DW << 32));
        Assert.Equal([nameof(ModesWithoutCapability)], Explaining(Iqa.Offset, 4, Iqa.Masks.DW, 0, Able with { SMTS = false }, mode));
        Assert.Equal(
            [nameof(ModesWithoutCapability)],
            Explaining(Gsts.Offset, 4, Gsts.Masks.IRTPS, 0, Able with { IR = false, EIM = false }, Written((Gcmd.Offset - 4, 8, (ulong)Gcmd.Masks.SIRTP << 32))));

        // A write at an odd place is refused, and changes nothing.
        var refused = Written((Iqa.Offset, 8, Iqa.Masks.DW), (Iqa.Offset + 1, 4, 0));
        Assert.Equal([nameof(ModesWithoutCapability)], Explaining(Iqa.Offset, 4, Iqa.Masks.DW, 0, Able with { SMTS = false }, refused));

        // The lower half is of the register before.
        Assert.Empty(Explaining(Iqa.Offset, 4, Iqa.Masks.DW, 0, Able with { SMTS = false }, Written((Iqa.Offset - 4, 8, Iqa.Masks.DW))));
        Assert.Empty(Explaining(Gsts.Offset, 4, Gsts.Masks.IRTPS, 0, Able with { IR = false, EIM = false }, Written((Gcmd.Offset - 4, 8, Gcmd.Masks.SIRTP))));
    }

    [Fact]
    public void ExtendedDestinationsWithoutCapability()
    {
        var request = new InterruptRequested(0x0108, 0xFEE0_0010, 0);
        var recorded = new InterruptDelivered(0x300_0000_0000 | 0xFEE0_3000, 0x4031);
        var actual = new InterruptResult(InterruptOutcome.Remapped, 0xFEE0_3000, 0x4031, 0);
        var wanted = new RemappedInterruptDifference(request, recorded, recorded, actual, WantsExtended: true);
        Assert.Equal([nameof(ExtendedDestinationsWithoutCapability)], Explaining(wanted));

        Assert.Equal(
            [nameof(ExtendedDestinationsWithoutCapability)],
            Explaining(wanted with { Actual = new(InterruptOutcome.Blocked, 0, 0, FaultReason.InterruptEntryReserved) }));

        Assert.Empty(Explaining(wanted with { WantsExtended = false }));
        Assert.Empty(Explaining(wanted with { Recorded = null }));
        Assert.Empty(Explaining(wanted with { Actual = actual with { Data = 0x4032 } }));
        Assert.Empty(Explaining(wanted with { Actual = actual with { Address = 0xFEE0_3008 } }));
        Assert.Empty(Explaining(wanted with { Actual = new(InterruptOutcome.Blocked, 0, 0, FaultReason.InterruptSourceInvalid) }));
        Assert.Empty(Explaining(new FaultDifference(request, null, null)));
    }

    private static NotificationDifference Told(TriggerEvent trigger, Listener whom, Notice? recorded, Notice? actual) => new(
        trigger,
        whom,
        recorded is null ? null : new(whom, recorded),
        actual,
        WasToldAtSwitch: false,
        IsMapped: false,
        With(Able),
        Written: new(),
        [],
        EntriesChange.Other);

    private static NotificationDifference Asking(InvalidationQueueType type, Notice? recorded, Notice? actual) =>
        Asking(DescriptorOf(type), recorded, actual);

    private static NotificationDifference Asking(byte[] descriptor, Notice? recorded, Notice? actual, Listener? whom = null) =>
        Told(Tail, whom ?? Device, recorded, actual) with { Asked = [descriptor] };

    private static byte[] Pages(IotlbGranularity granularity, ulong address, byte mask)
    {
        var bytes = new byte[IotlbInvalidateDescriptor.SizeInBytes];
        new IotlbInvalidateDescriptor { G = granularity, ADDR = address, AM = mask }.CopyTo(bytes);
        return bytes;
    }

    /// <summary>A global invalidation.</summary>
    private static byte[] DescriptorOf(InvalidationQueueType type)
    {
        var bytes = new byte[PageGroupResponseDescriptor.SizeInBytes];
        switch (type)
        {
            case InvalidationQueueType.ContextCacheInvalidate:
                new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }.CopyTo(bytes);
                break;
            case InvalidationQueueType.PasidCacheInvalidate:
                new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }.CopyTo(bytes);
                break;
            case InvalidationQueueType.IotlbInvalidate:
                new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }.CopyTo(bytes);
                break;
            default:
                new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid }.CopyTo(bytes);
                break;
        }

        return bytes;
    }

    [Fact]
    public void NoInterruptNoticeOfSwitches()
    {
        var all = Notice.AllInterrupts;
        foreach (var trigger in new TriggerEvent[] { Reset, Switch })
        {
            var told = Told(trigger, Listener.OfInterrupts, null, all) with { Written = Written((Gcmd.Offset, 4, Gcmd.Masks.IRE)) };
            Assert.Equal([nameof(NoInterruptNoticeOfSwitches)], Explaining(told));
            Assert.Empty(Explaining(told with { Recorded = new(Listener.OfInterrupts, all), Actual = null }));
            Assert.Empty(Explaining(told with { Whom = Device }));
            Assert.Empty(Explaining(told with { Actual = Notice.Interrupts(0, 1 << 15) }));
            Assert.Empty(Explaining(told with { Trigger = Tail }));
        }
    }

    [Theory]
    [InlineData(true, 0, Gcmd.Masks.IRE)]
    [InlineData(true, Gcmd.Masks.IRE, 0)]
    [InlineData(true, Gcmd.Masks.IRE, Gcmd.Masks.IRE | Gcmd.Masks.CFI)]
    [InlineData(false, Gcmd.Masks.IRE, Gcmd.Masks.IRE)]
    [InlineData(false, Gcmd.Masks.IRE, Gcmd.Masks.IRE | Gcmd.Masks.TE)]
    [InlineData(false, 0, Gcmd.Masks.SIRTP)]
    public void NoInterruptNoticeOfSwitchesAlone(bool isExplained, uint before, uint after)
    {
        var written = Written((Gcmd.Offset, 4, before), (Irta.Offset, 8, 0), (Gcmd.Offset, 4, after));
        var told = Told(Switch, Listener.OfInterrupts, null, Notice.AllInterrupts) with { Written = written };
        Assert.Equal(isExplained ? [nameof(NoInterruptNoticeOfSwitches)] : [], Explaining(told));
        written.Reset();
        Assert.Empty(Explaining(told));
    }

    [Fact]
    public void NoMappingsAtSwitch()
    {
        var mapping = Notice.Mapped(0x5000, 0x1000, 0x9000, canRead: true, canWrite: true);
        Assert.Equal([nameof(NoMappingsAtSwitch)], Explaining(Told(Switch, Device, null, mapping) with { IsMapped = true }));
        Assert.Equal([nameof(NoMappingsAtSwitch)], Explaining(Told(Tail, Device, mapping, null) with { WasToldAtSwitch = true }));

        Assert.Empty(Explaining(Told(Switch, Device, null, mapping))); // the tables map no such page
        Assert.Empty(Explaining(Told(Reset, Device, null, mapping) with { IsMapped = true }));
        Assert.Empty(Explaining(Told(Tail, Device, null, mapping) with { IsMapped = true }));
        Assert.Empty(Explaining(Told(Tail, Device, mapping, null)));
        Assert.Empty(Explaining(Told(Tail, Device, mapping, Notice.Everything) with { WasToldAtSwitch = true }));
        Assert.Empty(Explaining(Told(Switch, Device, null, Notice.Everything)));
        Assert.Empty(Explaining(Told(Switch, Device, Notice.Everything, mapping) with { IsMapped = true }));
    }

    [Fact]
    public void DeviceTlbWithoutCapability()
    {
        var told = Notice.DeviceTlb(0x5000, 0x5FFF);
        Assert.Equal([nameof(DeviceTlbWithoutCapability)], Explaining(Told(Tail, Device, told, null) with { Capabilities = With(Able with { DT = false }) }));

        Assert.Empty(Explaining(Told(Tail, Device, told, null)));
        Assert.Empty(Explaining(Told(Tail, Device, null, told) with { Capabilities = With(Able with { DT = false }) }));
        Assert.Empty(Explaining(Told(Tail, Device, Notice.Unmapped(0x5000, 0x5FFF), null) with { Capabilities = With(Able with { DT = false }) }));
    }

    [Fact]
    public void InterruptNoticeWithoutCapability()
    {
        var pointer = new RegisterWrite(Gcmd.Offset, 4, Gcmd.Masks.SIRTP);
        var unable = With(Able with { IR = false, EIM = false });
        var told = Told(pointer, Listener.OfInterrupts, Notice.AllInterrupts, null) with { Capabilities = unable };
        Assert.Equal([nameof(InterruptNoticeWithoutCapability)], Explaining(told));

        Assert.Empty(Explaining(told with { Capabilities = With(Able) }));
        Assert.Empty(Explaining(told with { Trigger = Switch }));
        Assert.Empty(Explaining(told with { Trigger = Tail }));
        Assert.Empty(Explaining(told with { Recorded = new(Listener.OfInterrupts, Notice.Interrupts(0, 1)) }));
        Assert.Empty(Explaining(told with { Actual = Notice.Interrupts(0, 1) }));
        Assert.Empty(Explaining(Told(pointer, Device, Notice.Everything, null) with { Capabilities = unable }));
    }

    [Fact]
    public void OnlyTheRangeOfFirstStagePages()
    {
        var pages = Pages(IotlbGranularity.Page, 0x5000, 0);
        var range = Notice.Unmapped(0x5000, 0x5FFF);
        Assert.Equal([nameof(OnlyTheRangeOfFirstStagePages)], Explaining(Asking(pages, range, Notice.Everything)));
        Assert.Equal(
            [nameof(OnlyTheRangeOfFirstStagePages)],
            Explaining(Asking(Pages(IotlbGranularity.Page, 0x5000, 2), Notice.Unmapped(0x4000, 0x7FFF), Notice.Everything)));

        Assert.Empty(Explaining(Asking(Pages(IotlbGranularity.Domain, 0x5000, 0), range, Notice.Everything)));
        Assert.Empty(Explaining(Asking(Pages(IotlbGranularity.Global, 0x5000, 0), range, Notice.Everything)));
        Assert.Empty(Explaining(Asking(Pages(IotlbGranularity.Page, 0x5000, 1), range, Notice.Everything)));
        Assert.Empty(Explaining(Asking(Pages(IotlbGranularity.Page, 0x6000, 0), range, Notice.Everything)));
        Assert.Empty(Explaining(Asking(pages, Notice.Everything, range)));
        Assert.Empty(Explaining(Asking(pages, range, null)));
        Assert.Empty(Explaining(Asking(pages, range, Notice.Unmapped(0x5000, 0x6FFF))));
        Assert.Empty(Explaining(Asking(InvalidationQueueType.PasidIotlbInvalidate, range, Notice.Everything)));
        Assert.Empty(Explaining(Told(Tail, Device, range, Notice.Everything)));
    }

    [Theory]
    [InlineData(nameof(InvalidationQueueType.ContextCacheInvalidate))]
    [InlineData(nameof(InvalidationQueueType.PasidCacheInvalidate))]
    public void UnmapsOnlyWhatChanged(string asked)
    {
        var type = Enum.Parse<InvalidationQueueType>(asked);
        var change = ChangeFor(type);
        var told = Asking(type, null, Notice.Everything) with { Change = change };
        Assert.Equal([nameof(UnmapsOnlyWhatChanged)], Explaining(told));

        Assert.Empty(Explaining(Asking(type, Notice.Everything, null) with { Change = change }));
        Assert.Empty(Explaining(told with { Whom = Listener.OfInterrupts }));
        Assert.Empty(Explaining(told with { Actual = Notice.Unmapped(0x5000, 0x5FFF) }));
        Assert.Empty(Explaining(Asking(InvalidationQueueType.IotlbInvalidate, null, Notice.Everything) with { Change = change }));
        Assert.Empty(Explaining(Told(Tail, Device, null, Notice.Everything) with { Change = change }));
        // The entries changed otherwise: the recorded machine has to tell as well.
        Assert.All(Enum.GetValues<EntriesChange>().Where(other => other != change), other => Assert.Empty(Explaining(told with { Change = other })));
    }

    /// <summary>The change of entries of which the machine tells nothing.</summary>
    private static EntriesChange ChangeFor(InvalidationQueueType asked) =>
        asked == InvalidationQueueType.ContextCacheInvalidate ? EntriesChange.PassThroughBegins : EntriesChange.None;

    [Fact]
    public void UnmapsOnlyWhatChangedForWhomTheInvalidationIs()
    {
        var bytes = new byte[PageGroupResponseDescriptor.SizeInBytes];
        NotificationDifference Asked(Listener whom, EntriesChange change) => Asking(bytes, null, Notice.Everything, whom) with { Change = change };
        new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = 0x0108, FM = FunctionMask.Bit2 }.CopyTo(bytes);
        Assert.Equal([nameof(UnmapsOnlyWhatChanged)], Explaining(Asked(Device, EntriesChange.PassThroughBegins)));
        Assert.Equal([nameof(UnmapsOnlyWhatChanged)], Explaining(Asked(new(0x010C, null), EntriesChange.PassThroughBegins)));
        Assert.Empty(Explaining(Asked(new(0x0109, null), EntriesChange.PassThroughBegins)));

        new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, PASID = 5 }.CopyTo(bytes);
        Assert.Equal([nameof(UnmapsOnlyWhatChanged)], Explaining(Asked(new(0x0108, 5), EntriesChange.None)));
        Assert.Empty(Explaining(Asked(new(0x0108, 6), EntriesChange.None)));
    }
}
