using Vtd.Architecture;
using Vtd.Runtime.Tests.Endpoints;
using Vtd.Runtime.Tests.HostDevices;
using Vtd.Runtime.Tests.Remapping;

namespace Vtd.Runtime.Tests.Snapshots;

/// <summary>A guest with devices of every kind, whose unit a snapshot can replace by a new one over the same memory.</summary>
internal sealed class SnapshotWorld : IMessageSink
{
    public const ushort Source = 0x0108;

    private const int DescriptorSize = 32;
    private const int QueueSize = 4096;
    private const ulong FirstStage = 0x70_0000;
    private const ulong SecondStage = 0x78_0000;

    private readonly Guest _guest;
    private readonly WrittenMemory _memory;
    private readonly List<string> _log = [];
    private MirrorHost _host = new();
    private RecordingListener _listener = new(wantsMappings: true);
    private int _tail;

    public SnapshotWorld(UnitQuirks quirks = default, int workPerCall = 1 << 15)
    {
        var cap = Guest.AllCap with { CM = true, PI = true };
        Options = new()
        {
            Capabilities = new GivenRegisters(cap.Value, Guest.AllEcap.Value),
            RunsInBackground = false,
            WorkPerCall = workPerCall,
            MaxMappingsPerListener = 50,
            Quirks = quirks,
        };
        _guest = new(cap, options: _ => Options);
        _memory = new(_guest.Memory);
        Unit = new(Options, _memory, this);
        SetTables();
        AddDevices();
    }

    /// <summary>Options of the unit.</summary>
    public VtdUnitOptions Options { get; }

    /// <summary>The unit.</summary>
    public VtdUnit Unit { get; private set; }

    /// <summary>Where requests of the host device go.</summary>
    public IEnumerable<string> HostState => new uint?[] { null, 0, 1, 2, 3, 4, 5 }.Select(pasid => $"{pasid}: {_host.StateOf(pasid)}");

    /// <summary>The pages that the listener has mapped.</summary>
    public IEnumerable<PageTranslation> Mappings => _listener.Mappings.Values;

    void IMessageSink.Send(ulong address, uint data) => _log.Add($"message {address:X} {data:X}");

