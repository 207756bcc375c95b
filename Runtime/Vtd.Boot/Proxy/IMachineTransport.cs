using Vtd.Machine.Pci;
using Vtd.Runtime;

namespace Vtd.Boot.Proxy;

/// <summary>Connects a machine that runs in a process of its own with PCI functions of this process.</summary>
/// <remarks>Functions are called one at a time, on any thread.</remarks>
public interface IMachineTransport : IDisposable
{
    /// <summary>The sink for interrupt messages to the processors of the machine.</summary>
    IMessageSink Messages { get; }

    /// <summary>The options with which QEMU makes the connection.</summary>
    IReadOnlyList<string> Arguments { get; }

    /// <summary>Adds a function, before <see cref="Start"/>.</summary>
    /// <param name="function">The function.</param>
    /// <param name="place">The place on the bus.</param>
    /// <param name="fixedAddress">The address where firmware puts the memory region of a function that the operating system does not see; null for
    /// an ordinary function.</param>
    void Add(PciFunction function, SourceId place, uint? fixedAddress);

    /// <summary>Has the machine tell of the pins of its I/O APIC, before <see cref="Start"/>.</summary>
    /// <param name="changed">Told of a pin and whether it is asserted now, while no function is called.</param>
    void FollowPins(Action<int, bool> changed);

    /// <summary>Begins to answer the machine, which is about to start.</summary>
    /// <param name="failed">Called once if the machine says what makes no sense, on any thread.</param>
    void Start(Action<Exception> failed);
}
