using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>A legal answer to an interrupt request.</summary>
/// <param name="Reason">Why the request is blocked; none if it is not.</param>
/// <param name="IsFaultDisabled">FPD of the entry.</param>
/// <param name="Index">The index that a fault record shows.</param>
/// <param name="Message">The message; none if the interrupt is blocked, passes unchanged or is posted.</param>
internal readonly record struct ReferenceInterrupt(FaultReason Reason, bool IsFaultDisabled, ushort Index, CompatibilityMsi? Message)
    : IReferenceAnswer
{
    /// <summary>The interrupt is posted, which is not predicted further.</summary>
    public bool IsPosted { get; init; }
}

/// <summary>Says what becomes of interrupt requests by the letter of the architecture (5.1, 9.10).</summary>
internal sealed class ReferenceInterrupts(MemoryReader read, VtdCapabilities capabilities, int hostAddressWidth)
{
    private const int BusShift = 8;

    private static readonly RemappableMsi s_reserved = RemappableMsi.ReservedBits(new());

    /// <summary>Entries that may be cached, by index: the two quadwords of each, and whether they were read in extended interrupt mode (EIME).</summary>
    public Seen<int, (ulong Low, ulong High, bool IsExtended)> Entries { get; } = new();

    /// <summary>The legal answers, by the entry in memory first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="status">GSTS.</param>
    /// <param name="table">The table in use.</param>
    public IEnumerable<ReferenceInterrupt> Answers(InterruptRequest request, Gsts status, Irta table)
    {
        if (!status.IRES)
            return [default];
        var message = new RemappableMsi((ulong)request.Data << RemappableMsi.Shifts.SUBHANDLE | (uint)request.Address);
        if (message.PREFIX != InterruptPrefix.InterruptRange || request.Address > uint.MaxValue)
            return [new(FaultReason.InterruptRequestInvalid, false, 0, null)];
        if (message.IF == InterruptFormat.Compatibility)
            return [status.CFIS && !table.EIME ? default : new(FaultReason.CompatibilityInterruptBlocked, false, 0, null)];
        var index = message.HANDLE + (message.SHV ? message.SUBHANDLE : 0);
        if (message.SHV && message.HasAny(s_reserved))
            return [new(FaultReason.InterruptRequestReserved, false, (ushort)index, null)];
        var place = table.IRTA + (ulong)index * XapicIrte.SizeInBytes;
        return index >= 2 << table.S || place >> hostAddressWidth != 0
            ? [new(FaultReason.InterruptIndexTooLarge, false, (ushort)index, null)]
            : ByEntry(request, table, index, place);
    }

    private IEnumerable<ReferenceInterrupt> ByEntry(InterruptRequest request, Irta table, int index, ulong place)
    {
        var cached = Entries.Of(index).ToList();
        var bytes = new byte[XapicIrte.SizeInBytes];
        if (read(place, bytes))
        {
            var fresh = XapicIrte.Read(bytes);
            var answer = Of(request, table, (ushort)index, bytes);
            if (answer.Reason == FaultReason.None)
                Entries.Add(index, (fresh.Qword0, fresh.Qword1, table.EIME));
            yield return answer;
        }
        else
        {
            yield return new(FaultReason.InterruptEntryFetch, false, (ushort)index, null);
        }

        foreach (var (low, high, isExtended) in cached)
        {
            new XapicIrte(low, high).CopyTo(bytes);
            yield return Of(request, table, (ushort)index, bytes);

            // A unit may cache what the mode of that time made of the entry; software drops it after a change of the mode (11.4.4.1, SIRTP).
            if (isExtended != table.EIME)
                yield return Of(request, table with { EIME = isExtended }, (ushort)index, bytes);
        }
    }

    private ReferenceInterrupt Of(in InterruptRequest request, Irta table, ushort index, byte[] bytes)
    {
        var common = XapicIrte.Read(bytes); // what all layouts share is in the same bits of each
        var reason = FaultReason.InterruptEntryReserved;
        CompatibilityMsi? message = null;
        var variant = IrteVariants.Select(bytes, table);
        if (!common.P)
        {
            reason = FaultReason.InterruptEntryNotPresent;
        }
        else if (variant == IrteVariant.XapicIrte)
        {
            if (!common.HasAny(XapicIrte.ReservedBits(capabilities)))
                message = Of(common.DST, common.V, common.DLM, common.TM, common.RH, common.DM);
        }
        else if (variant == IrteVariant.X2apicIrte)
        {
            var wide = X2apicIrte.Read(bytes);
            if (!wide.HasAny(X2apicIrte.ReservedBits(capabilities)))
                message = Of(wide.DST, wide.V, wide.DLM, wide.TM, wide.RH, wide.DM);
        }
        else if (PostedIrte.Read(bytes) is var posted && !posted.HasAny(PostedIrte.ReservedBits(capabilities)) && posted.PDA >> hostAddressWidth == 0)
        {
            return new(FaultReason.None, common.FPD, index, null) { IsPosted = true };
        }

        if (message is { DLM: not (DeliveryMode.Fixed or DeliveryMode.Lowest or DeliveryMode.Smi or DeliveryMode.Nmi or DeliveryMode.Init or DeliveryMode.ExtInt) })
            message = null;
        if (message is not null)
            reason = Allows(common, request.SourceId?.Value) ? FaultReason.None : FaultReason.InterruptSourceInvalid;
        return new(reason, common.FPD, index, reason == FaultReason.None ? message : null);
    }

    private static CompatibilityMsi Of(uint destination, byte vector, DeliveryMode delivery, TriggerMode trigger, RedirectionHint hint, DestinationMode mode) =>
        default(CompatibilityMsi) with
        {
            PREFIX = InterruptPrefix.InterruptRange,
            DST = destination,
            V = vector,
            DLM = delivery,
            TM = trigger,
            RH = hint,
            DM = mode,
            LEVEL = true,
        };

    /// <summary>Whether an entry lets a source in; a source that is not known is not checked.</summary>
    private static bool Allows(in XapicIrte entry, ushort? source)
    {
        if (source is not { } known)
            return true;
        var ignored = entry.SQ switch
        {
            SourceQualifier.All => 0b000,
            SourceQualifier.IgnoreBit2 => 0b100,
            SourceQualifier.IgnoreBits2To1 => 0b110,
            _ => 0b111,
        };
        return entry.SVT switch
        {
            SourceValidation.None => true,
            SourceValidation.SidSq => ((known ^ entry.SID) & ~ignored) == 0,
            SourceValidation.BusRange => known >> BusShift >= entry.SID >> BusShift && known >> BusShift <= (byte)entry.SID,
            _ => false,
        };
    }
}
