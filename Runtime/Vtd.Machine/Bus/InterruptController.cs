using Vtd.Runtime;

namespace Vtd.Machine.Bus;

/// <summary>The end of interrupts: messages on their way to processors, and pins of the I/O APIC.</summary>
public sealed class InterruptController : IMessageSink
{
    private const int MostKept = 4096;
    private const int FirstPciPin = 16;
    private const int PciPins = 8;

    private readonly Queue<InterruptMessage> _messages = new();
    private readonly HashSet<SourceId>[] _asserting = [.. Enumerable.Range(0, PciPins).Select(_ => new HashSet<SourceId>())];

    public InterruptController() => DeviceMessages = new DeviceMessageSink(this);

    /// <summary>The sink for messages of devices, after remapping.</summary>
    public IMessageSink DeviceMessages { get; }

    /// <summary>A pin of the I/O APIC changed its level: which, and whether it is asserted now.</summary>
    public Action<int, bool>? PinChanged { get; set; }

    /// <summary>Messages since the last call, the oldest first; of more than 4096 the newest.</summary>
    public IReadOnlyList<InterruptMessage> Take()
    {
        InterruptMessage[] taken = [.. _messages];
        _messages.Clear();
        return taken;
    }

    /// <summary>A message of the unit itself. Wherever it is addressed to, it reaches the processors and never memory, as in QEMU.</summary>
    public void Send(ulong address, uint data) => Add(new(IsFromUnit: true, address, data));

    /// <summary>A device sets the level of its pin A.</summary>
    public void SetPin(SourceId sourceId, bool isAsserted)
    {
        // Pins of the devices 0 to 24 are spread over the last four of the eight, the others are all wired to the first.
        var pin = sourceId.Device < 25 ? (sourceId.Device & 3) + 4 : 0;
        var asserting = _asserting[pin];
        var wasAsserted = asserting.Count > 0;
        if (isAsserted)
            asserting.Add(sourceId);
        else
            asserting.Remove(sourceId);
        if (wasAsserted != asserting.Count > 0)
            PinChanged?.Invoke(FirstPciPin + pin, isAsserted);
    }

    /// <summary>System reset.</summary>
    public void Reset()
    {
        foreach (var asserting in _asserting)
            asserting.Clear();
    }

    private void Add(InterruptMessage message)
    {
        if (_messages.Count == MostKept)
            _messages.Dequeue();
        _messages.Enqueue(message);
    }

    private sealed class DeviceMessageSink(InterruptController controller) : IMessageSink
    {
        public void Send(ulong address, uint data) => controller.Add(new(IsFromUnit: false, address, data));
    }
}

/// <summary>An interrupt message on its way to a processor.</summary>
/// <param name="IsFromUnit">The unit itself raised it.</param>
/// <param name="Address">Where it was written to, after remapping.</param>
/// <param name="Data">The data of the message.</param>
public readonly record struct InterruptMessage(bool IsFromUnit, ulong Address, uint Data);
