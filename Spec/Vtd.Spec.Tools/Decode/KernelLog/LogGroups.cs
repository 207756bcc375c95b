using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>Blocked requests that differ in nothing but the address.</summary>
/// <param name="Lowest">Lowest address, or index of an interrupt.</param>
/// <param name="Highest">Highest one.</param>
/// <param name="Places">The number of different places, counted up to <see cref="MostPlaces"/>.</param>
/// <param name="Code">The fault reason; null if the log does not tell it or the spec does not know it.</param>
/// <param name="Cause">The usual cause.</param>
public sealed record FaultGroup(
    Times Times, string Request, ushort SourceId, uint? Pasid, ulong Lowest, ulong Highest, int Places, uint? Reason, LinkedCode? Code, string? Cause)
{
    /// <summary>The number of different places up to which they are counted.</summary>
    public const int MostPlaces = 1000;

    internal static FaultGroup Of(Tally<FaultEvent> faults, LinkedEnum reasons)
    {
        var first = faults.First;
        var code = reasons.Codes.FirstOrDefault(code => code.Value == first.Reason);
        return new FaultGroup(
            faults.Times, first.Request, first.SourceId, first.Pasid, faults.Lowest, faults.Highest, faults.Places, first.Reason, code,
            code is null ? null : UsualCauses.OfFaults.GetValueOrDefault(code.Name));
    }
}

/// <summary>Equal errors of the invalidation queue.</summary>
/// <param name="Flag">The flag of the fault status register.</param>
/// <param name="Meaning">The meaning of the flag.</param>
/// <param name="Reason">The reason of a queue error; null if there is none.</param>
/// <param name="Code">The reason, explained.</param>
/// <param name="SourceId">The device that the others are about; null if the unit does not tell.</param>
public sealed record QueueErrorGroup(Times Times, string Flag, string? Meaning, uint? Reason, LinkedCode? Code, ushort? SourceId, string? Cause)
{
    internal const string WithReason = "IQE";

    internal static QueueErrorGroup Of(Tally<QueueEvent> errors, LinkedEnum reasons, LinkedRegister status)
    {
        var first = errors.First;
        var hasReason = first.Flag == WithReason;
        return new QueueErrorGroup(
            errors.Times, first.Flag, status.Fields.FirstOrDefault(field => field.Name == first.Flag)?.Meaning,
            hasReason ? (uint)first.Detail : null,
            hasReason ? reasons.Codes.FirstOrDefault(code => code.Value == first.Detail) : null,
            !hasReason && first.Detail is > 0 and <= ushort.MaxValue ? (ushort)first.Detail : null,
            UsualCauses.OfQueueErrors.GetValueOrDefault(first.Flag));
    }
}

/// <summary>A descriptor that was shown, possibly often.</summary>
/// <param name="Place">Where in the queue it was.</param>
/// <param name="Words">The two lower words; more are not shown.</param>
/// <param name="Decoded">The decoded descriptor; null if the bytes are none.</param>
public sealed record DescriptorGroup(Times Times, string Place, IReadOnlyList<ulong> Words, Decoded? Decoded)
{
    internal static DescriptorGroup Of(Tally<DescriptorEvent> shown, DecodableItem queue)
    {
        var words = new[] { shown.First.Low, shown.First.High };
        return new DescriptorGroup(shown.Times, shown.First.Place, words, queue.TryDecode(words, new KnownRegisters()));
    }
}

/// <summary>A value of the fault status register.</summary>
public sealed record StatusGroup(Times Times, Decoded Decoded)
{
    internal static StatusGroup Of(Tally<StatusEvent> statuses, DecodableRegister status) =>
        new(statuses.Times, new Decoder(new KnownRegisters()).Decode(Layout.Of(status.Spec, status.Register), statuses.First.Value));
}

/// <summary>Equal events of AMD IOMMUs.</summary>
public sealed record AmdGroup(Times Times, string Name, string Device, ulong? Lowest, ulong? Highest)
{
    internal static AmdGroup Of(Tally<AmdEvent> events) => new(
        events.Times, events.First.Name, events.First.Device, events.First.Place is null ? null : events.Lowest, events.First.Place is null ? null : events.Highest);
}

/// <summary>Equal trouble of another kind.</summary>
/// <param name="Kind">As <see cref="KnownTrouble.Kind"/>.</param>
/// <param name="Text">The first line.</param>
/// <param name="Meaning">The meaning of the words.</param>
/// <param name="Decoded">The values in the first line.</param>
public sealed record TroubleGroup(Times Times, string Kind, string Text, string Meaning, IReadOnlyList<Decoded> Decoded)
{
    internal static TroubleGroup Of(Tally<TroubleEvent> troubles, Catalog catalog)
    {
        var first = troubles.First;
        return new TroubleGroup(troubles.Times, first.Trouble.Kind, first.Text, first.Trouble.Meaning, [.. first.Trouble.Holds switch
        {
            ValuesOfTrouble.PageRequest => [catalog.Find("page-request-descriptor").TryDecode(first.Words, new KnownRegisters())!],
            ValuesOfTrouble.PageEntries => first.Words.Select(word => catalog.Find("ss-pte").TryDecode([word], new KnownRegisters())!),
            _ => Enumerable.Empty<Decoded>(),
        }]);
    }
}

/// <summary>Dumps for equal faults with equal verdicts.</summary>
/// <param name="Dump">The first of them.</param>
/// <param name="Verdict">The verdict of the tables on the fault.</param>
public sealed record DumpGroup(Times Times, TableDump Dump, DumpVerdict Verdict);
