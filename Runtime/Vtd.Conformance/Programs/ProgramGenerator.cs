using Vtd.Architecture;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Programs;

/// <summary>Makes random programs. Equal seeds make equal programs.</summary>
/// <remarks>
/// Most of a program is what a driver would do, so that it gets far; the rest is wrong somewhere. What is known to end QEMU is left out,
/// and so is what would reach anything but the unit, memory and the test devices.
/// </remarks>
internal sealed class ProgramGenerator
{
    private const int MaxOperations = 120;
    private const int QueueSize = 0x1000;

    private static readonly int[] s_registers =
    [
        Ver.Offset, Cap.Offset, Cap.Offset + 4, Ecap.Offset, Gsts.Offset, Rtaddr.Offset, Rtaddr.Offset + 4, Ccmd.Offset, Ccmd.Offset + 4, Fsts.Offset,
        Fectl.Offset, Fedata.Offset, Feaddr.Offset, Feuaddr.Offset, Aflog.Offset, Pmen.Offset, Plmbase.Offset, Plmlimit.Offset, Phmbase.Offset,
        Phmlimit.Offset, Iqh.Offset, Iqt.Offset, Iqt.Offset + 4, Iqa.Offset, Ics.Offset, Iectl.Offset, Iedata.Offset, Ieaddr.Offset, Ieuaddr.Offset,
        Iqercd.Offset, Irta.Offset, Irta.Offset + 4, Pqh.Offset, Pqt.Offset, Pqa.Offset, Prs.Offset, Pectl.Offset, Pedata.Offset, Peaddr.Offset,
    ];

    /// <summary>Registers at which a write of eight bytes ends a fragile machine (KnownDeviations).</summary>
    private static readonly int[] s_fragile = [Fectl.Offset, Iectl.Offset, Ieaddr.Offset, Pectl.Offset];

    private readonly Dice _dice;
    private readonly ScriptWriter _writer = new();
    private readonly ProgramShape _shape;
    private readonly RandomAddresses _addresses;
    private readonly RandomDescriptors _descriptors;
    private readonly RandomEntries _entries;
    private readonly int _invalidation;
    private readonly int _faults;
    private readonly List<(int Weight, Action Operation)> _operations;
    private int _tail;

    private ProgramGenerator(int seed, Cap cap, Ecap ecap, bool isFragile)
    {
        _dice = new(seed);
        _shape = ProgramShape.Of(_dice, ecap, isFragile);
        _addresses = new(_dice);
        _descriptors = new(_dice, _addresses, _shape);
        _entries = new(_dice, _addresses, _shape);
        _invalidation = ecap.IRO * 16;
        _faults = cap.FRO * 16;
        _operations =
        [
            (14, ReadSome),
            (8, WriteAnything),
            (4, Command),
            (3, WriteEvent),
            (3, ClearStatus),
            (3, InvalidateByRegister),
            (8, ChangeEntry),
            (6, () => Write(_entries.Page())),
            (16, Submit),
            (2, MoveTail),
            (10, Dma),
            (2, CopyMeanwhile),
            (4, Interrupt),
            (2, () => SetRemapping(_dice.Chance(85))),
            (2, StartQueue),
            (1, _writer.Interrupts),
            (1, ResetMachine),
        ];
    }

    /// <summary>Makes a program.</summary>
    /// <param name="seed">The seed of the program.</param>
    /// <param name="cap">The capabilities of the unit.</param>
    /// <param name="ecap">The capabilities of the unit.</param>
    /// <param name="isFragile">Whether the machine ends at some writes of 8 bytes and at some descriptors, which are left out then.</param>
    public static RandomProgram Make(int seed, Cap cap, Ecap ecap, bool isFragile) =>
        new ProgramGenerator(seed, cap, ecap, isFragile).Make();

