using Vtd.Runtime.Architecture;

namespace Vtd.Tool.Compare.Programs;

/// <summary>Makes random programs. Equal seeds make equal programs.</summary>
/// <remarks>
/// Most of a program is what a driver would do, so that it gets far; the rest is wrong somewhere. What is known to end QEMU is left out,
/// and so is what would reach anything but the unit, memory and the test devices.
/// </remarks>
internal sealed class ProgramGenerator
{
    private const int MaxOperations = 120;
    private const int Pasids = 3;
    private const int QueueSize = 0x1000;
    private const ulong BeyondMemory = 1UL << 33;

    private static readonly int[] s_registers =
    [
        Ver.Offset, Cap.Offset, Cap.Offset + 4, Ecap.Offset, Gsts.Offset, Rtaddr.Offset, Rtaddr.Offset + 4, Ccmd.Offset, Ccmd.Offset + 4, Fsts.Offset,
        Fectl.Offset, Fedata.Offset, Feaddr.Offset, Feuaddr.Offset, Aflog.Offset, Pmen.Offset, Plmbase.Offset, Plmlimit.Offset, Phmbase.Offset,
        Phmlimit.Offset, Iqh.Offset, Iqt.Offset, Iqt.Offset + 4, Iqa.Offset, Ics.Offset, Iectl.Offset, Iedata.Offset, Ieaddr.Offset, Ieuaddr.Offset,
        Iqercd.Offset, Irta.Offset, Irta.Offset + 4, Pqh.Offset, Pqt.Offset, Pqa.Offset, Prs.Offset, Pectl.Offset, Pedata.Offset, Peaddr.Offset,
    ];

    /// <summary>What a write of eight bytes to ends a fragile machine (KnownDeviations).</summary>
    private static readonly int[] s_fragile = [Fectl.Offset, Iectl.Offset, Ieaddr.Offset, Pectl.Offset];

    private readonly Random _random;
    private readonly ScriptWriter _writer = new();
    private readonly Ecap _ecap;
    private readonly int _invalidation;
    private readonly int _faults;
    private readonly List<(int Weight, Action Operation)> _operations;
    private readonly bool _isScalable;
    private readonly bool _isWide;
    private readonly bool _passesThrough;
    private readonly bool _isFragile;
    private int _tail;

    private ProgramGenerator(int seed, Cap cap, Ecap ecap, bool isFragile)
    {
        _isFragile = isFragile;
        _random = new(seed);
        _ecap = ecap;
        _invalidation = ecap.IRO * 16;
        _faults = cap.FRO * 16;
        _isScalable = ecap.SMTS && Chance(80);
        _isWide = _isScalable ? !Chance(5) : Chance(10);
        _passesThrough = Chance(20);
        _operations =
        [
            (14, ReadSome),
            (8, WriteAnything),
            (4, Command),
            (3, WriteEvent),
            (3, ClearStatus),
            (3, InvalidateByRegister),
            (8, ChangeEntry),
            (6, () => Write(Page())),
            (16, Submit),
            (2, MoveTail),
            (10, Dma),
            (2, CopyMeanwhile),
            (4, Interrupt),
            (2, () => SetRemapping(Chance(85))),
            (2, StartQueue),
            (1, _writer.Interrupts),
            (1, ResetMachine),
        ];
    }

    /// <summary>Makes a program.</summary>
    /// <param name="seed">Which.</param>
    /// <param name="cap">What the unit is capable of.</param>
    /// <param name="ecap">What the unit is capable of.</param>
    /// <param name="isFragile">Whether the machine ends at some writes of 8 bytes and at some descriptors, which are left out then.</param>
    public static RandomProgram Make(int seed, Cap cap, Ecap ecap, bool isFragile) =>
        new ProgramGenerator(seed, cap, ecap, isFragile).Make();

