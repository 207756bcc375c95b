using System.Buffers.Binary;
using Vtd.Architecture;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Reference;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests;

/// <summary>An answer that is not the one of the architecture is found, whatever the other machine does.</summary>
public class ArchitectureCheckTests
{
    private const ushort Device = 0x18;
    private const uint Pasid = 5;
    private const ulong Root = 0x10000;
    private const ulong Contexts = 0x11000;
    private const ulong Directory = 0x12000;
    private const ulong Pasids = 0x13000;
    private const ulong Queue = 0x20000;
    private const int AddressWidth = 48;

    private readonly SparseGuestMemory _memory = new();
    private readonly VtdUnit _unit;
    private readonly ArchitectureCheck _check;

    public ArchitectureCheckTests()
    {
        var options = new VtdUnitOptions
        {
            Capabilities = new VtdFeatures { ScalableMode = true, FirstStage = true, PasidWidth = 20, QueuedInvalidation = true, DeviceTlbs = true, PageRequests = true, InterruptRemapping = true, ExtendedInterruptMode = true },
            HostAddressWidth = AddressWidth,
            CollapseFaults = true,
        };
        _unit = new(options, _memory, new NoMessages());
        var capabilities = OwnMachine.CapabilitiesOf(_unit);
        var registers = new RegisterText(capabilities.CAP.Value, capabilities.ECAP.Value);
        _check = new(_unit, new(capabilities, AddressWidth, _memory.TryRead), registers);

        Write(Root, Contexts | 1);
        Write(Contexts + Device * ScalableContextEntry.SizeInBytes, Directory | ScalableContextEntry.Masks.P | ScalableContextEntry.Masks.PASIDE);
        Write(Directory, Pasids | 1);
        Set(Rtaddr.Offset, 8, (new Rtaddr(Root) with { TTM = TranslationTableMode.Scalable }).Value);
        Set(Gcmd.Offset, 4, Gcmd.Masks.SRTP);
        Set(Iqa.Offset, 8, (new Iqa(Queue) with { DW = DescriptorWidth.Bits256 }).Value);
        Set(Gcmd.Offset, 4, Gcmd.Masks.TE | Gcmd.Masks.QIE);
        Assert.Empty(_check.Wrong);
    }

    private sealed class NoMessages : IMessageSink
    {
        public void Send(ulong address, uint data)
        {
        }
    }

    private void Write(ulong address, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _memory.TryWrite(address, bytes);
    }

    private void Set(int offset, int size, ulong value)
    {
        _check.Begin(1, "write");
        _unit.WriteRegister(offset, size, value);
        _check.RegisterWritten(offset, size, value);
    }

    /// <summary>A PASID entry with a reserved bit set: fault 5Ah.</summary>
    private DmaRequest RequestWithReservedEntry()
    {
        var entry = new PasidEntry { P = true, PGTT = PasidTranslationType.FirstStage, FSPTPTR = 0x14000 };
        Span<byte> bytes = stackalloc byte[PasidEntry.SizeInBytes];
        entry.CopyTo(bytes);
        _memory.TryWrite(Pasids + Pasid * PasidEntry.SizeInBytes, bytes);
        var at = Pasids + Pasid * PasidEntry.SizeInBytes;
        Write(at, entry.Qword0 | (PasidEntry.ReservedBits(OwnMachine.CapabilitiesOf(_unit)).Qword0 & 1UL << 11));
        return new(Device, 0x5000, DmaAccess.Read) { Pasid = Pasid };
    }

    [Fact]
    public void APasidEntryWithReservedBitsIsFault5Ah()
    {
        var request = RequestWithReservedEntry();
        var result = _unit.Translate(request);
        Assert.Equal((byte)FaultReason.PasidEntryReserved, (byte)result.FaultReason);

        _check.Begin(7, "TQ");
        _check.Translated(request, result);
        Assert.Empty(_check.Wrong);
    }

    [Theory]
    [InlineData(FaultReason.PasidDirectoryEntryNotPresent)]
    [InlineData(FaultReason.PasidEntryInvalid)]
    [InlineData(FaultReason.None)]
    internal void AnotherCodeIsWrong(FaultReason mutated)
    {
        var request = RequestWithReservedEntry();
        var result = _unit.Translate(request);

        _check.Begin(7, "TQ");
        _check.Translated(request, result with { FaultReason = mutated });

        var wrong = Assert.Single(_check.Wrong);
        Assert.Equal((7, "blocked, fault 0x5a"), (wrong.Line, wrong.Right));
        Assert.DoesNotContain(KnownDeviations.Bugs, bug => bug.Explains(wrong));
    }

