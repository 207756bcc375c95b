using Vtd.Machine.Pci;
using Vtd.Runtime;

namespace Vtd.Boot.Devices;

/// <summary>The registers of a unit as the memory region of a PCI function, so that processors of the machine reach them.</summary>
public sealed class UnitFunction : PciFunction
{
    private static readonly PciIdentity s_identity = new(
        new() { VENDOR = 0x1234, DEVICE = 0x0806 },
        new() { BASE = 0x08, SUB = 0x06 }, // system peripheral, IOMMU
        MemorySize: (uint)VtdUnit.RegisterBlockSize);

    private readonly VtdUnit _unit;
    private volatile bool _isEnding;

    /// <summary>Creates the function.</summary>
    /// <param name="unit">The unit, which has no worker of its own.</param>
    public UnitFunction(VtdUnit unit)
        : base(s_identity) => _unit = unit;

    /// <summary>System resets since power-on, the one at power-on included.</summary>
    public int Resets { get; private set; }

    /// <summary>Leaves the rest of the work that software has set going, so that an access returns.</summary>
    public void End() => _isEnding = true;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _unit.Reset();
        Resets++;
    }

    /// <inheritdoc/>
    protected override ulong Read(ulong offset, int size) => _unit.ReadRegister((int)offset, size);

    /// <inheritdoc/>
    /// <remarks>Everything that the write sets going is done before the processor goes on: drivers wait for descriptors with interrupts off.</remarks>
    protected override void Write(ulong offset, int size, ulong value)
    {
        _unit.WriteRegister((int)offset, size, value);
        while (!_isEnding && _unit.HasWork && _unit.Run())
        {
        }
    }
}