    private RandomProgram Make()
    {
        var operations = new List<IReadOnlyList<Step>>();
        Boot();
        operations.AddRange(_writer.Take().Chunk(4));
        var total = _operations.Sum(one => one.Weight);
        for (var left = 10 + _random.Next(MaxOperations); left > 0; left--)
        {
            var pick = _random.Next(total);
            _operations.First(one => (pick -= one.Weight) < 0).Operation();
            if (Chance(30))
                ReadState();
            operations.Add(_writer.Take());
        }

        ReadState();
        operations.Add(_writer.Take());
        return new([.. operations.Where(operation => operation.Count > 0)]);
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private ulong Page(ulong first, int count) => first + (ulong)_random.Next(count) * Places.PageSize;

    /// <summary>Devices on, tables filled, remapping and queue on; mostly.</summary>
    private void Boot()
    {
        _writer.Write(Iqa.Offset, 8, (Shape with { IQA = Places.Queue }).Value);
        foreach (var device in MachineLayout.TestDevices)
        {
            _writer.Enable(device);
            if (Chance(70))
                _writer.SetMessage(device, Message(), (uint)_random.Next(256));
        }

        for (var data = 0; data < 4; data++)
            _writer.Fill(Page(Places.Data, Places.DataPages), Number());
        for (var count = 0; count < 12; count++)
            Write(Page());
        foreach (var device in MachineLayout.TestDevices)
            Write(ContextOf(device));
        Write(RootEntry());
        if (_isScalable)
        {
            Write(DirectoryEntry());
            for (var pasid = 0; pasid < Pasids; pasid++)
                Write(EntryOfPasid(pasid));
        }

        for (var index = 0; index < 6; index++)
            Write(EntryOfInterrupt());
        if (Chance(50))
            WriteEvent();
        if (Chance(90))
            SetRemapping(on: true);
        if (Chance(80))
            StartQueue();
    }

    private void ResetMachine()
    {
        _writer.Reset();
        _writer.Write(Iqa.Offset, 8, (Shape with { IQA = Places.Queue }).Value);
        _tail = 0;
        if (!Chance(80))
            return;
        foreach (var device in MachineLayout.TestDevices)
            _writer.Enable(device);
        SetRemapping(on: true);
        StartQueue();
    }

    private void SetRemapping(bool on)
    {
        var root = default(Rtaddr) with { RTA = Places.Root, TTM = _isScalable ? TranslationTableMode.Scalable : TranslationTableMode.Legacy };
        var command = default(Gcmd) with { QIE = Chance(80) };
        if (Chance(80))
        {
            _writer.Write(Rtaddr.Offset, 8, root.Value);
            _writer.Write(Gcmd.Offset, 4, (command with { SRTP = true }).Value);
        }

        if (_ecap.IR && Chance(80))
        {
            _writer.Write(Irta.Offset, 8, (default(Irta) with { IRTA = Places.InterruptTable, S = (byte)_random.Next(8), EIME = _ecap.EIM && Chance(10) }).Value);
            _writer.Write(Gcmd.Offset, 4, (command with { SIRTP = true }).Value);
        }

        _writer.Write(Gcmd.Offset, 4, (command with { TE = on, IRE = Chance(70), CFI = Chance(50) }).Value);
    }

    private void StartQueue()
    {
        var start = Chance(85) ? 0 : _random.Next(8) * DescriptorSize;
        _writer.Write(Iqa.Offset, 8, (Shape with { IQA = Places.Queue }).Value);
        _writer.Write(Iqt.Offset, Pick(4, 8), (ulong)start);
        _writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { QIE = true, TE = Chance(80), IRE = Chance(70) }).Value);
        _tail = start;
    }

    private int DescriptorSize => _isWide ? 32 : 16;

    private Iqa Shape => default(Iqa) with { DW = _isWide ? DescriptorWidth.Bits256 : DescriptorWidth.Bits128 };

    private void ReadState()
    {
        foreach (var offset in (int[])[Gsts.Offset, Fsts.Offset, Fectl.Offset, Ics.Offset, Iectl.Offset])
            _writer.Read(offset, 4);
        foreach (var offset in (int[])[Iqh.Offset, Iqt.Offset, _faults, _faults + 8])
            _writer.Read(offset, 8);
    }

    private int AnyRegister() => _random.Next(10) switch
    {
        < 7 => Pick(s_registers),
        7 => _invalidation + 4 * _random.Next(4),
        8 => _faults + 4 * _random.Next(4),
        _ => 4 * _random.Next(0x100),
    };

    private void ReadSome()
    {
        for (var count = _random.Next(4); count >= 0; count--)
            _writer.Read(AnyRegister(), Pick(4, 4, 8, 8, 2, 1));
    }

    private ulong Number() => _random.Next(5) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        2 => 1UL << _random.Next(64),
        3 => (ulong)_random.Next(0x1000),
        _ => (ulong)_random.NextInt64(),
    };

    private void WriteAnything()
    {
        var offset = AnyRegister() + (Chance(2) ? _random.Next(8) : 0);
        var size = Pick(4, 4, 4, 8, 8, 2, 1);
        var covered = Enumerable.Range(offset, size).ToList();
        if (size == 8 && _isFragile && covered.Intersect(s_fragile).Any())
            size = 4;
        var value = Number();
        if (Touches(offset, size, Gcmd.Offset) || (offset != Iqa.Offset && Touches(offset, size, Iqa.Offset)))
            return;
        foreach (var pointer in (int[])[Rtaddr.Offset, Irta.Offset, Iqa.Offset])
        {
            if (Touches(offset, size, pointer + sizeof(uint)) && offset > pointer)
                value = 0;
            if (Touches(offset, size, pointer))
                value = (value & (Places.PageSize - 1) & ~(pointer == Irta.Offset ? Irta.Masks.EIME : 0)) | (offset == pointer ? AnyTable() : 0);
        }

        // QEMU takes a width of descriptors at once, also while the queue is on, and counts its head in those of the new width then.
        if (offset == Iqa.Offset)
            value = (value & ~Iqa.Masks.DW) | Shape.Value;

        // Only fixed interrupts leave the processor alone.
        if (Touches(offset, size, Fedata.Offset) || Touches(offset, size, Iedata.Offset))
            value = 0x41;
        _writer.Write(offset, size, value);
        if (Touches(offset, size, Iqt.Offset))
            _tail = (int)(value & (QueueSize - 1)) / DescriptorSize * DescriptorSize;
    }

    private static bool Touches(int offset, int size, int register) => offset + size > register && offset < register + sizeof(uint);

    private ulong AnyTable() => Chance(80) ? Page(Places.Queue, 16) : Chance(50) ? 0x200000 : BeyondMemory;

    private void Command()
    {
        var command = default(Gcmd) with { TE = Chance(70), IRE = Chance(60), QIE = Chance(80), CFI = Chance(30) };
        command = _random.Next(6) switch
        {
            0 => command with { SRTP = true },
            1 => command with { SIRTP = true },
            2 => command with { SFL = true, EAFL = Chance(50), WBF = Chance(50) },
            _ => command,
        };
        _writer.Write(Gcmd.Offset, 4, command.Value);
        if (!command.QIE)
            _tail = 0;
    }

    private void WriteEvent()
    {
        var (address, data, control) = Pick((Feaddr.Offset, Fedata.Offset, Fectl.Offset), (Ieaddr.Offset, Iedata.Offset, Iectl.Offset));
        _writer.Write(address, 4, Message());
        _writer.Write(data, 4, (ulong)_random.Next(256));
        _writer.Write(control, 4, Chance(70) ? 0 : uint.MaxValue);
    }

    private ulong Message() => _random.Next(6) switch
    {
        0 => 0xFEE00000 | (ulong)_random.Next(256) << 12,
        1 => (new RemappableMsi(0) with { PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable, HANDLE = (ushort)Pick(0, 1, 2, 3, 4, 5, 300) }).Qword0,
        2 or 3 => (new RemappableMsi(0) with { PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable, HANDLE = (ushort)_random.Next(6), SHV = Chance(40) }).Qword0,
        _ => 0xFEE00000,
    };

    private void ClearStatus()
    {
        switch (_random.Next(4))
        {
            case 0:
                _writer.Write(Fsts.Offset, 4, Chance(70) ? uint.MaxValue : Number());
                break;
            case 1:
                _writer.Write(_faults + 12, 4, Chance(80) ? uint.MaxValue : Number());
                break;
            case 2:
                _writer.Write(_faults + 8, 8, ulong.MaxValue);
                _writer.Write(Fsts.Offset, 4, uint.MaxValue);
                break;
            default:
                _writer.Write(Ics.Offset, 4, 1);
                break;
        }
    }

    private void InvalidateByRegister()
    {
        if (Chance(50))
        {
            var command = default(Ccmd) with
            {
                ICC = true, CIRG = (ContextGranularity)_random.Next(4), DID = Domain(), SID = Pick(MachineLayout.TestDevices), FM = (FunctionMask)_random.Next(4),
            };
            _writer.Write(Ccmd.Offset, 8, command.Value);
            _writer.Read(Ccmd.Offset, 8);
            return;
        }

        _writer.Write(_invalidation, 8, (default(Iva) with { ADDR = Input() & ~(Places.PageSize - 1), AM = (byte)_random.Next(22), IH = Chance(30) }).Value);
        var request = default(Iotlb) with { IVT = true, IIRG = (IotlbGranularity)_random.Next(4), DID = Domain(), DR = Chance(50), DW = Chance(50) };
        _writer.Write(_invalidation + 8, 8, request.Value);
        _writer.Read(_invalidation + 8, 8);
    }

    private ushort Domain() => (ushort)_random.Next(1, 5);

    private uint PasidOf(ushort sourceId) => sourceId == MachineLayout.TestDevices[0] ? (Chance(60) ? 0 : 1u) : 2;

    private void Submit()
    {
        for (var count = _random.Next(4); count >= 0; count--)
        {
            _writer.Fill(Places.Queue + (ulong)_tail, Images.Padded(Descriptor(), DescriptorSize).AsSpan(0, DescriptorSize));
            _tail = (_tail + DescriptorSize) % QueueSize;
        }

        if (!Chance(95))
            return;
        _writer.Write(Iqt.Offset, Pick(4, 8), (ulong)_tail);
        if (Chance(20))
            _writer.Write(Fsts.Offset, 4, uint.MaxValue);
    }

    private void MoveTail()
    {
        _tail = Chance(70) ? _random.Next(QueueSize / DescriptorSize) * DescriptorSize : 0;
        _writer.Write(Iqt.Offset, 8, Chance(60) ? (ulong)_tail : Number() & 0xFFFFFFFF);
        if (Chance(60))
            _writer.Write(Iqt.Offset, 8, (ulong)_tail);
    }

    private byte[] Descriptor()
    {
        var sid = Pick(MachineLayout.TestDevices);
        var address = Input() & ~(Places.PageSize - 1);
        var bytes = _random.Next(_isWide ? 12 : 8) switch
        {
            0 or 1 or 2 => Wait(),
            3 => Images.Of(new ContextCacheInvalidateDescriptor { G = (ContextGranularity)_random.Next(1, 4), DID = Domain(), SID = sid, FM = (FunctionMask)_random.Next(4) }),
            4 or 5 => Images.Of(new IotlbInvalidateDescriptor
            {
                G = (IotlbGranularity)_random.Next(1, 4), DID = Domain(), AM = (byte)_random.Next(12), ADDR = address, IH = Chance(30), DR = Chance(50), DW = Chance(50),
            }),
            6 => Images.Of(new InterruptEntryCacheInvalidateDescriptor { G = (InterruptEntryGranularity)_random.Next(2), IIDX = (ushort)_random.Next(8), IM = (byte)_random.Next(4) }),
            7 => Images.Of(new DeviceTlbInvalidateDescriptor { SID = sid, ADDR = address, S = Chance(30) }),
            8 => Images.Of(new PasidCacheInvalidateDescriptor { G = Pick(PasidCacheGranularity.Domain, PasidCacheGranularity.Pasid, PasidCacheGranularity.Global), DID = Domain(), PASID = (uint)_random.Next(Pasids) }),
            9 => Images.Of(new PasidIotlbInvalidateDescriptor
            {
                G = Pick(PasidIotlbGranularity.Pasid, PasidIotlbGranularity.Page), DID = Domain(), PASID = (uint)_random.Next(Pasids), AM = (byte)_random.Next(12), ADDR = address,
            }),
            10 => Images.Of(new PasidDeviceTlbInvalidateDescriptor { SID = sid, PASID = (uint)_random.Next(Pasids), ADDR = address, S = Chance(30) }),
            _ => Images.Of(new PageGroupResponseDescriptor { RID = sid, PP = Chance(60), PASID = (uint)_random.Next(Pasids), RC = PageResponseCode.Success }),
        };
        return Chance(12) ? Mutated(Images.Padded(bytes, DescriptorSize)) : bytes;
    }

    private byte[] Wait()
    {
        var wantsStatus = Chance(70);
        return Images.Of(new WaitDescriptor
        {
            SW = wantsStatus, IF = !wantsStatus || (!_isFragile && Chance(20)), FN = Chance(40), STDATA = (uint)_random.Next(), STADDR = Places.Status + 8UL * (ulong)_random.Next(64),
        });
    }

    /// <summary>Changes a bit or two, but leaves addresses in the window or out of all memory.</summary>
    private byte[] Mutated(byte[] bytes)
    {
        for (var count = Chance(80) ? 1 : 2; count > 0; count--)
        {
            var bit = _random.Next(bytes.Length * 8);
            if (bit % 64 is < 18 or >= 33 || (bit < 64 && bytes.Length is 16 or 32 && (bytes[0] & 15) != 5))
                Images.Flip(bytes, bit);
        }

        if (_isFragile && WaitDescriptor.Read(bytes.AsSpan(0, 16)) is { SW: true, IF: true } wait)
            (wait with { IF = false }).CopyTo(bytes);
        return bytes;
    }

    private void Write((ulong Address, byte[] Bytes) entry) => _writer.Fill(entry.Address, Chance(10) ? MutatedEntry(entry) : Tamed(entry.Address, entry.Bytes));

    private byte[] MutatedEntry((ulong Address, byte[] Bytes) entry)
    {
        var bytes = (byte[])entry.Bytes.Clone();
        var bit = _random.Next(bytes.Length * 8);
        var isInterrupt = entry.Address is >= Places.InterruptTable and < Places.InterruptTable + Places.PageSize;
        // Other interrupts than fixed and lowest-priority ones do not leave the processor alone.
        if (isInterrupt ? bit is < 6 or > 7 : bit % 64 is < 18 or >= 33)
            Images.Flip(bytes, bit);
        return Tamed(entry.Address, bytes);
    }

    /// <summary>What a change must not lead to: pass-through now and then.</summary>
    private byte[] Tamed(ulong address, byte[] bytes)
    {
        switch (address & ~(Places.PageSize - 1))
        {
            case Places.Contexts when !_isScalable && LegacyContextEntry.Read(bytes) is { TT: TranslationType.PassThrough } context:
                return Images.Of(_passesThrough ? context with { AW = SecondStageWidth.Bits48 } : context with { TT = TranslationType.UntranslatedOnly });
            case Places.PasidTable when !_passesThrough && PasidEntry.Read(bytes) is { PGTT: PasidTranslationType.PassThrough } pasid:
                return Images.Of(pasid with { PGTT = PasidTranslationType.SecondStage });
            case Places.PasidTable when _ecap.FSTS:
                return Images.Of(PasidEntry.Read(bytes) with { AW = SecondStageWidth.Bits48 }); // QEMU takes it for the width of the first stage
            default:
                return bytes;
        }
    }

    /// <summary>QEMU decides when remapping is switched whether a device passes through, so no such device changes while it is on.</summary>
    private void ChangeEntry()
    {
        if (!_passesThrough)
            Write(Entry());
    }

    private (ulong Address, byte[] Bytes) Entry() => _random.Next(_isScalable ? 7 : 4) switch
    {
        0 => ContextOf(Pick(MachineLayout.TestDevices)),
        1 => Chance(30) ? RootEntry() : ContextOf(Pick(MachineLayout.TestDevices)),
        2 or 3 => EntryOfInterrupt(),
        4 => DirectoryEntry(),
        _ => EntryOfPasid(_random.Next(Pasids)),
    };

    private (ulong Address, byte[] Bytes) RootEntry() => _isScalable
        ? (Places.Root, Images.Of(new ScalableRootEntry { LP = !Chance(4), LCTP = Places.Contexts, UP = Chance(50), UCTP = Places.Contexts }))
        : (Places.Root, Images.Of(new LegacyRootEntry { P = !Chance(4), CTP = Places.Contexts }));

    private (ulong Address, byte[] Bytes) ContextOf(ushort sourceId) => _isScalable
        ? (Places.Contexts + (ulong)(sourceId & 0x7F) * ScalableContextEntry.SizeInBytes, Images.Of(new ScalableContextEntry
        {
            P = !Chance(8), FPD = Chance(8), PASIDDIRPTR = Places.PasidDirectory, RID_PASID = PasidOf(sourceId), PASIDE = Chance(50),
            DTE = Chance(10), PDTS = (PasidDirectorySize)_random.Next(3),
        }))
        : (Places.Contexts + sourceId * (ulong)LegacyContextEntry.SizeInBytes, Images.Of(new LegacyContextEntry
        {
            P = !Chance(8), FPD = Chance(8), DID = Domain(), TT = Chance(80) ? TranslationType.UntranslatedOnly : (TranslationType)_random.Next(4),
            AW = Chance(90) ? SecondStageWidth.Bits48 : (SecondStageWidth)_random.Next(8), SSPTPTR = Chance(95) ? Places.SecondStage : AnyTable(),
        }));

    private (ulong Address, byte[] Bytes) DirectoryEntry() =>
        (Places.PasidDirectory, Images.Of((new PasidDirectoryEntry(0) with { P = !Chance(8), FPD = Chance(8), SMPTBLPTR = Places.PasidTable }).Qword0));

    private (ulong Address, byte[] Bytes) EntryOfPasid(int pasid) => (Places.PasidTable + (ulong)(pasid * PasidEntry.SizeInBytes), Images.Of(new PasidEntry
    {
        P = !Chance(8), FPD = Chance(8), DID = Domain(), AW = Chance(92) ? SecondStageWidth.Bits48 : (SecondStageWidth)_random.Next(8),
        PGTT = Chance(85) ? _ecap.FSTS ? PasidTranslationType.FirstStage : PasidTranslationType.SecondStage : (PasidTranslationType)_random.Next(8),
        SSPTPTR = Places.SecondStage, FSPTPTR = Places.FirstStage, FSPM = Chance(97) ? FirstStagePagingMode.Level4 : (FirstStagePagingMode)_random.Next(4),
        SRE = Chance(50), WPE = Chance(50), NXE = Chance(30), EAFE = Chance(10),
    }));

    private (ulong Address, byte[] Bytes) EntryOfInterrupt() => (Places.InterruptTable + (ulong)_random.Next(6) * (ulong)XapicIrte.SizeInBytes, Images.Of(new XapicIrte
    {
        P = !Chance(8), FPD = Chance(8), V = (byte)_random.Next(256), SVT = (SourceValidation)(Chance(70) ? 0 : _random.Next(4)), SQ = (SourceQualifier)_random.Next(4),
        SID = Chance(80) ? Pick(MachineLayout.TestDevices) : (ushort)_random.Next(), TM = Chance(20) ? TriggerMode.Level : TriggerMode.Edge,
        RH = (RedirectionHint)_random.Next(2), DM = Chance(20) ? DestinationMode.Logical : DestinationMode.Physical, DST = Chance(80) ? (byte)0 : (byte)_random.Next(256),
    }));

    /// <summary>An entry of the page tables: of the way to the data pages, mostly.</summary>
    private (ulong Address, byte[] Bytes) Page()
    {
        var isFirst = _isScalable && _ecap.FSTS;
        var level = Pick(1, 1, 1, 1, 2, 2, 3, 3, 4);
        var isLarge = level is 2 or 3 && Chance(35);
        var index = level switch
        {
            1 => _random.Next(DataIndex, DataIndex + 8),
            4 => 0,
            _ => isLarge ? 1 : 0,
        };
        var top = isFirst ? Places.FirstStage : Places.SecondStage;
        var address = isLarge ? 0 : level == 1 ? Chance(95) ? Page(Places.Data, Places.DataPages) : AnyTable() : Places.Table(top, level - 1);
        var isAllowed = !Chance(12);
        ulong entry;
        if (isFirst)
            entry = (new FsPde(0) with { P = isAllowed, RW = !Chance(15), US = !Chance(8), A = Chance(30), PS = isLarge }).Qword0;
        else
            entry = (new SsPde(0) with { R = isAllowed, W = isAllowed ? !Chance(15) : Chance(50), X = Chance(20), PS = isLarge }).Qword0;
        return (Places.Table(top, level) + (ulong)index * sizeof(ulong), Images.Of(entry | address));
    }

    private const int DataIndex = (int)(Places.Data / Places.PageSize) & 511;

    /// <summary>An address on one of the pages that are mapped, mostly.</summary>
    private ulong Data() => Page(Places.Data, 8) + (ulong)_random.Next(0x200) * 8;

    /// <summary>An address that a device uses.</summary>
    private ulong Input()
    {
        var data = Data();
        return _random.Next(20) switch
        {
            < 13 => data,
            13 or 14 => Places.Span(2) + data,
            15 or 16 => Places.Span(3) + data,
            17 => data | 1UL << _random.Next(34, 64),
            18 => data + Places.Span(4),
            _ => 0xFEE00000 | (ulong)_random.Next(1, 0xFF) << 12,
        };
    }

    private void Dma()
    {
        var device = Chance(80) ? MachineLayout.TestDevices[0] : MachineLayout.TestDevices[1];
        var count = Pick(4, 8, 8, 64, 300);
        if (Chance(50))
            _writer.DmaRead(device, Input(), count);
        if (!Chance(80))
            return;
        // Longer writes there are several interrupts; QEMU takes them for those of nobody.
        var address = Input();
        _writer.DmaWrite(device, address, address >> 20 == 0xFEE ? sizeof(uint) : count);
    }

    /// <summary>Things happen, a reset among them perhaps, while copies are under way: virtual time stands still until they have.</summary>
    private void CopyMeanwhile()
    {
        _writer.Stop();
        foreach (var device in MachineLayout.TestDevices)
        {
            if (Chance(50))
                _writer.StartDmaRead(device, Input(), Pick(4, 8, 64));
            else
                _writer.StartDmaWrite(device, Data(), Pick(4, 8, 64));
        }

        for (var count = _random.Next(1, 4); count > 0; count--)
            Pick<Action>(ResetMachine, ChangeEntry, () => Write(Page()), Submit, Command, ClearStatus, () => SetRemapping(Chance(85)), Interrupt)();
        foreach (var device in MachineLayout.TestDevices)
            _writer.Enable(device, isBusMaster: Chance(90));
        _writer.Continue();
        foreach (var device in MachineLayout.TestDevices)
        {
            _writer.AwaitDma(device);
            _writer.Enable(device);
        }
    }

    private void Interrupt()
    {
        var device = Pick(MachineLayout.TestDevices);
        if (Chance(60))
            _writer.SetMessage(device, Message(), Chance(60) ? (uint)_random.Next(256) : Chance(70) ? (uint)_random.Next(4) : 0x10000u << _random.Next(16));
        _writer.Raise(device);
        if (Chance(30))
            _writer.Interrupts();
    }
}