    [Fact]
    public void APageInsteadOfAFaultIsWrong()
    {
        var request = RequestWithReservedEntry();
        _unit.Translate(request);

        _check.Begin(7, "TQ");
        _check.Translated(request, new(DmaOutcome.Allowed, new(0x5000, 0x9000, 4096, PagePermissions.Read), 0));

        Assert.Equal("blocked, fault 0x5a", Assert.Single(_check.Wrong).Right);
    }

    [Fact]
    public void ADescriptorWithReservedBitsIsItsCode()
    {
        Write(Queue, (ulong)InvalidationQueueType.ContextCacheInvalidate | 1UL << 63);
        Write(Queue + 8, 1UL << 63);
        Set(Iqt.Offset, 8, 0x20);
        Assert.Empty(_check.Wrong);
        Assert.Equal(QueueErrorInfo.ReservedField, new Iqercd(_unit.ReadRegister(Iqercd.Offset, 8)).IQEI);

        _check.RegisterRead(Iqercd.Offset, 8, (ulong)QueueErrorInfo.DescriptorFetch);
        Assert.Contains(nameof(QueueErrorInfo.ReservedField), Assert.Single(_check.Wrong).Right);
        _check.RegisterRead(Iqercd.Offset, 8, (ulong)QueueErrorInfo.DescriptorFetch);
        Assert.Single(_check.Wrong); // told once
    }

    [Fact]
    public void ARecordThatDiffersIsWrong()
    {
        var request = RequestWithReservedEntry();
        _check.Begin(7, "TQ");
        _check.Translated(request, _unit.Translate(request));
        var offset = new Cap(_unit.ReadRegister(Cap.Offset, 8)).FRO * 16 + 8;
        var record = new Frcd(0, _unit.ReadRegister(offset, 8));

        _check.RegisterRead(offset, 8, record.Qword1);
        Assert.Empty(_check.Wrong);
        _check.RegisterRead(offset, 8, (record with { PV = Pasid + 1 }).Qword1);
        Assert.Single(_check.Wrong);
    }

    [Fact]
    public void InterruptsAndPageRequestsAreHeldAgainstItToo()
    {
        _check.Begin(8, "IQ");
        _check.Remapped(new(Device, 0xFEE0_0000, 0x41), new(InterruptOutcome.Unchanged, 0xFEE0_0000, 0x41, 0));
        Assert.Empty(_check.Wrong);
        _check.Remapped(new(Device, 0xFEE0_0000, 0x41), new(InterruptOutcome.Blocked, 0, 0, FaultReason.CompatibilityInterruptBlocked));
        Assert.Single(_check.Wrong);

        var request = new PageRequest(Device, 0x5000, 1) { Pasid = Pasid, Read = true };
        var result = _unit.RequestPage(request);
        Assert.Equal((byte)FaultReason.PageRequestBlocked, (byte)result.FaultReason);
        _check.Requested(request, result with { FaultReason = FaultReason.PageRequestInLegacyMode });
        Assert.Equal(2, _check.Wrong.Count);
    }

    [Fact]
    public void StatusWritesAndMessagesAreHeldAgainstItToo()
    {
        Span<byte> bytes = stackalloc byte[PageGroupResponseDescriptor.SizeInBytes];
        new WaitDescriptor { SW = true, STADDR = 0x30000, STDATA = 0x1234 }.CopyTo(bytes);
        _memory.TryWrite(Queue, bytes);
        Set(Iqt.Offset, 8, 0x20);
        byte[] status = [0x34, 0x12, 0, 0];

        _check.Did([], [(0x30000, status)]);
        Assert.Empty(_check.Wrong);
        _check.Did([], [(0x30004, status)]);
        Assert.Single(_check.Wrong);
        _check.Did([(0xFEE0_0000, 0x41)], null);
        Assert.Equal(2, _check.Wrong.Count);
    }

