using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Reference;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Replay;

/// <summary>Compares the behavior of the unit with a recording.</summary>
/// <param name="registers">Describes registers.</param>
/// <param name="capabilities">The capabilities of the unit.</param>
/// <param name="spaces">The address spaces of followers, by the letter of the architecture.</param>
internal sealed class RecordingComparison(RegisterText registers, in VtdCapabilities capabilities, ReferenceSpaces spaces)
{
    private readonly VtdCapabilities _capabilities = capabilities;
    private readonly List<Difference> _differences = [];
    private readonly HashSet<(Listener Whom, Notice What)> _toldAtSwitch = [];
    private readonly Dictionary<Listener, ReferenceEntries> _entries = [];
    private readonly SoftwareWrites _written = new();

    public ComparedCounts Compared { get; private set; } = new();

    /// <summary>All differences, in order.</summary>
    public IReadOnlyList<Difference> Differences => _differences;

    /// <summary>Effects of the unit that the recording no longer shows, because it was stopped there.</summary>
    public int BeyondTheEnd { get; private set; }

    public void CompareRegister(RegisterRead recorded, ulong actual)
    {
        Compared = Compared with { RegisterReads = Compared.RegisterReads + 1 };
        if (recorded.Value != actual)
            _differences.Add(new RegisterDifference(recorded, actual, registers.NameAt(recorded.Offset), _capabilities, _written.Copy()));
    }

    /// <summary>Software wrote registers, which the values that it reads later depend on.</summary>
    public void Note(RegisterWrite write) => _written.Write(write.Offset, write.Size, write.Value);

    /// <summary>The unit was reset.</summary>
    public void NoteReset() => _written.Reset();

    /// <summary>Compares what the unit wrote to guest memory.</summary>
    /// <param name="trigger">The trigger of the step.</param>
    /// <param name="effects">The effects of the recorded unit.</param>
    /// <param name="isCutShort">Whether the recording ends in this step.</param>
    public void CompareMemoryWrites(TriggerEvent trigger, IReadOnlyList<TraceEvent> effects, bool isCutShort, IReadOnlyList<MemoryWriteDone> writes)
    {
        var recorded = effects.OfType<MemoryWrite>().Where(IsCompared).ToList();
        var descriptors = effects.OfType<MemoryRead>().Where(read => read.Kind == MemoryKind.InvalidationDescriptor).ToList();
        foreach (var (expected, actual) in Pairs(recorded, writes, isCutShort))
        {
            Compared = Compared with { MemoryWrites = Compared.MemoryWrites + 1 };
            var isSame = expected is not null && actual is not null
                && expected.Address == actual.Address && expected.Failed == actual.Failed && expected.Bytes.AsSpan().SequenceEqual(actual.Bytes);
            if (!isSame)
                _differences.Add(new MemoryWriteDifference(trigger, expected, actual, descriptors));
        }
    }

    /// <inheritdoc cref="CompareMemoryWrites(TriggerEvent, IReadOnlyList{TraceEvent}, bool, IReadOnlyList{MemoryWriteDone})"/>
    public void CompareMessages(TriggerEvent trigger, IReadOnlyList<TraceEvent> effects, bool isCutShort, IReadOnlyList<Message> messages)
    {
        foreach (var (expected, actual) in Pairs([.. effects.OfType<MessageSent>()], messages, isCutShort))
        {
            Compared = Compared with { Interrupts = Compared.Interrupts + 1 };
            if (expected is null || actual is null || expected.Address != actual.Address || expected.Data != actual.Data)
                _differences.Add(new InterruptDifference(trigger, expected, actual));
        }
    }

    /// <inheritdoc cref="CompareMemoryWrites(TriggerEvent, IReadOnlyList{TraceEvent}, bool, IReadOnlyList{MemoryWriteDone})"/>
    public void CompareFaults(TriggerEvent trigger, IReadOnlyList<TraceEvent> effects, bool isCutShort, IReadOnlyList<ReportedFault> faults)
    {
        foreach (var (expected, actual) in Pairs(RecordedFault.In(effects), [.. faults.Where(fault => IsShown(trigger, fault)).Select(fault => new Met(fault))], isCutShort))
        {
            Compared = Compared with { Faults = Compared.Faults + 1 };
            if (expected is null || actual is null || !expected.Agrees(actual.Fault))
                _differences.Add(new FaultDifference(trigger, expected, actual?.Fault));
        }
    }

