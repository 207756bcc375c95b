namespace Vtd.Tool.Recordings;

/// <summary>What a listener is told.</summary>
internal abstract record Notice
{
    // The recorded machine names all addresses that the tables can translate, or all.
    private const ulong WidestInput = (1UL << 39) - 1;
    private const int AllInterrupts = 1 << 16;

    /// <summary>Nothing is mapped any more.</summary>
    public static Notice Everything { get; } = new UnmappedNotice(0, ulong.MaxValue);

    /// <summary>Requests go through the tables.</summary>
    public static Notice Translated { get; } = new SwitchedNotice(IsTranslated: true);

    public static Notice Unmapped(ulong first, ulong last) => first == 0 && last >= WidestInput ? Everything : new UnmappedNotice(first, last);

    public static Notice Mapped(ulong page, ulong size, ulong output, bool canRead, bool canWrite) =>
        new MappedNotice(page, size, output, canRead, canWrite);

    public static Notice Switched(bool isTranslated) => new SwitchedNotice(isTranslated);

    public static Notice DeviceTlb(ulong first, ulong last) => new DeviceTlbNotice(first, last);

    public static Notice Interrupts(int first, int count) => count >= AllInterrupts ? new InterruptsNotice(0, AllInterrupts) : new InterruptsNotice(first, count);

    /// <summary>A page is mapped.</summary>
    internal sealed record MappedNotice(ulong Page, ulong Size, ulong Output, bool CanRead, bool CanWrite) : Notice
    {
        public override string ToString() =>
            $"mapped 0x{Page:x} to 0x{Output:x}, 0x{Size:x} bytes, {(CanRead ? "read" : "")}{(CanWrite ? "write" : "")}";
    }

    /// <summary>A range is not mapped any more.</summary>
    internal sealed record UnmappedNotice(ulong First, ulong Last) : Notice
    {
        public override string ToString() => this == Everything ? "all unmapped" : $"unmapped 0x{First:x} to 0x{Last:x}";
    }

    /// <summary>Requests go through the tables from now on, or do not.</summary>
    internal sealed record SwitchedNotice(bool IsTranslated) : Notice
    {
        public override string ToString() => IsTranslated ? "translated from now on" : "not translated from now on";
    }

    /// <summary>A range of a device TLB is stale.</summary>
    internal sealed record DeviceTlbNotice(ulong First, ulong Last) : Notice
    {
        public override string ToString() => $"device TLB: 0x{First:x} to 0x{Last:x}";
    }

    /// <summary>Interrupt remapping entries are stale.</summary>
    internal sealed record InterruptsNotice(int First, int Count) : Notice
    {
        public override string ToString() => Count >= AllInterrupts ? "all interrupt entries" : $"interrupt entries 0x{First:x}, {Count}";
    }
}