    [Fact]
    public void WhatMayStillBeCachedIsRight()
    {
        var entry = new PasidEntry { P = true, PGTT = PasidTranslationType.FirstStage, FSPTPTR = 0x14000 };
        Span<byte> bytes = stackalloc byte[PasidEntry.SizeInBytes];
        entry.CopyTo(bytes);
        _memory.TryWrite(Pasids + Pasid * PasidEntry.SizeInBytes, bytes);
        Write(0x14000, 0x15007);
        Write(0x15000, 0x16007);
        Write(0x16000, 0x17007);
        Write(0x17028, 0x9007);
        var request = new DmaRequest(Device, 0x5000, DmaAccess.Read) { Pasid = Pasid };
        var old = _unit.Translate(request);
        _check.Translated(request, old);

        Write(0x17028, 0xA007);
        _check.Translated(request, _unit.Translate(request));
        Assert.Empty(_check.Wrong);

        bytes.Clear();
        new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, PASID = Pasid }.CopyTo(bytes);
        Span<byte> padded = stackalloc byte[PageGroupResponseDescriptor.SizeInBytes];
        bytes[..padded.Length].CopyTo(padded);
        _memory.TryWrite(Queue, padded);
        Set(Iqt.Offset, 8, 0x20);
        _check.Translated(request, old);
        Assert.Equal("to 0xa000", Assert.Single(_check.Wrong).Right);
    }

    [Fact]
    public void APageThatACachedEntryLedToIsRightWhateverTheEntryInMemoryLedTo()
    {
        var entry = new PasidEntry { P = true, DID = 1, PGTT = PasidTranslationType.FirstStage, FSPTPTR = 0x14000 };
        _memory.TryWrite(Pasids + Pasid * PasidEntry.SizeInBytes, Images.Of(entry));
        Write(0x14000, 0x15007);
        Write(0x15000, 0x16007);
        Write(0x16000, 0x17007);
        Write(0x17028, 0x9007);
        Write(0x17030, 0x9007);
        Translate(0x5000); // caches the PASID entry with domain 1
        _memory.TryWrite(Pasids + Pasid * PasidEntry.SizeInBytes, Images.Of(entry with { DID = 2 }));
        Translate(0x6000);

        Write(0x17030, 0xA007);
        _memory.TryWrite(Queue, Images.Padded(Images.Of(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = 2, PASID = Pasid }), PageGroupResponseDescriptor.SizeInBytes));
        Set(Iqt.Offset, 8, 0x20);
        Translate(0x6000);

        Assert.Empty(_check.Wrong);
    }

    [Fact]
    public void AnInterruptEntryThatWasCachedInTheOtherModeIsRightUntilItIsDropped()
    {
        const ulong Table = 0x30000;
        _memory.TryWrite(Table, Images.Of(new XapicIrte { P = true, DST = 0xB7, V = 9 }));
        SetInterruptTable(new Irta(Table));
        Set(Gcmd.Offset, 4, Gcmd.Masks.TE | Gcmd.Masks.QIE | Gcmd.Masks.IRE);
        var request = new InterruptRequest(Device, 0xFEE0_0010, 0);
        var old = _unit.RemapInterrupt(request);
        _check.Remapped(request, old);

        SetInterruptTable(new Irta(Table) with { EIME = true });
        _check.Remapped(request, old);
        Assert.Empty(_check.Wrong);

        _memory.TryWrite(Queue, Images.Padded(Images.Of(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Global }), PageGroupResponseDescriptor.SizeInBytes));
        Set(Iqt.Offset, 8, 0x20);
        var fresh = _unit.RemapInterrupt(request);
        Assert.NotEqual(old, fresh);
        _check.Remapped(request, fresh);
        Assert.Empty(_check.Wrong);
        _check.Remapped(request, old);
        Assert.Single(_check.Wrong);
    }

    private void SetInterruptTable(Irta table)
    {
        Set(Irta.Offset, 8, table.Value);
        Set(Gcmd.Offset, 4, Gcmd.Masks.TE | Gcmd.Masks.QIE | Gcmd.Masks.IRE | Gcmd.Masks.SIRTP);
    }

    private void Translate(ulong address)
    {
        var request = new DmaRequest(Device, address, DmaAccess.Read) { Pasid = Pasid };
        _check.Translated(request, _unit.Translate(request));
    }
}
