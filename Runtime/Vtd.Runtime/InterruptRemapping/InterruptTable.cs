using System.Buffers.Binary;
using Vtd.Architecture;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.InterruptRemapping;

/// <summary>Reads the interrupt remapping table (9.10, 9.11).</summary>
[GuardedByUnitLock]
internal sealed class InterruptTable(UnitState state)
{
    private readonly InterruptQuirks _quirks = new(state.Quirks);
    private readonly X2apicIrte _x2apicReserved = X2apicIrte.ReservedBits(state.Capabilities);

    // Loose: bits that are reserved in the other layout alone are none.
    private readonly XapicIrte _xapicReserved = new InterruptQuirks(state.Quirks).LooseInterruptEntries
        ? new(X2apicIrte.ReservedBits(state.Capabilities).Qword0, X2apicIrte.ReservedBits(state.Capabilities).Qword1)
        : XapicIrte.ReservedBits(state.Capabilities);

    private readonly PostedIrte _postedReserved = PostedIrte.ReservedBits(state.Capabilities);

    /// <summary>Reads an entry.</summary>
    /// <param name="table">The table in use.</param>
    /// <param name="index">The entry, within the table.</param>
    /// <param name="entry">The entry. With a fault only its FPD is valid.</param>
    public FaultReason Read(Irta table, int index, out InterruptEntry entry)
    {
        entry = default;
        var address = table.IRTA + (ulong)index * XapicIrte.SizeInBytes; // entries of all layouts have one size
        if (IsBeyondMemory(table.IRTA) || IsBeyondMemory(address))
            return FaultReason.InterruptIndexTooLarge;
        Span<byte> bytes = stackalloc byte[XapicIrte.SizeInBytes];
        if (!state.Memory.TryRead(new(MemoryPurpose.InterruptEntry, address, bytes.Length), bytes))
            return FaultReason.InterruptEntryFetch;

        // What all layouts share is in the same bits of each.
        var common = XapicIrte.Read(bytes);
        entry = new InterruptEntry { IsFaultProcessingDisabled = common.FPD, Source = new(common.SVT, common.SQ, common.SID) };
        if (!common.P)
            return FaultReason.InterruptEntryNotPresent;
        if (_quirks.SourceBusesSwapped && common.SVT == SourceValidation.BusRange)
            entry = entry with { Source = entry.Source with { SourceId = BinaryPrimitives.ReverseEndianness(common.SID) } };
        return SelectLayout(bytes, table) switch
        {
            IrteVariant.XapicIrte => Decode(XapicIrte.Read(bytes), ref entry),
            IrteVariant.X2apicIrte => Decode(X2apicIrte.Read(bytes), ref entry),
            _ => Decode(PostedIrte.Read(bytes), ref entry),
        };
    }

    private FaultReason Decode(in XapicIrte irte, ref InterruptEntry entry)
    {
        if (irte.HasAny(_xapicReserved) || (IsReserved(irte.DLM) && !IsLoose))
            return FaultReason.InterruptEntryReserved;
        entry = entry with { Message = OutgoingMessage.Of(irte.DST, irte.V) with { DLM = irte.DLM, TM = irte.TM, RH = irte.RH, DM = irte.DM } };
        return FaultReason.None;
    }

    private FaultReason Decode(in X2apicIrte irte, ref InterruptEntry entry)
    {
        if (irte.HasAny(_x2apicReserved) || (IsReserved(irte.DLM) && !IsLoose))
            return FaultReason.InterruptEntryReserved;
        entry = entry with { Message = OutgoingMessage.Of(irte.DST, irte.V) with { DLM = irte.DLM, TM = irte.TM, RH = irte.RH, DM = irte.DM } };
        return FaultReason.None;
    }

    private FaultReason Decode(in PostedIrte irte, ref InterruptEntry entry)
    {
        if (irte.HasAny(_postedReserved) || IsBeyondMemory(irte.PDA))
            return FaultReason.InterruptEntryReserved;
        entry = entry with { IsPosted = true, Target = new(irte.PDA, irte.V, irte.URG == PostingUrgency.Urgent) };
        return FaultReason.None;
    }

    private bool IsLoose => _quirks.LooseInterruptEntries;

    private IrteVariant SelectLayout(ReadOnlySpan<byte> bytes, Irta table)
    {
        if (!IsLoose)
            return IrteVariants.Select(bytes, table);
        return table.EIME ? IrteVariant.X2apicIrte : IrteVariant.XapicIrte;
    }

    private static bool IsReserved(DeliveryMode mode) => mode is not
        (DeliveryMode.Fixed or DeliveryMode.Lowest or DeliveryMode.Smi or DeliveryMode.Nmi or DeliveryMode.Init or DeliveryMode.ExtInt);

    private bool IsBeyondMemory(ulong address) => address >> state.HostAddressWidth != 0;
}