    /// <summary>Compares the notices to each listener in order; the order among listeners is not compared.</summary>
    /// <inheritdoc cref="CompareMemoryWrites(TriggerEvent, IReadOnlyList{TraceEvent}, bool, IReadOnlyList{MemoryWriteDone})"/>
    public void CompareNotices(TriggerEvent trigger, IReadOnlyList<TraceEvent> effects, bool isCutShort, IReadOnlyList<(Listener Whom, Notice What)> told)
    {
        var recorded = effects.OfType<Notified>().ToList();
        if (recorded.Count == 0 && told.Count == 0)
            return;
        var knownBefore = _toldAtSwitch.ToHashSet();
        NoteTold(trigger, told);
        var asked = effects.OfType<MemoryRead>()
            .Where(read => read is { Kind: MemoryKind.InvalidationDescriptor, Failed: false })
            .Select(read => read.Bytes)
            .ToList();
        foreach (var whom in recorded.Select(one => one.Whom).Concat(told.Select(one => one.Whom)).Distinct())
        {
            var expected = recorded.Where(one => one.Whom == whom).ToList();
            var actual = told.Where(one => one.Whom == whom).Select(one => one.What).ToList();
            var change = ChangeOf(whom, actual);
            foreach (var (one, got) in Aligned(expected, actual).Take(isCutShort ? expected.Count : int.MaxValue))
            {
                Compared = Compared with { Notifications = Compared.Notifications + 1 };
                if (one?.What != got)
                {
                    _differences.Add(new NotificationDifference(
                        trigger,
                        whom,
                        one,
                        got,
                        one is not null && knownBefore.Contains((whom, one.What)),
                        got is Notice.MappedNotice page && spaces.Maps(whom, page),
                        _capabilities,
                        _written.Copy(),
                        asked,
                        change));
                }
            }
        }
    }

    /// <summary>Finds how the entries of a follower have changed since its address space was looked at last.</summary>
    private EntriesChange ChangeOf(Listener whom, List<Notice> told)
    {
        if (whom.SourceId is null || !told.Exists(static what => what is Notice.SwitchedNotice || what == Notice.Everything))
            return EntriesChange.Other;
        var hasBefore = _entries.TryGetValue(whom, out var before);
        var now = _entries[whom] = spaces.EntriesOf(whom);
        if (!hasBefore)
            return EntriesChange.Other;
        if (now == before)
            return EntriesChange.None;
        return now is { Reason: FaultReason.None, PassesThrough: true } && !before.PassesThrough ? EntriesChange.PassThroughBegins : EntriesChange.Other;
    }

    /// <summary>Keeps what followers were told when translation was switched on, for as long as they were not told that it is gone.</summary>
    private void NoteTold(TriggerEvent trigger, IReadOnlyList<(Listener Whom, Notice What)> told)
    {
        foreach (var (whom, what) in told)
        {
            if (what is Notice.MappedNotice && trigger is RegisterWrite { Offset: Gcmd.Offset })
                _toldAtSwitch.Add((whom, what));
            else if (what is Notice.UnmappedNotice range)
                _toldAtSwitch.RemoveWhere(one => one.Whom == whom && one.What is Notice.MappedNotice page && page.Page <= range.Last && page.Page + (page.Size - 1) >= range.First);
        }
    }

    /// <summary>Side by side; that all is unmapped stands alone where only one of them says it. What the recorded unit says is unmapped after ours
    /// has told that all is, with no page mapped since, ours has told together with that.</summary>
    private static IEnumerable<(Notified? Recorded, Notice? Actual)> Aligned(List<Notified> recorded, List<Notice> actual)
    {
        var (left, right) = (0, 0);
        while (left < recorded.Count || right < actual.Count)
        {
            var expected = left < recorded.Count ? recorded[left] : null;
            var got = right < actual.Count ? actual[right] : null;
            var isOnlyActual = got == Notice.Everything && expected?.What is not Notice.UnmappedNotice;
            if (expected?.What is Notice.UnmappedNotice && expected.What != got && IsAllUnmapped(actual.Take(right)))
            {
                left++;
                continue;
            }

            yield return (isOnlyActual ? null : expected, got);
            if (!isOnlyActual)
                left++;
            right++;
        }
    }

    private static bool IsAllUnmapped(IEnumerable<Notice> told) =>
        told.LastOrDefault(what => what == Notice.Everything || what is Notice.MappedNotice) == Notice.Everything;

    /// <param name="stops">The number of times the unit's queue stopped.</param>
    /// <inheritdoc cref="CompareMemoryWrites(TriggerEvent, IReadOnlyList{TraceEvent}, bool, IReadOnlyList{MemoryWriteDone})"/>
    public void CompareQueueErrors(TriggerEvent trigger, IReadOnlyList<TraceEvent> effects, bool isCutShort, int stops)
    {
        var recorded = effects.OfType<QueueStopped>().ToList();
        foreach (var (expected, actual) in Pairs(recorded, [.. Enumerable.Repeat(trigger, stops)], isCutShort))
        {
            Compared = Compared with { QueueErrors = Compared.QueueErrors + 1 };
            if (expected is null || actual is null)
                _differences.Add(new QueueErrorDifference(trigger, expected));
        }
    }

