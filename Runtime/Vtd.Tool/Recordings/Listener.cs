using System.Globalization;

namespace Vtd.Tool.Recordings;

/// <summary>Who is told of changes: whoever follows the address space of a device or PASID, or the interrupt remapping table.</summary>
/// <param name="SourceId">The device; none for who follows the interrupt remapping table.</param>
/// <param name="Pasid">The PASID; none for requests without.</param>
internal readonly record struct Listener(ushort? SourceId, uint? Pasid)
{
    /// <summary>Who follows the interrupt remapping table.</summary>
    public static Listener OfInterrupts => default;

    public override string ToString() => SourceId is not { } device
        ? "interrupt entries"
        : string.Create(CultureInfo.InvariantCulture, $"{FunctionName.Of(device)}{(Pasid is null ? "" : $" PASID {Pasid}")}");
}
