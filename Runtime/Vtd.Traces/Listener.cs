namespace Vtd.Traces;

/// <summary>A listener of changes: to the address space of a device or PASID, or to the interrupt remapping table.</summary>
/// <param name="SourceId">The device; null for the listener of the interrupt remapping table.</param>
/// <param name="Pasid">The PASID; null for requests without PASID.</param>
public readonly record struct Listener(ushort? SourceId, uint? Pasid)
{
    /// <summary>The listener of the interrupt remapping table.</summary>
    public static Listener OfInterrupts => default;
}
