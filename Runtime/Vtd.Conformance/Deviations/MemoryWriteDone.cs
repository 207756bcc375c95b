namespace Vtd.Conformance.Deviations;

/// <summary>A write of the unit to guest memory.</summary>
internal sealed record MemoryWriteDone(ulong Address, byte[] Bytes, bool Failed);
