namespace Vtd.Runtime;

/// <summary>A register write, and the change of the registers that it made.</summary>
/// <param name="Offset">Byte offset in the register block.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Value">The value that software wrote, in its low bytes.</param>
/// <param name="Before">The registers at the offset before the write; 0 if the write was rejected.</param>
/// <param name="After">The registers at the offset with the immediate effects of the write; 0 if the write was rejected. Descriptors that the write causes
/// to be executed are not among these.</param>
public readonly record struct RegisterChange(int Offset, int Size, ulong Value, ulong Before, ulong After);
