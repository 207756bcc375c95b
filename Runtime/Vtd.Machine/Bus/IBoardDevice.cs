namespace Vtd.Machine.Bus;

/// <summary>A device of the board, whose registers have a fixed place.</summary>
public interface IBoardDevice
{
    /// <summary>Software reads registers.</summary>
    /// <param name="offset">Byte offset in the device, a multiple of the size.</param>
    /// <param name="size">Bytes: 1, 2, 4 or 8.</param>
    ulong Read(int offset, int size);

    /// <summary>Software writes registers.</summary>
    /// <inheritdoc cref="Read"/>
    void Write(int offset, int size, ulong value);

    /// <summary>System reset.</summary>
    void Reset();
}
