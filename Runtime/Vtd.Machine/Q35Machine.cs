using Vtd.Machine.Board;
using Vtd.Machine.Bus;
using Vtd.Machine.Devices;
using Vtd.Machine.Pci;
using Vtd.Machine.Recording;
using Vtd.Runtime;

namespace Vtd.Machine;

/// <summary>A small q35: RAM, one remapping unit, a PCI bus with test devices, devices of the board, and time. One thread at a time may use it.</summary>
/// <remarks>Nothing that comes in through ports, memory or the clock makes a member throw or hold more memory than the machine has.</remarks>
public sealed class Q35Machine : IDisposable
{
    private const int IsaBridge = 0xF8;
    private const long CopyTime = 100_000_000;

    private readonly MachineOptions _options;
    private readonly PciBus _pci = new();
    private readonly PciPorts _pciPorts;
    private readonly UnitRecorder? _recorder;

    /// <param name="options">The options of the machine.</param>
    /// <param name="observer">The observer of the unit; null for none, and for the recorder if the machine is recorded.</param>
    /// <exception cref="UnusableOptionException">Two devices are at the same place, or there is no place left.</exception>
    public Q35Machine(MachineOptions options, IUnitObserver? observer = null)
    {
        _options = options;
        _pciPorts = new(_pci);
        Clock = new(options.Clock);
        if (options.StartsStopped)
            Stop(RunState.Prelaunch);
        Memory = new(options.HasMachine ? options.MemorySize : 0);
        Bus = new(Memory, _pci, Registers);
        if (!options.HasMachine)
            return;
        if (options.Iommu is { } iommu)
        {
            var unit = UnitOf(iommu, isObserved: observer is not null || options.Recording is not null);
            if (options.Recording is { } path)
                observer = _recorder = new(path, unit);
            Bus.Unit = new(unit, Memory, Interrupts, observer);
            if (_recorder is not null)
                Bus.Unit.AddInterruptListener(_recorder);
        }
        _pci.TryAdd(0, Bridge.Host());
        _pci.TryAdd(IsaBridge, Bridge.Isa());
        foreach (var device in options.Devices)
            Add(device);
        Ports.Add(BoardLayout.Clock, RealTimeClock.Length, new RealTimeClock(options.StartTime ?? DateTime.UtcNow, Clock, options.BoardQuirks));
        Registers.Add(BoardLayout.Timers, EventTimers.Length, new EventTimers(Clock, options.BoardQuirks));
        if (options.HasSerialPort)
            Ports.Add(BoardLayout.Serial, SerialPort.Length, new SerialPort(static _ => { }, Clock, options.BoardQuirks));
    }

    /// <summary>The RAM of the machine.</summary>
    public SystemMemory Memory { get; }

    /// <summary>The bus that routes physical addresses.</summary>
    public SystemBus Bus { get; }

    /// <summary>The devices of the board in the I/O ports, beside those of PCI.</summary>
    public BoardSpace Ports { get; } = new();

    /// <summary>The devices of the board in memory.</summary>
    public BoardSpace Registers { get; } = new();

    /// <summary>The controller that takes interrupt messages.</summary>
    public InterruptController Interrupts { get; } = new();

    /// <summary>Virtual time.</summary>
    public VirtualClock Clock { get; }

    /// <summary>Whether time goes on.</summary>
    public RunState State { get; private set; }

    /// <summary>The remapping unit, if it has one.</summary>
    public VtdUnit? Unit => Bus.Unit;

    /// <summary>Software reads an I/O port.</summary>
    /// <param name="port">The port.</param>
    /// <param name="size">Bytes: 1, 2 or 4.</param>
    /// <returns>All ones where nothing is.</returns>
    /// <remarks>Devices of the board have eight data lines, so that a wider access is one of each byte.</remarks>
    public uint ReadPort(int port, int size)
    {
        if (IsOfPci(port, size))
            return _pciPorts.Read(port - PciPorts.First, size) & (uint.MaxValue >> (32 - 8 * size));
        uint bytes = 0;
        for (var at = 0; at < size; at++)
            bytes |= (Ports.TryRead((ulong)(port + at), 1, out var value) ? (uint)value : byte.MaxValue) << (8 * at);
        return bytes;
    }

