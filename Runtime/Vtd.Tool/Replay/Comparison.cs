using Vtd.Runtime;
using Vtd.Tool.Recordings;
using Vtd.Tool.Replay.Summary;

namespace Vtd.Tool.Replay;

/// <summary>Compares what the unit did with what was recorded.</summary>
internal sealed class Comparison(RegisterText registers, IReadOnlyList<KnownDeviation> deviations, uint shownMismatches)
{
    private readonly int[] _explained = new int[deviations.Count];
    private readonly List<Mismatch> _shown = [];

    public ComparedCounts Compared { get; private set; } = new(0, 0, 0, 0);

    public int Mismatches { get; private set; }

    public int Explained => _explained.Sum();

    /// <summary>Effects of the unit that the recording no longer shows, because it was stopped there.</summary>
    public int BeyondTheEnd { get; private set; }

    /// <summary>The first mismatches.</summary>
    public IReadOnlyList<Mismatch> Shown => _shown;

    public IReadOnlyList<DeviationCount> Deviations =>
        [.. deviations.Zip(_explained).Where(one => one.Second > 0).Select(one => new DeviationCount(one.First.Name, one.First.Reason, one.Second))];

    public void Compare(RegisterRead recorded, ulong actual)
    {
        Compared = Compared with { RegisterReads = Compared.RegisterReads + 1 };
        if (recorded.Value != actual)
            Judge(new RegisterDifference(recorded, actual));
    }

    /// <param name="isCutShort">The recording ends in this step.</param>
    public void Compare(FedEvent trigger, IReadOnlyList<TraceEvent> effects, bool isCutShort, IReadOnlyList<MemoryWriteDone> writes)
    {
        var recorded = effects.OfType<MemoryWrite>().Where(IsCompared).ToList();
        var descriptors = effects.OfType<MemoryRead>().Where(read => read.Kind == MemoryKind.InvalidationDescriptor).ToList();
        foreach (var (expected, actual) in Pairs(recorded, writes, isCutShort))
        {
            Compared = Compared with { MemoryWrites = Compared.MemoryWrites + 1 };
            var isSame = expected is not null && actual is not null
                && expected.Address == actual.Address && expected.Failed == actual.Failed && expected.Bytes.AsSpan().SequenceEqual(actual.Bytes);
            if (!isSame)
                Judge(new MemoryWriteDifference(trigger, expected, actual, descriptors));
        }
    }

    /// <inheritdoc cref="Compare(FedEvent, IReadOnlyList{TraceEvent}, bool, IReadOnlyList{MemoryWriteDone})"/>
    public void Compare(FedEvent trigger, IReadOnlyList<TraceEvent> effects, bool isCutShort, IReadOnlyList<Message> messages)
    {
        foreach (var (expected, actual) in Pairs([.. effects.OfType<MessageSent>()], messages, isCutShort))
        {
            Compared = Compared with { Interrupts = Compared.Interrupts + 1 };
            if (expected is null || actual is null || expected.Address != actual.Address || expected.Data != actual.Data)
                Judge(new InterruptDifference(trigger, expected, actual));
        }
    }

    public void Compare(TranslationRequest request, TranslationResult recorded, in PageTranslation cached)
    {
        Compared = Compared with { CachedTranslations = Compared.CachedTranslations + 1 };
        if (((cached.Output ^ recorded.Page) & ~Math.Max(recorded.Mask, cached.Size - 1)) != 0)
            Judge(new StaleTranslationDifference(request, recorded, cached));
    }

    /// <summary>Writes that belong to parts of the unit that exist.</summary>
    private static bool IsCompared(MemoryWrite write) => write.Kind == MemoryKind.WaitStatus;

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

    private void Judge(Difference difference)
    {
        for (var i = 0; i < deviations.Count; i++)
        {
            if (deviations[i].Explains(difference))
            {
                _explained[i]++;
                return;
            }
        }

        Mismatches++;
        if (_shown.Count < shownMismatches)
            _shown.Add(difference.Describe(registers));
    }
}
