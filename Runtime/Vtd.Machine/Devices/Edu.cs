using Vtd.Machine.Codegen;
using Vtd.Machine.Devices.EduLayout;
using Vtd.Machine.Pci;
using Vtd.Runtime;

namespace Vtd.Machine.Devices;

/// <summary>The exercise device `edu`.</summary>
/// <remarks>A system reset does not reach it but for its configuration space; QEMU's has no reset either.</remarks>
public sealed class Edu : PciFunction, IEduRegisterHandler
{
    private const int BufferStart = 0x40000;
    private const int BufferSize = 4096;

    private static readonly PciIdentity s_identity = new(
        new() { VENDOR = 0x1234, DEVICE = 0x11E8 },
        new() { SUB = 0xFF, REVISION = 0x10 },
        MemorySize: 1 << 20,
        HasInterrupts: true);

    private readonly EduRegisterFile _registers = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly DeviceMemory _memory;
    private readonly Action<bool> _setPin;
    private readonly Action<Edu, Action> _begin;
    private readonly ulong _dmaMask;

    /// <summary>Creates the device as it is after power-on.</summary>
    /// <param name="memory">Guest memory, as the device sees it.</param>
    /// <param name="setPin">Sets the level of the interrupt pin.</param>
    /// <param name="begin">Does a copy, at once or later; a copy that is begun again was not done before.</param>
    /// <param name="dmaMask">The bits of addresses that the device has.</param>
    public Edu(DeviceMemory memory, Action<bool> setPin, Action<Edu, Action> begin, ulong dmaMask)
        : base(s_identity)
    {
        _memory = memory;
        _setPin = setPin;
        _begin = begin;
        _dmaMask = dmaMask;
    }

    /// <inheritdoc/>
    protected override ulong Read(ulong offset, int size)
    {
        if (size < sizeof(uint))
            return 0;
        var isThere = TakesAccess(offset, size) && offset is not (Irqraise.Offset or Irqack.Offset);
        return isThere && _registers.Read((int)offset, size, out var value) == RegisterAccess.Done ? value : ulong.MaxValue;
    }

    /// <inheritdoc/>
    /// <remarks>A register of 64 bits is written as a whole: four bytes clear its upper half. While a copy is under way nothing of it changes.</remarks>
    protected override void Write(ulong offset, int size, ulong value)
    {
        if (!TakesAccess(offset, size))
            return;
        if (offset < Dmasrc.Offset)
            _registers.Write((int)offset, size, value, this);
        else if (!_registers.DMACMD.RUN && (offset != Dmacmd.Offset || new Dmacmd(value).RUN))
            _registers.Write((int)offset, sizeof(ulong), value, this);
    }

    void IEduRegisterHandler.OnWrite(Liveness before, Liveness after) => _registers.LIVENESS = new(~after.Value);

    void IEduRegisterHandler.OnWrite(Factorial before, Factorial after)
    {
        var product = 1U;
        for (var factor = after.Value; factor > 1 && product != 0; factor--)
            product *= factor;
        _registers.FACTORIAL = new(product);
        if (_registers.STATUS.IRQFACT)
            Raise(new() { FACT = true });
    }

    void IEduRegisterHandler.OnWrite(Irqraise before, Irqraise after) => Raise(new(after.Value));

    void IEduRegisterHandler.OnWrite(Irqack before, Irqack after)
    {
        _registers.IRQSTATUS = new(_registers.IRQSTATUS.Value & ~after.Value);
        if (_registers.IRQSTATUS.Value == 0 && !Config.MSICTL.ENABLE)
            SetPin(isAsserted: false);
    }

    void IEduRegisterHandler.OnWrite(Dmacmd before, Dmacmd after) => _begin(this, Copy);

    /// <summary>Registers of 32 bits take four bytes, those of 64 bits four or eight from their start.</summary>
    private static bool TakesAccess(ulong offset, int size) =>
        offset < EduRegisterFile.Size && size >= sizeof(uint) && (offset < Dmasrc.Offset ? size == sizeof(uint) : offset % sizeof(ulong) == 0);

    private void Copy()
    {
        var command = _registers.DMACMD;
        var toDevice = command.DIR == DmaDirection.ToDevice;
        var inBuffer = (toDevice ? _registers.DMADST.Value : _registers.DMASRC.Value) - BufferStart;
        var count = _registers.DMACNT.Value;
        if (inBuffer <= BufferSize && count <= BufferSize - inBuffer)
        {
            var piece = _buffer.AsSpan((int)inBuffer, (int)count);
            var address = (toDevice ? _registers.DMASRC.Value : _registers.DMADST.Value) & _dmaMask;
            if (!IsBusMaster && toDevice)
                piece.Clear();
            else if (IsBusMaster && toDevice)
                _memory.TryRead(address, piece);
            else if (IsBusMaster)
                _memory.TryWrite(address, piece);
        }

        _registers.DMACMD = command with { RUN = false };
        if (command.IRQ)
            Raise(new() { DMA = true });
    }

    private void Raise(Irqstatus what)
    {
        _registers.IRQSTATUS = new(_registers.IRQSTATUS.Value | what.Value);
        if (_registers.IRQSTATUS.Value == 0)
            return;
        if (!Config.MSICTL.ENABLE)
            SetPin(isAsserted: true);
        else if (IsBusMaster)
            _memory.TrySendInterrupt(Config.MSIADDR.ADDRESS | (ulong)Config.MSIUADDR.ADDRESS << 32, Config.MSIDATA.DATA);
    }

    private void SetPin(bool isAsserted)
    {
        ShowPin(isAsserted);
        _setPin(isAsserted && !Config.COMMAND.INTXDIS);
    }
}