    /// <summary>Saves the state of the unit.</summary>
    public byte[] Save()
    {
        var stream = new MemoryStream();
        Unit.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Goes on with a new unit that has the state of this one.</summary>
    public void Replace()
    {
        var snapshot = Save();
        Unit = new(Options, _memory, this);
        (_host, _listener) = (new(), new(wantsMappings: true));
        AddDevices();
        Unit.Restore(new MemoryStream(snapshot));
    }

    /// <summary>Has the unit go on until nothing is left to do.</summary>
    public void Finish()
    {
        while (Unit.Run())
        {
            // More than one call does.
        }
    }

    /// <summary>Everything that left the unit since the last time.</summary>
    public string[] TakeLog()
    {
        _log.AddRange(_memory.Take());
        string[] lines = [.. _log];
        _log.Clear();
        return lines;
    }

    /// <summary>The registers as software reads them.</summary>
    public IEnumerable<(int Offset, uint Value)> Registers() =>
        Enumerable.Range(0, VtdUnit.RegisterBlockSize / 4).Select(index => (index * 4, (uint)Unit.ReadRegister(index * 4, 4)));

    /// <summary>Does something that a guest or a device can do.</summary>
    public void Do(SnapshotStep step)
    {
        uint? pasid = (step.Value % 6) switch { 0 => null, var number => (uint)number };
        switch (step.Kind)
        {
            case SnapshotStepKind.Register:
                Unit.WriteRegister(step.Offset, step.Value % 3 == 0 ? 4 : 8, step.Value);
                break;
            case SnapshotStepKind.Command:
                Command(step.Value);
                break;
            case SnapshotStepKind.Descriptor:
                Submit(step.Bytes);
                break;
            case SnapshotStepKind.Pasid:
                _guest.SetPasid(Source, (uint)(step.Value % 6), EntryOf(step.Value));
                break;
            case SnapshotStepKind.Dma:
                _log.Add($"{Unit.Translate(new(Source, AddressOf(step.Value), (DmaAccess)(step.Value % 4)) { Pasid = pasid })}");
                break;
            case SnapshotStepKind.Ats:
                _log.Add($"{Unit.TranslateForDevice(new(Source, AddressOf(step.Value)) { Pasid = pasid })}");
                break;
            case SnapshotStepKind.PageRequest:
                _log.Add($"{Unit.RequestPage(new PageRequest(Source, AddressOf(step.Value), (ushort)(step.Value % 512)) { Pasid = pasid, Read = true, IsLast = true })}");
                break;
            case SnapshotStepKind.Interrupt:
                _log.Add($"{Unit.RemapInterrupt(GuestInterrupts.Request((int)(step.Value % 8)))}");
                break;
        }
    }

    private static ulong AddressOf(ulong value) => value % 7 * 0x1000;

    private static PasidEntry EntryOf(ulong value) => (value / 6 % 5) switch
    {
        0 => default,
        1 => GuestTables.SecondStage((ushort)(value % 3), SecondStage),
        2 => GuestTables.SecondStage((ushort)(value % 3), SecondStage) with { PGTT = PasidTranslationType.PassThrough },
        3 => GuestTables.Nested(1, FirstStage, SecondStage),
        _ => GuestTables.FirstStage((ushort)(value % 3), FirstStage),
    };

    private void Command(ulong value)
    {
        var status = new Gsts((uint)Unit.ReadRegister(Gsts.Offset, 4));
        var command = new Gcmd(0) with { TE = status.TES, QIE = status.QIES, IRE = status.IRES, CFI = status.CFIS };
        command = (value % 7) switch
        {
            0 => command with { TE = !command.TE },
            1 => command with { QIE = !command.QIE },
            2 => command with { IRE = !command.IRE },
            3 => command with { CFI = !command.CFI },
            4 => command with { SRTP = true },
            5 => command with { SIRTP = true },
            _ => command with { SFL = true },
        };
        if (command.QIE && !status.QIES)
            _tail = 0;
        Unit.WriteRegister(Gcmd.Offset, 4, command.Value);
    }

    private void Submit(byte[] descriptor)
    {
        _guest.WriteMemory(Guest.QueueBase + (ulong)_tail, descriptor);
        _tail = (_tail + DescriptorSize) % QueueSize;
        Unit.WriteRegister(Iqt.Offset, 8, (ulong)_tail);
    }

    private void SetTables()
    {
        _guest.SetScalableContext(Source, new ScalableContextEntry { P = true, PASIDE = true, DTE = true, PRE = true, PASIDDIRPTR = GuestTables.DirectoryOf(Source) });
        for (ulong pasid = 0; pasid < 6; pasid++)
            _guest.SetPasid(Source, (uint)pasid, EntryOf(pasid == 0 ? 24 : pasid * 7));
        _guest.MapFirstStage(FirstStage);
        _guest.MapSecondStageToItself(SecondStage);
        for (var index = 0; index < 6; index++)
            _guest.SetEntry(index, GuestInterrupts.Xapic((byte)(0x30 + index)));
        Unit.WriteRegister(Rtaddr.Offset, 8, (new Rtaddr(0) with { RTA = Guest.RootTable, TTM = TranslationTableMode.Scalable }).Value);
        Unit.WriteRegister(Irta.Offset, 8, (new Irta(0) with { IRTA = GuestInterrupts.Table, S = 7 }).Value);
        Unit.WriteRegister(Iqa.Offset, 8, (new Iqa(0) with { IQA = Guest.QueueBase, DW = DescriptorWidth.Bits256 }).Value);
        Unit.WriteRegister(Pqa.Offset, 8, 0x40_0000);
        Unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { SRTP = true, SIRTP = true, TE = true, QIE = true, IRE = true }).Value);
        TakeLog();
    }

    private void AddDevices()
    {
        Unit.AddHostDevice(Source, _host);
        Unit.AddEndpoint(Source, new LoggingEndpoint(_log));
        Unit.AddTranslationListener(Source, 5, new RecordingListener(wantsMappings: false));
        Unit.AddTranslationListener(0x0209, null, _listener);
        Finish();
    }

    private sealed class LoggingEndpoint(List<string> log) : IEndpoint
    {
        public bool InvalidateTlb(in DeviceTlbInvalidation invalidation)
        {
            log.Add($"{invalidation}");
            return (invalidation.Address & 0x1000) == 0;
        }

        public void Respond(in PageGroupResponse response) => log.Add($"{response}");
    }

    /// <summary>Memory that remembers what was written to it.</summary>
    private sealed class WrittenMemory(IGuestMemory memory) : IGuestMemory
    {
        private readonly List<string> _writes = [];

        public string[] Take()
        {
            string[] writes = [.. _writes];
            _writes.Clear();
            return writes;
        }

        public bool TryRead(ulong address, Span<byte> destination) => memory.TryRead(address, destination);

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
        {
            _writes.Add($"write {address:X} {Convert.ToHexString(source)}");
            return memory.TryWrite(address, source);
        }

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
        {
            _writes.Add($"exchange {address:X} {expected:X} {value:X}");
            return memory.TryCompareExchange(address, expected, value, out found);
        }
    }
}

internal enum SnapshotStepKind
{
    Register,
    Command,
    Descriptor,
    Pasid,
    Dma,
    Ats,
    PageRequest,
    Interrupt,
}

/// <summary>One thing that a guest or a device does.</summary>
internal sealed record SnapshotStep(SnapshotStepKind Kind, int Offset, ulong Value, byte[] Bytes);
