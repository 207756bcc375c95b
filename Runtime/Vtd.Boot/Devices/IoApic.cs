using Vtd.Architecture;
using Vtd.Boot.Codegen;
using Vtd.Boot.Devices.IoApicLayout;
using Vtd.Boot.Devices.IoApicWindowLayout;
using Vtd.Machine.Pci;
using Vtd.Runtime;

namespace Vtd.Boot.Devices;

/// <summary>An I/O APIC: it turns the levels of its pins into interrupt requests, which a unit can remap.</summary>
/// <remarks>Of the ends of interrupts it knows those that software writes into its own register, as software that uses interrupt remapping does, and not those that
/// processors broadcast.</remarks>
public sealed class IoApic : PciFunction, IIoApicWindowRegisterHandler, IIoApicRegisterHandler
{
    private const int RegisterSize = sizeof(uint);

    private static readonly PciIdentity s_identity = new(
        new() { VENDOR = 0x1234, DEVICE = 0x0800 },
        new() { BASE = 0x08, PI = 0x20 }, // system peripheral, I/O(x) APIC
        MemorySize: IoApicWindowRegisterFile.Size);

    private readonly IoApicWindowRegisterFile _window = new();
    private readonly IoApicRegisterFile _registers = new();
    private readonly bool[] _isAsserted;
    private readonly DeviceMemory _memory;

    /// <summary>Creates the device.</summary>
    /// <param name="memory">Guest memory, as the device sees it.</param>
    public IoApic(DeviceMemory memory)
        : base(s_identity)
    {
        _memory = memory;
        _isAsserted = new bool[_registers.PINCount];
    }

    /// <summary>Sets the level of a pin. Pins that it does not have are left out.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="isAsserted">Whether a device asserts it. High or low is the wiring of the board, of which an entry tells nothing new.</param>
    public void SetPin(int pin, bool isAsserted)
    {
        if (pin < 0 || pin >= _isAsserted.Length || _isAsserted[pin] == isAsserted)
            return;
        _isAsserted[pin] = isAsserted;
        var entry = _registers.GetPIN(pin);
        if (entry.LEVEL)
            SendLevel(pin);
        else if (isAsserted && !entry.MASK)
            Send(entry);
    }

    /// <inheritdoc/>
    /// <remarks>The levels of pins are those of the devices.</remarks>
    public override void Reset()
    {
        base.Reset();
        _window.Reset(keepSticky: true);
        _registers.Reset(keepSticky: true);
    }

    /// <inheritdoc/>
    protected override ulong Read(ulong offset, int size) => _window.Read((int)offset, size, out var value, this) == RegisterAccess.Done ? value : 0;

    /// <inheritdoc/>
    protected override void Write(ulong offset, int size, ulong value) => _window.Write((int)offset, size, value, this);

    Window IIoApicWindowRegisterHandler.OnReading(Window value) =>
        _registers.Read(Selected, RegisterSize, out var selected) == RegisterAccess.Done ? new((uint)selected) : default;

    /// <summary>A read has no effect on the register that it reads.</summary>
    void IIoApicWindowRegisterHandler.OnRead(Window value)
    {
    }

    void IIoApicWindowRegisterHandler.OnWrite(Window before, Window after) => _registers.Write(Selected, RegisterSize, after.Value, this);

    void IIoApicWindowRegisterHandler.OnWrite(Eoi before, Eoi after)
    {
        for (var pin = 0; pin < _isAsserted.Length; pin++)
        {
            var entry = _registers.GetPIN(pin);
            if (entry.V != after.V)
                continue;
            _registers.SetPIN(pin, entry with { RIRR = false });
            SendLevel(pin);
        }
    }

    void IIoApicRegisterHandler.OnWrite(Id before, Id after) => _registers.ARB = new() { ID = after.ID };

    void IIoApicRegisterHandler.OnWrite(int index, Pin before, Pin after)
    {
        if (!after.LEVEL)
            _registers.SetPIN(index, after with { RIRR = false });
        SendLevel(index);
    }

    private int Selected => _window.SELECT.INDEX * RegisterSize;

    /// <summary>Sends the interrupt of a level-triggered pin while it is asserted, once until the interrupt has ended.</summary>
    private void SendLevel(int pin)
    {
        var entry = _registers.GetPIN(pin);
        if (!_isAsserted[pin] || !entry.LEVEL || entry.MASK || entry.RIRR)
            return;
        _registers.SetPIN(pin, entry with { RIRR = true });
        Send(entry);
    }

    private void Send(Pin entry)
    {
        var message = default(CompatibilityMsi) with
        {
            PREFIX = InterruptPrefix.InterruptRange,
            DST = entry.DST,
            DM = entry.LOGICAL ? DestinationMode.Logical : DestinationMode.Physical,
            TM = entry.LEVEL ? TriggerMode.Level : TriggerMode.Edge,
            LEVEL = true,
            DLM = (DeliveryMode)entry.DLM,
            V = entry.V,
        };
        _memory.TrySendInterrupt(entry.REMAP ? RemappableAddress(entry) : message.Qword0, (uint)message.Qword1);
    }

    /// <summary>The address of a request for the interrupt index of an entry, without a subhandle: the data does not count.</summary>
    private static ulong RemappableAddress(Pin entry) => (default(RemappableMsi) with
    {
        PREFIX = InterruptPrefix.InterruptRange,
        IF = InterruptFormat.Remappable,
        HANDLE = new RemappableIoapicRte(entry.Value).HANDLE,
    }).Qword0;
}