    private RandomProgram Make()
    {
        var operations = new List<IReadOnlyList<Step>>();
        Boot();
        operations.AddRange(_writer.Take().Chunk(4));
        var total = _operations.Sum(one => one.Weight);
        for (var left = 10 + _dice.Next(MaxOperations); left > 0; left--)
        {
            var pick = _dice.Next(total);
            _operations.First(one => (pick -= one.Weight) < 0).Operation();
            if (_dice.Chance(30))
                ReadState();
            operations.Add(_writer.Take());
        }

        ReadState();
        operations.Add(_writer.Take());
        return new([.. operations.Where(operation => operation.Count > 0)]);
    }

    /// <summary>Devices on, tables filled, remapping and queue on; mostly.</summary>
    private void Boot()
    {
        _writer.Write(Iqa.Offset, 8, (_shape.Queue with { IQA = Places.Queue }).Value);
        foreach (var device in MachineLayout.TestDevices)
        {
            _writer.Enable(device);
            if (_dice.Chance(70))
                _writer.SetMessage(device, _addresses.Message(), (uint)_dice.Next(256));
        }

        for (var data = 0; data < 4; data++)
            _writer.Fill(_dice.Page(Places.Data, Places.DataPages), _dice.Number());
        for (var count = 0; count < 12; count++)
            Write(_entries.Page());
        foreach (var device in MachineLayout.TestDevices)
            Write(_entries.ContextOf(device));
        Write(_entries.RootEntry());
        if (_shape.IsScalable)
        {
            Write(_entries.DirectoryEntry());
            for (var pasid = 0; pasid < ProgramShape.Pasids; pasid++)
                Write(_entries.EntryOfPasid(pasid));
        }

        for (var index = 0; index < 6; index++)
            Write(_entries.EntryOfInterrupt());
        if (_dice.Chance(50))
            WriteEvent();
        if (_dice.Chance(90))
            SetRemapping(on: true);
        if (_dice.Chance(80))
            StartQueue();
    }

    private void ResetMachine()
    {
        _writer.Reset();
        _writer.Write(Iqa.Offset, 8, (_shape.Queue with { IQA = Places.Queue }).Value);
        _tail = 0;
        if (!_dice.Chance(80))
            return;
        foreach (var device in MachineLayout.TestDevices)
            _writer.Enable(device);
        SetRemapping(on: true);
        StartQueue();
    }

    private void SetRemapping(bool on)
    {
        var root = default(Rtaddr) with { RTA = Places.Root, TTM = _shape.IsScalable ? TranslationTableMode.Scalable : TranslationTableMode.Legacy };
        var command = default(Gcmd) with { QIE = _dice.Chance(80) };
        if (_dice.Chance(80))
        {
            _writer.Write(Rtaddr.Offset, 8, root.Value);
            _writer.Write(Gcmd.Offset, 4, (command with { SRTP = true }).Value);
        }

        if (_shape.Ecap.IR && _dice.Chance(80))
        {
            _writer.Write(Irta.Offset, 8, (default(Irta) with { IRTA = Places.InterruptTable, S = (byte)_dice.Next(8), EIME = _shape.Ecap.EIM && _dice.Chance(10) }).Value);
            _writer.Write(Gcmd.Offset, 4, (command with { SIRTP = true }).Value);
        }

        _writer.Write(Gcmd.Offset, 4, (command with { TE = on, IRE = _dice.Chance(70), CFI = _dice.Chance(50) }).Value);
    }

