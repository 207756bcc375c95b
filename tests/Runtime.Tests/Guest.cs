using System.Buffers.Binary;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Features;
using Vtd.Runtime.Interrupts;
using Vtd.Runtime.Memory;

namespace Vtd.Runtime.Tests;

/// <summary>A unit with memory and the software that drives it, as a driver would.</summary>
internal sealed class Guest : IMessageSink
{
    public const ulong QueueBase = 0x10_0000;
    public const ulong Status = 0x20_0000;
    public const ulong RootTable = 0x30_0000;
    public const ulong MemorySize = 1UL << 32;

    /// <summary>All that the runtime models.</summary>
    public static readonly Cap AllCap = new Cap(0) with
    {
        ND = DomainIdWidth.Bits16, PLMR = true, PHMR = true, SAGAW = SecondStageWidths.Bits39 | SecondStageWidths.Bits48,
        MGAW = GuestAddressWidth.Bits48, FRO = 0x22, NFR = 3, SSLPS = SecondStageLargePages.Size2M | SecondStageLargePages.Size1G,
        PSI = true, MAMV = 18, DWD = true, DRD = true, FS1GP = true, FS5LP = true, AFL = true, RWBF = true,
    };

    /// <summary>All that the runtime models.</summary>
    public static readonly Ecap AllEcap = new Ecap(0) with
    {
        C = true, QI = true, DT = true, IR = true, EIM = true, PT = true, IRO = 0xF, MHMV = 15, NEST = true, PRS = true, ERS = true, SRS = true,
        PSS = 19, PASID = true, PDS = true, SMTS = true, SSTS = true, FSTS = true, SMPWCS = true, RPS = true, ADMS = true, EAFS = true,
    };

    private int _tail;
    private int _descriptorSize;
    private int _queueSize;

    public Guest(
        Cap? cap = null,
        Ecap? ecap = null,
        IUnitObserver? observer = null,
        Func<VtdUnitOptions, VtdUnitOptions>? options = null,
        Func<IGuestMemory, IGuestMemory>? memory = null)
    {
        Capabilities = new() { VER = new(0x10), CAP = cap ?? AllCap, ECAP = ecap ?? AllEcap };
        var plain = new VtdUnitOptions { Capabilities = new GivenRegisters(Capabilities.CAP.Value, Capabilities.ECAP.Value) };
        Unit = new(options?.Invoke(plain) ?? plain, memory?.Invoke(Memory) ?? Memory, this, observer);
    }

    public VtdCapabilities Capabilities { get; }

    public SparseGuestMemory Memory { get; } = new(MemorySize);

    public VtdUnit Unit { get; }

    /// <summary>Messages that the unit sent, oldest first.</summary>
    public List<(ulong Address, uint Data)> Messages { get; } = [];

    /// <summary>Called for each message, without the unit's lock.</summary>
    public Action? OnMessage { get; set; }

    public Gsts GSTS => new(Read32(Gsts.Offset));

    public Fsts FSTS => new(Read32(Fsts.Offset));

    public Fectl FECTL => new(Read32(Fectl.Offset));

    public Iectl IECTL => new(Read32(Iectl.Offset));

    public Ics ICS => new(Read32(Ics.Offset));

    public Iqercd IQERCD => new(Unit.ReadRegister(Iqercd.Offset, 8));

    public int QueueHead => (int)new Iqh(Unit.ReadRegister(Iqh.Offset, 8)).QH;

    public uint StatusWord => BinaryPrimitives.ReadUInt32LittleEndian(ReadMemory(Status, 4));

    void IMessageSink.Send(ulong address, uint data)
    {
        Messages.Add((address, data));
        OnMessage?.Invoke();
    }

    public uint Read32(int offset) => (uint)Unit.ReadRegister(offset, 4);

    public void Write32(int offset, uint value) => Unit.WriteRegister(offset, 4, value);

    public void Write64(int offset, ulong value) => Unit.WriteRegister(offset, 8, value);

