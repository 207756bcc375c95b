using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Benchmarks.Unit;

/// <summary>
/// A unit as a booted guest has set it up: remapping and the queue on, six devices in domains of their own. It answers the
/// descriptors of the queue, always as many as the queue holds.
/// </summary>
internal sealed class Guest : IMessageSink
{
    /// <summary>Descriptors that fit the queue at once; the same number of either size.</summary>
    public const int QueueLength = (1 << 14) - 1;

    public const int Devices = 6;

    /// <summary>The domain of the first device; the others follow.</summary>
    public const ushort FirstDomain = 1;

    /// <summary>A PASID that every device has in scalable mode, besides the one of requests without PASID.</summary>
    public const uint Pasid = 5;

    /// <summary>Where wait descriptors write their status.</summary>
    public const ulong StatusWord = 0x18_0000;

    private const ulong RootTable = 0x10_0000;
    private const ulong ContextTable = 0x10_1000;
    private const ulong PasidDirectory = 0x10_2000;
    private const ulong PasidTables = 0x11_0000;
    private const ulong InterruptTable = 0x14_0000;
    private const int InterruptEntries = 1024;
    private const ulong Queue = 0x20_0000;
    private const ulong PageTables = 0x30_0000;
    private const int LowestTables = 16;
    private const int PageSize = 4096;
    private const int MemorySize = 0x40_0000;

    private readonly FlatMemory _memory = new(MemorySize);
    private readonly bool _isScalable;
    private int _tail;

    /// <param name="scalable">Scalable mode with the first stage; else legacy mode.</param>
    /// <param name="capacity">Pages, and interrupt remapping entries, that the unit may cache.</param>
    public Guest(bool scalable, int capacity = 16384)
    {
        _isScalable = scalable;
        var cap = new Cap(0) with
        {
            ND = DomainIdWidth.Bits16, SAGAW = SecondStageWidths.Bits48, MGAW = GuestAddressWidth.Bits48, SSLPS = SecondStageLargePages.Size2M, PSI = true, MAMV = 18, NFR = 0, FRO = 0x22,
        };
        var ecap = new Ecap(0) with
        {
            C = true, QI = true, DT = true, IR = true, MHMV = 15, PT = true, IRO = 0xF,
            SMTS = scalable, FSTS = scalable, SSTS = scalable, PASID = scalable, PSS = scalable ? (byte)19 : (byte)0, RPS = scalable,
        };
        Options = new VtdUnitOptions
        {
            Capabilities = new GivenRegisters(cap.Value, ecap.Value), IotlbCapacity = capacity, InterruptEntryCacheCapacity = capacity, WorkPerCall = int.MaxValue, RunsInBackground = false,
        };
        Unit = new VtdUnit(Options, _memory, this);
        WritePageTables();
        if (scalable)
            WriteScalableTables();
        else
            WriteLegacyTables();
        SwitchOn();
    }

    public VtdUnitOptions Options { get; }

    public VtdUnit Unit { get; }

    public static ushort SourceId(int device) => (ushort)((device + 1) << 3);