    /// <summary>Software writes an I/O port.</summary>
    /// <inheritdoc cref="ReadPort"/>
    public void WritePort(int port, int size, uint value)
    {
        if (IsOfPci(port, size))
        {
            _pciPorts.Write(port - PciPorts.First, size, value & (uint.MaxValue >> (32 - 8 * size)));
            return;
        }

        for (var at = 0; at < size; at++)
            Ports.TryWrite((ulong)(port + at), 1, (byte)(value >> (8 * at)));
    }

    /// <summary>Does the next part of what register writes left to do (<see cref="VtdUnit.Run"/>).</summary>
    /// <returns>False if nothing was left.</returns>
    public bool CarryOn()
    {
        if (Unit is not { HasWork: true } unit)
            return false;
        unit.Run();
        return true;
    }

    /// <summary>Virtual time stands still from now on; requests are answered as before.</summary>
    public void Stop() => Stop(RunState.Paused);

    /// <summary>Virtual time goes on.</summary>
    public void Continue()
    {
        State = RunState.Running;
        Clock.Continue();
    }

    /// <summary>System reset: the unit and the devices are as after power-on; RAM and time stay, and a machine that is stopped stays so.</summary>
    public void Reset()
    {
        Interrupts.Reset();
        foreach (var function in _pci.Present)
            function.Reset();
        Ports.Reset();
        Registers.Reset();
        Bus.Unit?.Reset();
        if (State == RunState.Paused)
            State = RunState.Prelaunch;
    }

    /// <summary>Ends the recording, if there is one.</summary>
    public void Dispose() => _recorder?.Dispose();

    private void Stop(RunState state)
    {
        State = state;
        Clock.Stop();
    }

    private bool IsOfPci(int port, int size) => _options.HasMachine && port >= PciPorts.First && port + size <= PciPorts.First + PciPorts.Count;

    private VtdUnitOptions UnitOf(IommuOptions iommu, bool isObserved)
    {
        var options = new VtdUnitOptions
        {
            Capabilities = IommuRegisters.Of(iommu, _options.Release),
            HostAddressWidth = IommuRegisters.HostAddressWidth(iommu, _options.Release),
            CollapseFaults = true, // as QEMU does, and the architecture allows
            RunsInBackground = false,
            Quirks = iommu.Quirks,
        };
        // Observers and recordings have a register write together with all that it causes, which no request of another client may part.
        return isObserved ? options with { WorkPerCall = int.MaxValue } : options;
    }

    private void Add(DeviceOptions options)
    {
        var device = options.Slot ?? _pci.FreeDevice ?? throw new UnusableOptionException("-device: the PCI bus has no free place");
        var sourceId = new SourceId(bus: 0, device, options.Function);
        var memory = new DeviceMemory(Unit, sourceId, Bus, Interrupts.DeviceMessages);
        PciFunction function = options switch
        {
            EduOptions edu => new Edu(memory, isAsserted => Interrupts.SetPin(sourceId, isAsserted), (device, copy) => Clock.Set(device, Clock.Now + CopyTime, copy), edu.DmaMask),
            _ => new IommuTestDevice(memory, Bus),
        };
        if (!_pci.TryAdd(sourceId.Value, function))
            throw new UnusableOptionException($"-device: there is a function at {device:x2}.{options.Function} already");
    }
}

/// <summary>Whether virtual time goes on in a machine.</summary>
public enum RunState
{
    /// <summary>Virtual time goes on.</summary>
    Running,

    /// <summary>Virtual time was stopped.</summary>
    Paused,

    /// <summary>Virtual time has stood still since the machine began or was reset.</summary>
    Prelaunch,
}
