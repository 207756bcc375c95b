using Vtd.Machine.Pci.Layout;

namespace Vtd.Machine.Pci;

/// <summary>A function of a PCI device: its configuration space, and where its memory region is.</summary>
public abstract class PciFunction : IPciFunctionRegisterHandler
{
    private static readonly Subsystem s_subsystem = new() { VENDOR = 0x1AF4, DEVICE = 0x1100 };

    private readonly PciIdentity _identity;
    private readonly PciFunctionRegisterFile _config;
    private bool _isAccessed;

    protected PciFunction(PciIdentity identity)
    {
        _identity = identity;
        _config = new(new PciFunctionCapabilities
        {
            ID = identity.Id,
            CLASS = identity.Class,
            SUBSYSTEM = s_subsystem,
            CAPPTR = new() { POINTER = identity.HasInterrupts ? (byte)Msictl.Offset : (byte)0 },
        });
        ResetConfig();
    }

    /// <summary>The configuration space, as the function sees it.</summary>
    protected PciFunctionRegisterFile Config => _config;

    /// <summary>Whether the function may access memory.</summary>
    public bool IsBusMaster => _config.COMMAND.BME;

    /// <summary>Software reads configuration space.</summary>
    /// <param name="offset">Byte offset.</param>
    /// <param name="size">Bytes: 1, 2 or 4.</param>
    public uint ReadConfig(int offset, int size)
    {
        if (offset % size == 0)
        {
            _config.Read(offset, size, out var value);
            return (uint)value;
        }

        uint bytes = 0;
        for (var at = 0; at < size; at++)
            bytes |= ReadConfig(offset + at, 1) << (8 * at);
        return bytes;
    }

    /// <summary>Software writes configuration space.</summary>
    /// <inheritdoc cref="ReadConfig"/>
    public void WriteConfig(int offset, int size, uint value)
    {
        if (offset % size == 0)
        {
            _config.Write(offset, size, value, this);
            return;
        }

        for (var at = 0; at < size; at++)
            WriteConfig(offset + at, 1, value >> (8 * at));
    }

    /// <summary>Whether an address is in its memory region, and where.</summary>
    public bool TryFind(ulong address, out ulong offset)
    {
        offset = address - _config.BAR0.ADDRESS;
        return _config.COMMAND.MSE && offset < _identity.MemorySize && _config.BAR0.ADDRESS != 0;
    }

    /// <summary>Handles a read of the memory region.</summary>
    /// <param name="offset">Byte offset, a multiple of the size.</param>
    /// <param name="size">Bytes: 1, 2, 4 or 8.</param>
    /// <param name="value">The value at the offset.</param>
    /// <returns>False if that comes from an access to this region which is not over: a function does not reach itself by way of the bus, nor
    /// do two of them go on for ever.</returns>
    public bool TryRead(ulong offset, int size, out ulong value)
    {
        value = 0;
        if (_isAccessed)
            return false;
        _isAccessed = true;
        try
        {
            value = Read(offset, size);
            return true;
        }
        finally
        {
            _isAccessed = false;
        }
    }

    /// <summary>Handles a write of the memory region.</summary>
    /// <inheritdoc cref="TryRead"/>
    public bool TryWrite(ulong offset, int size, ulong value)
    {
        if (_isAccessed)
            return false;
        _isAccessed = true;
        try
        {
            Write(offset, size, value);
            return true;
        }
        finally
        {
            _isAccessed = false;
        }
    }

    /// <summary>The memory region is read.</summary>
    /// <inheritdoc cref="TryRead"/>
    protected virtual ulong Read(ulong offset, int size) => 0;

    /// <summary>The memory region is written.</summary>
    /// <inheritdoc cref="TryRead"/>
    protected virtual void Write(ulong offset, int size, ulong value)
    {
    }

    /// <summary>The function asserts its interrupt pin, or no longer does.</summary>
    protected void ShowPin(bool isAsserted) => _config.COMMAND = _config.COMMAND with { INT = isAsserted };

    /// <summary>System reset.</summary>
    public virtual void Reset() => ResetConfig();

    void IPciFunctionRegisterHandler.OnWrite(Bar0 before, Bar0 after) =>
        _config.BAR0 = _identity.MemorySize == 0 ? default : new(after.Value & ~(_identity.MemorySize - 1));

    private void ResetConfig()
    {
        _config.Reset(keepSticky: true);
        _config.HEADER = new() { MF = _identity.HasMoreFunctions };
        if (!_identity.HasInterrupts)
            return;
        _config.COMMAND = new() { CAP = true };
        _config.INTERRUPT = new() { PIN = 1 };
    }
}
