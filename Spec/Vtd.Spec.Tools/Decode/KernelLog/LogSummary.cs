using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>The VT-d events of a kernel log, repeats put together.</summary>
/// <param name="Units">In the order of the log, like all the others.</param>
/// <param name="Faults">Requests that were blocked.</param>
/// <param name="QueueErrors">Errors of the invalidation queue.</param>
/// <param name="Descriptors">Descriptors that were shown with them.</param>
/// <param name="Statuses">Values of the fault status register.</param>
/// <param name="Suppressed">Messages that the kernel left out.</param>
/// <param name="Strange">Lines that speak of a fault in unknown words.</param>
public sealed record LogSummary(
    IReadOnlyList<UnitEvent> Units,
    IReadOnlyList<FaultGroup> Faults,
    IReadOnlyList<QueueErrorGroup> QueueErrors,
    IReadOnlyList<DescriptorGroup> Descriptors,
    IReadOnlyList<StatusGroup> Statuses,
    ulong Suppressed,
    IReadOnlyList<StrangeEvent> Strange)
{
    private const string RejectedDescriptor = "IQE";

    /// <summary>The log tells of something that went wrong.</summary>
    public bool HasErrors => Faults.Count > 0 || QueueErrors.Count > 0 || Strange.Count > 0;

    /// <param name="events">What the log says.</param>
    /// <param name="catalog">Where codes and registers are explained.</param>
    /// <exception cref="UndecodableException">The spec does not have what a log speaks of.</exception>
    public static LogSummary Of(IEnumerable<LogEvent> events, Catalog catalog)
    {
        var all = events.ToList();
        var reasons = catalog.FindEnum("FaultReason").Enum;
        var queueReasons = catalog.FindEnum("QueueErrorInfo").Enum;
        var status = catalog.FindRegister("FSTS");
        var queue = catalog.Find("InvalidationQueue");
        return new LogSummary(
            [.. all.OfType<UnitEvent>()],
            [.. Grouped(all.OfType<FaultEvent>(), static one => (one.Request, one.SourceId, one.Pasid, one.Reason), span => FaultGroup.Of(span, reasons))],
            [.. Grouped(all.SelectMany(QueueErrorsIn), static one => (one.Flag, one.Detail), span => QueueErrorGroup.Of(span, queueReasons, status.Register))],
            [.. Grouped(all.OfType<DescriptorEvent>(), static one => (one.Place, one.Low, one.High), span => DescriptorGroup.Of(span, queue))],
            [.. Grouped(all.OfType<StatusEvent>(), static one => one.Value, span => StatusGroup.Of(span, status))],
            all.OfType<SuppressedEvent>().Aggregate(0UL, static (sum, one) => unchecked(sum + one.Count)),
            [.. all.OfType<StrangeEvent>()]);
    }

    /// <summary>Older kernels say no more than that a descriptor was rejected.</summary>
    private static IEnumerable<QueueEvent> QueueErrorsIn(LogEvent one) => one switch
    {
        QueueEvent error => [error],
        DescriptorEvent { Place: DescriptorEvent.Rejected } rejected => [new QueueEvent(rejected.Line, rejected.Time, RejectedDescriptor, 0)],
        _ => [],
    };

    private static IEnumerable<TGroup> Grouped<TEvent, TKey, TGroup>(IEnumerable<TEvent> events, Func<TEvent, TKey> key, Func<IReadOnlyList<TEvent>, TGroup> group) =>
        events.GroupBy(key).Select(members => group([.. members]));
}

/// <summary>How often something was told, and when.</summary>
public sealed record Times(int Count, int FirstLine, string First, string Last)
{
    public static Times Of(IReadOnlyList<LogEvent> events) => new(events.Count, events[0].Line, events[0].Time, events[^1].Time);
}

/// <summary>Blocked requests that differ in nothing but the address.</summary>
/// <param name="Lowest">Lowest address, or index of an interrupt.</param>
/// <param name="Highest">Highest one.</param>
/// <param name="Places">How many different ones.</param>
/// <param name="Code">The fault reason; null if the log does not tell it or the spec does not know it.</param>
/// <param name="Cause">What usually is behind it.</param>
public sealed record FaultGroup(
    Times Times, string Request, ushort SourceId, uint? Pasid, ulong Lowest, ulong Highest, int Places, uint? Reason, LinkedCode? Code, string? Cause)
{
    public static FaultGroup Of(IReadOnlyList<FaultEvent> faults, LinkedEnum reasons)
    {
        var first = faults[0];
        var code = reasons.Codes.FirstOrDefault(code => code.Value == first.Reason);
        var places = faults.Select(static fault => fault.Place).Distinct().ToList();
        return new FaultGroup(
            Times.Of(faults), first.Request, first.SourceId, first.Pasid, places.Min(), places.Max(), places.Count, first.Reason, code,
            code is null ? null : UsualCauses.OfFaults.GetValueOrDefault(code.Name));
    }
}

/// <summary>Equal errors of the invalidation queue.</summary>
/// <param name="Flag">The flag of the fault status register.</param>
/// <param name="Meaning">What the flag means.</param>
/// <param name="Reason">The reason of a queue error; null if there is none.</param>
/// <param name="Code">The reason, explained.</param>
/// <param name="SourceId">The device that the others are about; null if the unit does not tell.</param>
public sealed record QueueErrorGroup(Times Times, string Flag, string? Meaning, uint? Reason, LinkedCode? Code, ushort? SourceId, string? Cause)
{
    private const string WithReason = "IQE";

    public static QueueErrorGroup Of(IReadOnlyList<QueueEvent> errors, LinkedEnum reasons, LinkedRegister status)
    {
        var first = errors[0];
        var hasReason = first.Flag == WithReason;
        return new QueueErrorGroup(
            Times.Of(errors), first.Flag, status.Fields.FirstOrDefault(field => field.Name == first.Flag)?.Meaning,
            hasReason ? (uint)first.Detail : null,
            hasReason ? reasons.Codes.FirstOrDefault(code => code.Value == first.Detail) : null,
            !hasReason && first.Detail is > 0 and <= ushort.MaxValue ? (ushort)first.Detail : null,
            UsualCauses.OfQueueErrors.GetValueOrDefault(first.Flag));
    }
}

/// <summary>A descriptor that was shown, possibly often.</summary>
/// <param name="Place">Where in the queue it was.</param>
/// <param name="Words">Its two lower words; more are not shown.</param>
/// <param name="Decoded">What it is; null if it is none.</param>
public sealed record DescriptorGroup(Times Times, string Place, IReadOnlyList<ulong> Words, Decoded? Decoded)
{
    public static DescriptorGroup Of(IReadOnlyList<DescriptorEvent> shown, DecodableItem queue)
    {
        var first = shown[0];
        return new DescriptorGroup(Times.Of(shown), first.Place, [first.Low, first.High], Decode(new GivenValue(((BigInteger)first.High << 64) | first.Low, null), queue));
    }

    private static Decoded? Decode(GivenValue value, DecodableItem queue)
    {
        try
        {
            return queue.Decode(value, new KnownRegisters())[0];
        }
        catch (UndecodableException)
        {
            return null;
        }
    }
}

/// <summary>A value of the fault status register.</summary>
public sealed record StatusGroup(Times Times, Decoded Decoded)
{
    public static StatusGroup Of(IReadOnlyList<StatusEvent> statuses, DecodableRegister status) =>
        new(Times.Of(statuses), new Decoder(new KnownRegisters()).Decode(Layout.Of(status.Spec, status.Register), statuses[0].Value));
}
