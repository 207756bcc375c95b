namespace Vtd.Runtime;

/// <summary>An interrupt on its way to the processors: a write of four bytes to the interrupt range.</summary>
/// <param name="SourceId">The requester; null if it is unknown, as with the
/// I/O APIC of some platforms: then the entry's source is not checked.</param>
/// <param name="Address">The address written, from 0xFEE00000 to 0xFEEFFFFC.</param>
/// <param name="Data">The data written.</param>
public readonly record struct InterruptRequest(SourceId? SourceId, ulong Address, uint Data);