    public byte[] ReadMemory(ulong address, int length)
    {
        var bytes = new byte[length];
        Assert.True(Memory.TryRead(address, bytes));
        return bytes;
    }

    public void WriteMemory(ulong address, ReadOnlySpan<byte> bytes) => Assert.True(Memory.TryWrite(address, bytes));

    /// <summary>Gives a command the way a driver does: status as it is, one thing changed.</summary>
    public void Command(Func<Gcmd, Gcmd> change)
    {
        var status = GSTS;
        var command = new Gcmd(0) with { TE = status.TES, QIE = status.QIES, IRE = status.IRES, CFI = status.CFIS, EAFL = status.AFLS };
        Write32(Gcmd.Offset, change(command).Value);
    }

    public void SetRootPointer(TranslationTableMode mode, ulong table = RootTable)
    {
        Write64(Rtaddr.Offset, (new Rtaddr(0) with { RTA = table, TTM = mode }).Value);
        Command(command => command with { SRTP = true });
    }

    public void Translate(bool on) => Command(command => command with { TE = on });

    public void StartQueue(DescriptorWidth width = DescriptorWidth.Bits256, byte sizeCode = 0, ulong address = QueueBase)
    {
        Write64(Iqa.Offset, (new Iqa(0) with { IQA = address, DW = width, QS = sizeCode }).Value);
        _tail = 0;
        _descriptorSize = width == DescriptorWidth.Bits256 ? 32 : 16;
        _queueSize = 4096 << sizeCode;
        SetTail(0);
        Command(command => command with { QIE = true });
    }

    public void SetTail(int tail) => Write64(Iqt.Offset, (ulong)tail);

    /// <summary>Puts descriptors into the queue without telling the unit.</summary>
    public void Put(params byte[][] descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            var padded = new byte[_descriptorSize];
            descriptor.CopyTo(padded, 0);
            WriteMemory(QueueBase + (ulong)_tail, padded);
            _tail = (_tail + _descriptorSize) % _queueSize;
        }
    }

    /// <summary>Has descriptors executed.</summary>
    public void Submit(params byte[][] descriptors)
    {
        Put(descriptors);
        SetTail(_tail);
    }

    /// <summary>Has descriptors executed and checks that the unit says so.</summary>
    public void SubmitAndWait(params byte[][] descriptors)
    {
        var token = StatusWord + 1;
        Submit([.. descriptors, Wait(token)]);
        Assert.Equal(token, StatusWord);
        Assert.Equal(_tail, QueueHead);
    }

    public static byte[] Wait(uint data, ulong address = Status, bool interrupt = false) =>
        Bytes(new WaitDescriptor { SW = true, STDATA = data, STADDR = address, IF = interrupt });

    public static byte[] Bytes(in WaitDescriptor descriptor) => Bytes(WaitDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Bytes(in ContextCacheInvalidateDescriptor descriptor) => Bytes(ContextCacheInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Bytes(in IotlbInvalidateDescriptor descriptor) => Bytes(IotlbInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Bytes(in PasidCacheInvalidateDescriptor descriptor) => Bytes(PasidCacheInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Bytes(in PasidIotlbInvalidateDescriptor descriptor) => Bytes(PasidIotlbInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Bytes(in InterruptEntryCacheInvalidateDescriptor descriptor) => Bytes(InterruptEntryCacheInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Bytes(in DeviceTlbInvalidateDescriptor descriptor) => Bytes(DeviceTlbInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Bytes(in PasidDeviceTlbInvalidateDescriptor descriptor) => Bytes(PasidDeviceTlbInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Bytes(in PageGroupResponseDescriptor descriptor) => Bytes(PageGroupResponseDescriptor.SizeInBytes, descriptor.CopyTo);

    private delegate void Copy(Span<byte> destination);

    private static byte[] Bytes(int size, Copy copy)
    {
        var bytes = new byte[size];
        copy(bytes);
        return bytes;
    }
}
