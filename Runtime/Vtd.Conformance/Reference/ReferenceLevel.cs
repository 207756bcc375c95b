using Vtd.Architecture;

namespace Vtd.Conformance.Reference;

/// <summary>One level of page tables, as the specification lays out its entries.</summary>
/// <param name="Shift">Logarithm of the bytes that an entry covers.</param>
/// <param name="PageBit">The bit of an entry that names a page; 0 if all entries of the level are of one kind.</param>
/// <param name="TableAddress">The address bits of an entry that names a table; 0 if the level has none.</param>
/// <param name="TableReserved">The bits of such an entry that must be 0.</param>
/// <param name="PageAddress">The address bits of an entry that names a page; 0 if the level has none.</param>
/// <param name="PageReserved">The bits of such an entry that must be 0.</param>
internal sealed record ReferenceLevel(int Shift, ulong PageBit, ulong TableAddress, ulong TableReserved, ulong PageAddress, ulong PageReserved)
{
    private const int EntriesPerTable = 512;

    /// <summary>Logarithm of the entries of a table.</summary>
    public const int IndexBits = 9;

    /// <summary>The address of the entry of a table that covers an address.</summary>
    public ulong EntryOf(ulong table, ulong address) => table + ((address >> Shift) % EntriesPerTable) * SsPte.SizeInBytes;

    /// <summary>Whether an entry names a page.</summary>
    public bool IsPage(ulong entry) => TableAddress == 0 || (entry & PageBit) != 0;

    /// <summary>Whether an entry has a reserved bit set; address bits beyond the host address width are reserved.</summary>
    public bool HasReserved(ulong entry, int hostAddressWidth) =>
        (entry & (IsPage(entry) ? PageReserved : TableReserved)) != 0 || AddressIn(entry) >> hostAddressWidth != 0;

    /// <summary>The address in an entry.</summary>
    public ulong AddressIn(ulong entry) => entry & (IsPage(entry) ? PageAddress : TableAddress);

    /// <summary>The levels of second-stage tables, lowest first (9.8).</summary>
    /// <param name="capabilities">The capabilities of the unit.</param>
    /// <param name="reservedInPages">Bits that are reserved in entries that name pages, besides those that the specification names.</param>
    public static ReferenceLevel[] SecondStage(VtdCapabilities capabilities, ulong reservedInPages) =>
    [
        new(SsPte.Shifts.ADDR, 0, 0, 0, SsPte.Masks.ADDR, SsPte.ReservedBits(capabilities).Qword0 | reservedInPages),
        new(
            SsPde2m.Shifts.ADDR,
            SsPde2m.Masks.PS,
            SsPde.Masks.ADDR,
            SsPde.ReservedBits(capabilities).Qword0,
            SsPde2m.Masks.ADDR,
            SsPde2m.ReservedBits(capabilities).Qword0 | reservedInPages),
        new(
            SsPdpe1g.Shifts.ADDR,
            SsPdpe1g.Masks.PS,
            SsPdpe.Masks.ADDR,
            SsPdpe.ReservedBits(capabilities).Qword0,
            SsPdpe1g.Masks.ADDR,
            SsPdpe1g.ReservedBits(capabilities).Qword0 | reservedInPages),
        new(SsPdpe1g.Shifts.ADDR + IndexBits, 0, SsPml4e.Masks.ADDR, SsPml4e.ReservedBits(capabilities).Qword0, 0, 0),
        new(SsPdpe1g.Shifts.ADDR + 2 * IndexBits, 0, SsPml5e.Masks.ADDR, SsPml5e.ReservedBits(capabilities).Qword0, 0, 0),
    ];

    /// <summary>The levels of first-stage tables, lowest first (9.7).</summary>
    public static ReferenceLevel[] FirstStage(VtdCapabilities capabilities) =>
    [
        new(FsPte.Shifts.ADDR, 0, 0, 0, FsPte.Masks.ADDR, FsPte.ReservedBits(capabilities).Qword0),
        new(
            FsPde2m.Shifts.ADDR,
            FsPde2m.Masks.PS,
            FsPde.Masks.ADDR,
            FsPde.ReservedBits(capabilities).Qword0,
            FsPde2m.Masks.ADDR,
            FsPde2m.ReservedBits(capabilities).Qword0),
        new(
            FsPdpe1g.Shifts.ADDR,
            FsPdpe1g.Masks.PS,
            FsPdpe.Masks.ADDR,
            FsPdpe.ReservedBits(capabilities).Qword0,
            FsPdpe1g.Masks.ADDR,
            FsPdpe1g.ReservedBits(capabilities).Qword0),
        new(FsPdpe1g.Shifts.ADDR + IndexBits, 0, FsPml4e.Masks.ADDR, FsPml4e.ReservedBits(capabilities).Qword0, 0, 0),
        new(FsPdpe1g.Shifts.ADDR + 2 * IndexBits, 0, FsPml5e.Masks.ADDR, FsPml5e.ReservedBits(capabilities).Qword0, 0, 0),
    ];
}
