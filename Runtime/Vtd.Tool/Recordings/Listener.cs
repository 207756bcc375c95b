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

/// <summary>The words for what a listener is told.</summary>
internal static class Notice
{
    /// <summary>How every mapping begins.</summary>
    public const string OfMapping = "mapped ";

    /// <summary>How every invalidation of a device TLB begins.</summary>
    public const string OfDeviceTlb = "device TLB: ";

    public static string Unmapped(ulong first, ulong last) =>
        first == 0 && last >= WidestInput ? "all unmapped" : $"unmapped 0x{first:x} to 0x{last:x}";

    public static string Mapped(ulong page, ulong size, ulong output, bool canRead, bool canWrite) =>
        $"{OfMapping}0x{page:x} to 0x{output:x}, 0x{size:x} bytes, {(canRead ? "read" : "")}{(canWrite ? "write" : "")}";

    public static string Switched(bool isTranslated) => isTranslated ? "translated from now on" : "not translated from now on";

    public static string DeviceTlb(ulong first, ulong last) => $"{OfDeviceTlb}0x{first:x} to 0x{last:x}";

    public static string Interrupts(int first, int count) => count >= AllInterrupts ? "all interrupt entries" : $"interrupt entries 0x{first:x}, {count}";

    // The recorded machine names all addresses that the tables can translate, or all.
    private const ulong WidestInput = (1UL << 39) - 1;
    private const int AllInterrupts = 1 << 16;
}