    public void CompareTranslation(TranslationRequest request, IReadOnlyList<TraceEvent> effects, in DmaResult actual)
    {
        // A recording that ends before the answer has none.
        if (effects.FirstOrDefault(effect => effect is TranslationResult or TranslationBlocked) is not { } recorded)
            return;

        Compared = Compared with { Translations = Compared.Translations + 1 };
        var difference = new TranslationDifference(request, recorded as TranslationResult, recorded, actual);
        if (!difference.IsSame)
            _differences.Add(difference);
    }

    /// <param name="wantsExtended">Software asked for 32-bit destinations, which the unit does not have.</param>
    public void CompareInterrupt(InterruptRequested request, IReadOnlyList<TraceEvent> effects, in InterruptResult actual, bool wantsExtended)
    {
        if (effects.FirstOrDefault(effect => effect is InterruptDelivered or InterruptBlocked) is not { } recorded)
            return;

        Compared = Compared with { RemappedInterrupts = Compared.RemappedInterrupts + 1 };
        var difference = new RemappedInterruptDifference(request, recorded as InterruptDelivered, recorded, actual, wantsExtended);
        if (!difference.IsSame)
            _differences.Add(difference);
    }

    /// <summary>The pages that a device TLB got, one by one.</summary>
    public void CompareDeviceTranslation(AtsRequested request, IReadOnlyList<TraceEvent> effects, IReadOnlyList<AtsResult> answers)
    {
        var recorded = effects.OfType<AtsAnswer>().ToList();
        for (var index = 0; index < Math.Max(recorded.Count, answers.Count); index++)
        {
            Compared = Compared with { DeviceRequests = Compared.DeviceRequests + 1 };
            var difference = new AtsDifference(request, recorded.ElementAtOrDefault(index), index < answers.Count ? answers[index] : null);
            if (!difference.IsSame)
                _differences.Add(difference);
        }
    }

    /// <summary>Compares the ending of an access for which the recorded machine asked for no translation. The interrupt range has no memory.</summary>
    public void CompareAccess(AccessInjected access, IReadOnlyList<TraceEvent> effects, in DmaResult actual)
    {
        if (!ReferenceTranslator.IsInterrupt(access.Address))
            CompareEnding(access, effects, actual.Outcome == DmaOutcome.Allowed ? InjectedEnding.Done : InjectedEnding.Refused);
    }

    public void ComparePageRequest(PageRequestInjected request, IReadOnlyList<TraceEvent> effects, in PageRequestResult actual) =>
        CompareEnding(request, effects, actual.Outcome switch
        {
            PageRequestOutcome.Queued => InjectedEnding.Done,
            PageRequestOutcome.Overflowed => InjectedEnding.Overflowed,
            _ => InjectedEnding.Refused,
        });

    private void CompareEnding(TriggerEvent trigger, IReadOnlyList<TraceEvent> effects, InjectedEnding actual)
    {
        if (effects.OfType<InjectedEnded>().FirstOrDefault() is not { } recorded)
            return;
        Compared = Compared with { DeviceRequests = Compared.DeviceRequests + 1 };
        if (recorded.Ending != actual)
            _differences.Add(new EndingDifference(trigger, recorded, actual));
    }

    /// <summary>Of faults that are not to be reported, recordings show those of DMA requests only.</summary>
    private static bool IsShown(TriggerEvent trigger, in ReportedFault fault) => fault.Disposition != FaultDisposition.Disabled || trigger is not InterruptRequested;

    /// <summary>Writes that belong to parts of the unit that exist.</summary>
    private static bool IsCompared(MemoryWrite write) => write.Kind is MemoryKind.WaitStatus or MemoryKind.AccessedDirty or MemoryKind.PageRequest;

    private IEnumerable<(TExpected? Expected, TActual? Actual)> Pairs<TExpected, TActual>(
        IReadOnlyList<TExpected> expected, IReadOnlyList<TActual> actual, bool isCutShort)
        where TExpected : class
        where TActual : class
    {
        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            if (i >= expected.Count && isCutShort)
                BeyondTheEnd++;
            else
                yield return (i < expected.Count ? expected[i] : null, i < actual.Count ? actual[i] : null);
        }
    }

    /// <summary>A fault as a class, so that it can be missing.</summary>
    private sealed record Met(ReportedFault Fault);
}
