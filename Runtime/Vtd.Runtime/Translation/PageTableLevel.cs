using Vtd.Architecture;

namespace Vtd.Runtime.Translation;

/// <summary>The layout of the entries of one level of page tables. First-stage and second-stage tables have the same shape:
/// 512 entries of eight bytes, which name the next table or, by level or page-size bit, a page.</summary>
/// <param name="Table">An entry that names a table.</param>
/// <param name="Page">An entry that names a page.</param>
/// <param name="PageSizeBit">The bit that tells the two apart; 0 if all are of one kind.</param>
/// <param name="Shift">Logarithm of the bytes that an entry covers.</param>
internal sealed record PageTableLevel(EntryLayout? Table, EntryLayout? Page, ulong PageSizeBit, int Shift)
{
    private readonly bool _isLowest = Table is null;
    private readonly EntryLayout _table = Table.GetValueOrDefault();
    private readonly EntryLayout _page = Page.GetValueOrDefault();

    /// <summary>Logarithm of the entries of a table.</summary>
    public const int IndexBits = 9;

    /// <summary>Address of an entry of a table at this level.</summary>
    public ulong EntryOf(ulong table, ulong address) =>
        table | ((address >> Shift) & ((1UL << IndexBits) - 1)) * SsPte.SizeInBytes;

    /// <summary>Whether an entry names a page.</summary>
    public bool IsPage(ulong entry) => _isLowest || (entry & PageSizeBit) != 0;

    /// <summary>The layout of an entry that names a page, or of one that names a table.</summary>
    public ref readonly EntryLayout LayoutOf(bool isPage) => ref isPage ? ref _page : ref _table;

    /// <summary>Ends a walk at an entry of this level.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="page">No page, of the size of what the entry covers.</param>
    public FaultReason Fault(FaultReason fault, out StagePage page)
    {
        page = new(0, Shift, default, false);
        return fault;
    }
}

/// <summary>The place of the address in an entry, and the bits that must be 0.</summary>
/// <param name="Address">The bits of the address.</param>
/// <param name="Reserved">The bits that must be 0.</param>
internal readonly record struct EntryLayout(ulong Address, ulong Reserved)
{
    /// <summary>Takes reserved bits from a generated type and adds those address bits that the host does not have (HAW).</summary>
    public static EntryLayout Of(ulong address, ulong reserved, int hostAddressWidth) =>
        new(address, reserved | (address >> hostAddressWidth << hostAddressWidth));
}
