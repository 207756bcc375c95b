namespace Vtd.Traces;

/// <summary>A change that a listener is told of.</summary>
public abstract record Notice
{
    // The recorded machine names all addresses that the tables can translate, or all.
    private const ulong WidestInput = (1UL << 39) - 1;
    private const int InterruptTableSize = 1 << 16;

    /// <summary>The notice that nothing is mapped any more.</summary>
    public static Notice Everything { get; } = new UnmappedNotice(0, ulong.MaxValue);

    /// <summary>The notice that requests go through the tables from now on.</summary>
    public static Notice Translated { get; } = new SwitchedNotice(IsTranslated: true);

    /// <summary>The notice that a range is not mapped any more.</summary>
    public static Notice Unmapped(ulong first, ulong last) => first == 0 && last >= WidestInput ? Everything : new UnmappedNotice(first, last);

    /// <summary>The notice that a page is mapped.</summary>
    public static Notice Mapped(ulong page, ulong size, ulong output, bool canRead, bool canWrite) =>
        new MappedNotice(page, size, output, canRead, canWrite);

    /// <summary>The notice that requests go through the tables from now on, or do not.</summary>
    public static Notice Switched(bool isTranslated) => new SwitchedNotice(isTranslated);

    /// <summary>The notice that a range of a device TLB is stale.</summary>
    public static Notice DeviceTlb(ulong first, ulong last) => new DeviceTlbNotice(first, last);

    /// <summary>The notice that all interrupt remapping table entries are stale.</summary>
    public static Notice AllInterrupts { get; } = new InterruptsNotice(0, InterruptTableSize);

    /// <summary>The notice that interrupt remapping table entries are stale.</summary>
    public static Notice Interrupts(int first, int count) => count >= InterruptTableSize ? AllInterrupts : new InterruptsNotice(first, count);

    /// <summary>A page is mapped.</summary>
    public sealed record MappedNotice(ulong Page, ulong Size, ulong Output, bool CanRead, bool CanWrite) : Notice
    {
        /// <inheritdoc/>
        public override string ToString() =>
            $"mapped 0x{Page:x} to 0x{Output:x}, 0x{Size:x} bytes, {(CanRead ? "read" : "")}{(CanWrite ? "write" : "")}";
    }

    /// <summary>A range is not mapped any more.</summary>
    public sealed record UnmappedNotice(ulong First, ulong Last) : Notice
    {
        /// <inheritdoc/>
        public override string ToString() => this == Everything ? "all unmapped" : $"unmapped 0x{First:x} to 0x{Last:x}";
    }

    /// <summary>Requests go through the tables from now on, or do not.</summary>
    public sealed record SwitchedNotice(bool IsTranslated) : Notice
    {
        /// <inheritdoc/>
        public override string ToString() => IsTranslated ? "translated from now on" : "not translated from now on";
    }

    /// <summary>A range of a device TLB is stale.</summary>
    public sealed record DeviceTlbNotice(ulong First, ulong Last) : Notice
    {
        /// <inheritdoc/>
        public override string ToString() => $"device TLB: 0x{First:x} to 0x{Last:x}";
    }

    /// <summary>Interrupt remapping entries are stale.</summary>
    public sealed record InterruptsNotice(int First, int Count) : Notice
    {
        /// <inheritdoc/>
        public override string ToString() => this == AllInterrupts ? "all interrupt entries" : $"interrupt entries 0x{First:x}, {Count}";
    }
}