    private void StartQueue()
    {
        var start = _dice.Chance(85) ? 0 : _dice.Next(8) * _shape.DescriptorSize;
        _writer.Write(Iqa.Offset, 8, (_shape.Queue with { IQA = Places.Queue }).Value);
        _writer.Write(Iqt.Offset, _dice.Pick(4, 8), (ulong)start);
        _writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { QIE = true, TE = _dice.Chance(80), IRE = _dice.Chance(70) }).Value);
        _tail = start;
    }

    private void ReadState()
    {
        foreach (var offset in (int[])[Gsts.Offset, Fsts.Offset, Fectl.Offset, Ics.Offset, Iectl.Offset])
            _writer.Read(offset, 4);
        foreach (var offset in (int[])[Iqh.Offset, Iqt.Offset, _faults, _faults + 8])
            _writer.Read(offset, 8);
    }

    private int AnyRegister() => _dice.Next(10) switch
    {
        < 7 => _dice.Pick(s_registers),
        7 => _invalidation + 4 * _dice.Next(4),
        8 => _faults + 4 * _dice.Next(4),
        _ => 4 * _dice.Next(0x100),
    };

    private void ReadSome()
    {
        for (var count = _dice.Next(4); count >= 0; count--)
            _writer.Read(AnyRegister(), _dice.Pick(4, 4, 8, 8, 2, 1));
    }

    private void WriteAnything()
    {
        var offset = AnyRegister() + (_dice.Chance(2) ? _dice.Next(8) : 0);
        var size = _dice.Pick(4, 4, 4, 8, 8, 2, 1);
        var covered = Enumerable.Range(offset, size).ToList();
        if (size == 8 && _shape.IsFragile && covered.Intersect(s_fragile).Any())
            size = 4;
        var value = _dice.Number();
        if (Touches(offset, size, Gcmd.Offset) || (offset != Iqa.Offset && Touches(offset, size, Iqa.Offset)))
            return;
        foreach (var pointer in (int[])[Rtaddr.Offset, Irta.Offset, Iqa.Offset])
        {
            if (Touches(offset, size, pointer + sizeof(uint)) && offset > pointer)
                value = 0;
            if (Touches(offset, size, pointer))
                value = (value & (Places.PageSize - 1) & ~(pointer == Irta.Offset ? Irta.Masks.EIME : 0)) | (offset == pointer ? _addresses.AnyTable() : 0);
        }

        // QEMU takes a width of descriptors at once, also while the queue is on, and counts its head in those of the new width then.
        if (offset == Iqa.Offset)
            value = (value & ~Iqa.Masks.DW) | _shape.Queue.Value;

        // Only fixed interrupts leave the processor alone.
        if (Touches(offset, size, Fedata.Offset) || Touches(offset, size, Iedata.Offset))
            value = 0x41;
        _writer.Write(offset, size, value);
        if (Touches(offset, size, Iqt.Offset))
            _tail = (int)(value & (QueueSize - 1)) / _shape.DescriptorSize * _shape.DescriptorSize;
    }

    private static bool Touches(int offset, int size, int register) => offset + size > register && offset < register + sizeof(uint);

    private void Command()
    {
        var command = default(Gcmd) with { TE = _dice.Chance(70), IRE = _dice.Chance(60), QIE = _dice.Chance(80), CFI = _dice.Chance(30) };
        command = _dice.Next(6) switch
        {
            0 => command with { SRTP = true },
            1 => command with { SIRTP = true },
            2 => command with { SFL = true, EAFL = _dice.Chance(50), WBF = _dice.Chance(50) },
            _ => command,
        };
        _writer.Write(Gcmd.Offset, 4, command.Value);
        if (!command.QIE)
            _tail = 0;
    }

    private void WriteEvent()
    {
        var (address, data, control) = _dice.Pick((Feaddr.Offset, Fedata.Offset, Fectl.Offset), (Ieaddr.Offset, Iedata.Offset, Iectl.Offset));
        _writer.Write(address, 4, _addresses.Message());
        _writer.Write(data, 4, (ulong)_dice.Next(256));
        _writer.Write(control, 4, _dice.Chance(70) ? 0 : uint.MaxValue);
    }

    private void ClearStatus()
    {
        switch (_dice.Next(4))
        {
            case 0:
                _writer.Write(Fsts.Offset, 4, _dice.Chance(70) ? uint.MaxValue : _dice.Number());
                break;
            case 1:
                _writer.Write(_faults + 12, 4, _dice.Chance(80) ? uint.MaxValue : _dice.Number());
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
        if (_dice.Chance(50))
        {
            var command = default(Ccmd) with
            {
                ICC = true, CIRG = (ContextGranularity)_dice.Next(4), DID = _addresses.Domain(), SID = _dice.Pick(MachineLayout.TestDevices), FM = (FunctionMask)_dice.Next(4),
            };
            _writer.Write(Ccmd.Offset, 8, command.Value);
            _writer.Read(Ccmd.Offset, 8);
            return;
        }

        _writer.Write(_invalidation, 8, (default(Iva) with { ADDR = _addresses.Input() & ~(Places.PageSize - 1), AM = (byte)_dice.Next(22), IH = _dice.Chance(30) }).Value);
        var request = default(Iotlb) with { IVT = true, IIRG = (IotlbGranularity)_dice.Next(4), DID = _addresses.Domain(), DR = _dice.Chance(50), DW = _dice.Chance(50) };
        _writer.Write(_invalidation + 8, 8, request.Value);
        _writer.Read(_invalidation + 8, 8);
    }

    private void Submit()
    {
        for (var count = _dice.Next(4); count >= 0; count--)
        {
            _writer.Fill(Places.Queue + (ulong)_tail, Images.Padded(_descriptors.Descriptor(), _shape.DescriptorSize).AsSpan(0, _shape.DescriptorSize));
            _tail = (_tail + _shape.DescriptorSize) % QueueSize;
        }

        if (!_dice.Chance(95))
            return;
        _writer.Write(Iqt.Offset, _dice.Pick(4, 8), (ulong)_tail);
        if (_dice.Chance(20))
            _writer.Write(Fsts.Offset, 4, uint.MaxValue);
    }

    private void MoveTail()
    {
        _tail = _dice.Chance(70) ? _dice.Next(QueueSize / _shape.DescriptorSize) * _shape.DescriptorSize : 0;
        _writer.Write(Iqt.Offset, 8, _dice.Chance(60) ? (ulong)_tail : _dice.Number() & 0xFFFFFFFF);
        if (_dice.Chance(60))
            _writer.Write(Iqt.Offset, 8, (ulong)_tail);
    }

    private void Write((ulong Address, byte[] Bytes) entry) => _writer.Fill(entry.Address, _entries.Image(entry));

    /// <summary>QEMU decides when remapping is switched whether a device passes through, so no such device changes while it is on.</summary>
    private void ChangeEntry()
    {
        if (!_shape.PassesThrough)
            Write(_entries.Entry());
    }

    private void Dma()
    {
        var device = _dice.Chance(80) ? MachineLayout.TestDevices[0] : MachineLayout.TestDevices[1];
        var count = _dice.Pick(4, 8, 8, 64, 300);
        if (_dice.Chance(50))
            _writer.DmaRead(device, _addresses.Input(), count);
        if (!_dice.Chance(80))
            return;
        // Longer writes there are several interrupts, which QEMU takes as interrupts without a source-id.
        var address = _addresses.Input();
        _writer.DmaWrite(device, address, address >> 20 == 0xFEE ? sizeof(uint) : count);
    }

    /// <summary>Things happen, a reset among them perhaps, while copies are under way: virtual time stands still until they have.</summary>
    private void CopyMeanwhile()
    {
        _writer.Stop();
        foreach (var device in MachineLayout.TestDevices)
        {
            if (_dice.Chance(50))
                _writer.StartDmaRead(device, _addresses.Input(), _dice.Pick(4, 8, 64));
            else
                _writer.StartDmaWrite(device, _addresses.Data(), _dice.Pick(4, 8, 64));
        }

        for (var count = _dice.Next(1, 4); count > 0; count--)
            _dice.Pick<Action>(ResetMachine, ChangeEntry, () => Write(_entries.Page()), Submit, Command, ClearStatus, () => SetRemapping(_dice.Chance(85)), Interrupt)();
        foreach (var device in MachineLayout.TestDevices)
            _writer.Enable(device, isBusMaster: _dice.Chance(90));
        _writer.Continue();
        foreach (var device in MachineLayout.TestDevices)
        {
            _writer.AwaitDma(device);
            _writer.Enable(device);
        }
    }

    private void Interrupt()
    {
        var device = _dice.Pick(MachineLayout.TestDevices);
        if (_dice.Chance(60))
            _writer.SetMessage(device, _addresses.Message(), _dice.Chance(60) ? (uint)_dice.Next(256) : _dice.Chance(70) ? (uint)_dice.Next(4) : 0x10000u << _dice.Next(16));
        _writer.Raise(device);
        if (_dice.Chance(30))
            _writer.Interrupts();
    }
}
