using Vtd.Runtime;

namespace Vtd.Boot.Images;

/// <summary>An I/O APIC behind a unit.</summary>
/// <param name="Id">Id of the I/O APIC, as in the MADT.</param>
/// <param name="SourceId">The source-id of its interrupts.</param>
public readonly record struct IoApicScope(byte Id, SourceId SourceId);
