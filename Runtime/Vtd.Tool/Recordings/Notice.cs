namespace Vtd.Tool.Recordings;

/// <summary>The words for what a listener is told.</summary>
internal static class Notice
{
    /// <summary>How every mapping begins.</summary>
    public const string OfMapping = "mapped ";

    /// <summary>How every range begins that is unmapped.</summary>
    public const string OfUnmapping = "unmapped ";

    /// <summary>Nothing is mapped any more.</summary>
    public const string Everything = "all unmapped";

    /// <summary>Requests go through the tables.</summary>
    public const string Translated = "translated from now on";

    /// <summary>How every invalidation of a device TLB begins.</summary>
    public const string OfDeviceTlb = "device TLB: ";

    public static string Unmapped(ulong first, ulong last) =>
        first == 0 && last >= WidestInput ? Everything : $"{OfUnmapping}0x{first:x} to 0x{last:x}";

    public static string Mapped(ulong page, ulong size, ulong output, bool canRead, bool canWrite) =>
        $"{OfMapping}0x{page:x} to 0x{output:x}, 0x{size:x} bytes, {(canRead ? "read" : "")}{(canWrite ? "write" : "")}";

    public static string Switched(bool isTranslated) => isTranslated ? Translated : "not translated from now on";

    public static string DeviceTlb(ulong first, ulong last) => $"{OfDeviceTlb}0x{first:x} to 0x{last:x}";

    public static string Interrupts(int first, int count) => count >= AllInterrupts ? "all interrupt entries" : $"interrupt entries 0x{first:x}, {count}";

    // The recorded machine names all addresses that the tables can translate, or all.
    private const ulong WidestInput = (1UL << 39) - 1;
    private const int AllInterrupts = 1 << 16;
}
