using Vtd.Architecture;
using Vtd.Runtime.Quirks.Catalog;

namespace Vtd.Runtime.InterruptRemapping;

/// <summary>A snapshot of the settings that decide about interrupt requests before any table is read.</summary>
/// <param name="IsEnabled">Interrupt requests are remapped (IRES).</param>
/// <param name="PassesCompatibility">Whether requests in compatibility format pass (CFIS, and never with EIME).</param>
/// <param name="Table">The interrupt remapping table in use.</param>
/// <param name="IndexMask">The bits of a computed index that count.</param>
internal sealed record InterruptRemappingMode(bool IsEnabled, bool PassesCompatibility, Irta Table, int IndexMask)
{
    private const int AllBits = -1;

    /// <summary>The mode at power-on.</summary>
    public static readonly InterruptRemappingMode Off = new(false, false, default, AllBits);

    /// <summary>Gets the mode from GSTS and the latched table pointer.</summary>
    public static InterruptRemappingMode Of(Gsts status, Irta table, InterruptQuirks quirks) => new(
        status.IRES,
        Passes(status, table, quirks),
        table,
        IndexMaskOf(quirks));

    /// <summary>Whether the mode is the one that GSTS and the latched table pointer give. Allocates nothing.</summary>
    public bool IsOf(Gsts status, Irta table, InterruptQuirks quirks) =>
        (IsEnabled, PassesCompatibility, Table.Value, IndexMask) == (status.IRES, Passes(status, table, quirks), table.Value, IndexMaskOf(quirks));

    private static bool Passes(Gsts status, Irta table, InterruptQuirks quirks) =>
        (status.CFIS && !table.EIME) || quirks.CompatibilityInterruptsPass;

    private static int IndexMaskOf(InterruptQuirks quirks) => quirks.InterruptIndexWraps ? ushort.MaxValue : AllBits;

    /// <summary>The number of entries in the table.</summary>
    public int EntryCount { get; } = 2 << Table.S;

    /// <summary>Checks a request without its entry.</summary>
    /// <param name="request">The request.</param>
    /// <param name="index">The entry that it asks for; null if it asks for none.</param>
    /// <returns>Why it is blocked. None if it is not: then it passes unchanged, or with an index, by what its entry says.</returns>
    public FaultReason Judge(in InterruptRequest request, out int? index)
    {
        index = null;
        if (!IsEnabled)
            return FaultReason.None;
        var message = new RemappableMsi((ulong)request.Data << RemappableMsi.Shifts.SUBHANDLE | (uint)request.Address);
        if (message.PREFIX != InterruptPrefix.InterruptRange || request.Address > uint.MaxValue)
            return FaultReason.InterruptRequestInvalid;
        if (message.IF == InterruptFormat.Compatibility)
            return PassesCompatibility ? FaultReason.None : FaultReason.CompatibilityInterruptBlocked;

        var sum = message.HANDLE + (message.SHV ? message.SUBHANDLE : 0); // may need a bit more than an index has
        sum &= IndexMask;
        index = sum;
        if (message.SHV && message.HasAny(s_reserved))
            return FaultReason.InterruptRequestReserved; // without SHV the data counts for nothing
        return sum < EntryCount ? FaultReason.None : FaultReason.InterruptIndexTooLarge;
    }

    // No capability adds to them.
    private static readonly RemappableMsi s_reserved = RemappableMsi.ReservedBits(new());
}