    /// <summary>Sets tables and queue up from reset, as a driver does.</summary>
    public void SwitchOn()
    {
        var mode = _isScalable ? TranslationTableMode.Scalable : TranslationTableMode.Legacy;
        var width = _isScalable ? DescriptorWidth.Bits256 : DescriptorWidth.Bits128;
        var pages = _isScalable ? (byte)7 : (byte)6;
        Unit.WriteRegister(Rtaddr.Offset, 8, (new Rtaddr(0) with { RTA = RootTable, TTM = mode }).Value);
        Unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { SRTP = true }).Value);
        Unit.WriteRegister(Iqa.Offset, 8, (new Iqa(0) with { IQA = Queue, DW = width, QS = pages }).Value);
        Unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { QIE = true }).Value);
        Unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { QIE = true, TE = true }).Value);
        _tail = 0;
    }

    /// <summary>Sets an interrupt remapping table up, whose entries count for every device, and switches it on.</summary>
    public void SwitchInterruptsOn()
    {
        for (var index = 0; index < InterruptEntries; index++)
        {
            new XapicIrte { P = true, V = (byte)index, DLM = DeliveryMode.Fixed }
                .CopyTo(_memory.At(InterruptTable + ((ulong)index * XapicIrte.SizeInBytes), XapicIrte.SizeInBytes));
        }
        Unit.WriteRegister(Irta.Offset, 8, (new Irta(0) with { IRTA = InterruptTable, S = 9 }).Value);
        Unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { QIE = true, TE = true, SIRTP = true }).Value);
        Unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { QIE = true, TE = true, IRE = true }).Value);
    }

    /// <summary>Fills the whole queue with one descriptor.</summary>
    public void Fill(ReadOnlySpan<byte> descriptor)
    {
        for (var index = 0; index <= QueueLength; index++)
            descriptor.CopyTo(_memory.At(Queue + ((ulong)index * (ulong)DescriptorSize), DescriptorSize));
    }

    /// <summary>Bytes of a descriptor in the queue.</summary>
    public int DescriptorSize => _isScalable ? 32 : 16;

    /// <summary>Hands the unit a full queue; when this returns all of it is done.</summary>
    public void RingFullQueue() => RingQueue(QueueLength);

    /// <summary>Hands the unit some descriptors; when this returns they are done.</summary>
    public void RingQueue(int count)
    {
        _tail = (_tail + count) % (QueueLength + 1);
        Unit.WriteRegister(Iqt.Offset, 8, (new Iqt(0) with { QT = (ulong)(_tail * DescriptorSize) }).Value);
    }

    /// <summary>Has the unit cache pages of a device, and with them its context and PASID entries.</summary>
    public void CachePages(int device, uint? pasid, int count)
    {
        for (var page = 0UL; page < (ulong)count; page++)
        {
            if (Unit.Translate(Write(device, pasid, page * PageSize)).Outcome != DmaOutcome.Allowed)
                throw new InvalidOperationException("The guest's tables do not translate the device.");
        }
    }

    /// <summary>A write by a device, the first 32 MiB of whose addresses are mapped, each page to itself.</summary>
    public static DmaRequest Write(int device, uint? pasid, ulong address) => new(SourceId(device), address, DmaAccess.Write) { Pasid = pasid };

    /// <summary>An interrupt request of a device, by one of the first 1024 entries.</summary>
    public static InterruptRequest Interrupt(int device, ushort index)
    {
        var message = default(RemappableMsi) with { PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable, HANDLE = index };
        return new(SourceId(device), (uint)message.Qword0, 0);
    }

    /// <summary>Throws unless exactly so many descriptors were executed and none was refused.</summary>
    public void Check()
    {
        var counts = Unit.Counts;
        if (counts.QueueErrors != 0 || counts.Descriptors % QueueLength != 0)
            throw new InvalidOperationException($"The queue did not run as meant: {counts}");
    }

    void IMessageSink.Send(ulong address, uint data) => throw new InvalidOperationException("Nothing here asks for a message.");

    /// <summary>Four levels that all devices share, accessed and dirty already.</summary>
    private void WritePageTables()
    {
        const ulong Lowest = PageTables + (3 * PageSize);
        Entry(PageTables, 0, PageTables + PageSize);
        Entry(PageTables + PageSize, 0, PageTables + (2 * PageSize));
        for (var table = 0UL; table < LowestTables; table++)
        {
            Entry(PageTables + (2 * PageSize), table, Lowest + (table * PageSize));
            for (var page = 0UL; page < 512; page++)
                Entry(Lowest + (table * PageSize), page, ((table * 512) + page) * PageSize);
        }

        void Entry(ulong table, ulong index, ulong address)
        {
            var to = _memory.At(table + (index * FsPte.SizeInBytes), FsPte.SizeInBytes);
            if (!_isScalable)
                new SsPte { R = true, W = true, ADDR = address }.CopyTo(to);
            else if (table < Lowest)
                new FsPml4e { P = true, RW = true, US = true, A = true, ADDR = address }.CopyTo(to);
            else
                new FsPte { P = true, RW = true, US = true, A = true, D = true, ADDR = address }.CopyTo(to);
        }
    }

    private void WriteLegacyTables()
    {
        new LegacyRootEntry { P = true, CTP = ContextTable }.CopyTo(_memory.At(RootTable, LegacyRootEntry.SizeInBytes));
        for (var device = 0; device < Devices; device++)
        {
            new LegacyContextEntry { P = true, DID = (ushort)(FirstDomain + device), AW = SecondStageWidth.Bits48, SSPTPTR = PageTables }
                .CopyTo(_memory.At(ContextTable + ((ulong)SourceId(device) * LegacyContextEntry.SizeInBytes), LegacyContextEntry.SizeInBytes));
        }
    }

    private void WriteScalableTables()
    {
        new ScalableRootEntry { LP = true, LCTP = ContextTable }.CopyTo(_memory.At(RootTable, ScalableRootEntry.SizeInBytes));
        for (var device = 0; device < Devices; device++)
        {
            var directory = PasidDirectory + ((ulong)device * PageSize);
            var table = PasidTables + ((ulong)device * PageSize);
            new ScalableContextEntry { P = true, PASIDE = true, PASIDDIRPTR = directory }
                .CopyTo(_memory.At(ContextTable + ((ulong)SourceId(device) * ScalableContextEntry.SizeInBytes), ScalableContextEntry.SizeInBytes));
            new PasidDirectoryEntry { P = true, SMPTBLPTR = table }.CopyTo(_memory.At(directory, PasidDirectoryEntry.SizeInBytes));
            var entry = new PasidEntry { P = true, PGTT = PasidTranslationType.FirstStage, DID = (ushort)(FirstDomain + device), FSPTPTR = PageTables };
            entry.CopyTo(_memory.At(table, PasidEntry.SizeInBytes));
            entry.CopyTo(_memory.At(table + (Pasid * PasidEntry.SizeInBytes), PasidEntry.SizeInBytes));
        }
    }
}
