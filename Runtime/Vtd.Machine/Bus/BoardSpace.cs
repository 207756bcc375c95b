namespace Vtd.Machine.Bus;

/// <summary>The devices of the board in one space, the I/O ports or memory.</summary>
public sealed class BoardSpace
{
    private readonly List<(ulong First, ulong Length, IBoardDevice Device)> _ranges = [];

    /// <summary>Puts a device at its place, in front of those that are there.</summary>
    /// <param name="first">The first address or port.</param>
    /// <param name="length">Bytes that it takes.</param>
    /// <param name="device">The device.</param>
    public void Add(ulong first, int length, IBoardDevice device) => _ranges.Insert(0, (first, (ulong)length, device));

    /// <summary>Reads registers.</summary>
    /// <param name="address">Address or port, a multiple of the size.</param>
    /// <param name="size">Bytes: 1, 2, 4 or 8.</param>
    /// <param name="value">The value at the address; 0 if nothing answers.</param>
    /// <returns>Whether a device is there.</returns>
    public bool TryRead(ulong address, int size, out ulong value)
    {
        value = Find(address, out var offset) is { } device ? device.Read(offset, size) : 0;
        return offset >= 0;
    }

    /// <summary>Writes registers.</summary>
    /// <inheritdoc cref="TryRead"/>
    public bool TryWrite(ulong address, int size, ulong value)
    {
        Find(address, out var offset)?.Write(offset, size, value);
        return offset >= 0;
    }

    /// <summary>System reset.</summary>
    public void Reset()
    {
        foreach (var (_, _, device) in _ranges)
            device.Reset();
    }

    private IBoardDevice? Find(ulong address, out int offset)
    {
        foreach (var (first, length, device) in _ranges)
        {
            if (address - first < length)
            {
                offset = (int)(address - first);
                return device;
            }
        }

        offset = -1;
        return null;
    }
}
