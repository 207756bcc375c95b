using System.Diagnostics;
using Vtd.Runtime;
using Vtd.Runtime.Architecture;
using Vtd.Tool.Recordings;
using Vtd.Tool.Replay.Summary;

namespace Vtd.Tool.Replay;

/// <summary>Lets a unit of our own live through a recording and compares what it does with what was recorded.</summary>
internal sealed class ScenarioReplay
{
    private const int StepsBetweenReports = 1024;

    private readonly string _file;
    private readonly Scenario _scenario;
    private readonly Comparison _comparison;
    private readonly RecordedMemory _memory;
    private readonly MessageLog _messages = [];
    private readonly DescriptorCounter _descriptors;
    private readonly RecordedTranslations _translations;
    private readonly NotYetModelled _notYetModelled = new();
    private readonly List<RecordingHost> _hosts = [];
    private readonly List<ResetSummary> _resets = [];
    private readonly VtdUnit _unit;
    private int _line;
    private int _boot;
    private int _registerWrites;

    public ScenarioReplay(string file, Scenario scenario, IReadOnlyList<KnownDeviation> deviations, uint shownMismatches)
    {
        _file = file;
        _scenario = scenario;
        _comparison = new Comparison(new RegisterText(scenario.Cap, scenario.Ecap), deviations, shownMismatches);
        _memory = new RecordedMemory(scenario.Steps);
        var options = new VtdUnitOptions { Capability = scenario.Cap, ExtendedCapability = scenario.Ecap };
        var capabilities = new VtdCapabilities
        {
            VER = new Ver(options.Version),
            CAP = new Cap(options.Capability),
            ECAP = new Ecap(options.ExtendedCapability),
        };
        _descriptors = new DescriptorCounter(capabilities);
        _unit = new VtdUnit(options, _memory, _messages, _descriptors);
        _translations = new RecordedTranslations(_unit, _comparison);
        AttachDevices();
    }

    /// <param name="progress">Told now and then how many more events were replayed.</param>
    public ScenarioSummary Run(Action<int> progress)
    {
        var started = Stopwatch.GetTimestamp();
        var unreported = 0;
        for (var step = 0; step < _scenario.Steps.Count; step++)
        {
            Live(step);
            unreported += 1 + _scenario.Steps[step].Effects.Count;
            if (step % StepsBetweenReports == 0)
            {
                progress(unreported);
                unreported = 0;
            }
        }

        progress(unreported);
        return Summary(Stopwatch.GetElapsedTime(started));
    }

    /// <summary>A pass-through device for every function that asked for a translation.</summary>
    private void AttachDevices()
    {
        var functions = _scenario.Steps.Select(step => step.Trigger).OfType<TranslationRequest>().Select(request => request.SourceId).Distinct().Order().ToList();
        var names = MachineDescription.Names(_file, functions);
        foreach (var function in functions)
        {
            var host = new RecordingHost(function, names.GetValueOrDefault(function), () => _line);
            _hosts.Add(host);
            _unit.AddHostDevice(function, host);
        }
    }

    private void Live(int number)
    {
        var step = _scenario.Steps[number];
        _line = step.Trigger.Line;
        if (step.Trigger is SystemReset)
            _boot++;

        _memory.MoveTo(number, _boot);
        _messages.Clear();
        Feed(step);

        var fed = step.Trigger as FedEvent;
        _notYetModelled.Count(step, isFed: fed is not null);
        if (fed is null)
            return;

        var isCutShort = _scenario.IsCutShort && number == _scenario.Steps.Count - 1;
        _comparison.Compare(fed, step.Effects, isCutShort, _memory.Writes);
        _comparison.Compare(fed, step.Effects, isCutShort, _messages);
    }

    private void Feed(Step step)
    {
        switch (step.Trigger)
        {
            case RegisterRead read:
                _comparison.Compare(read, _unit.ReadRegister(read.Offset, read.Size));
                break;
            case RegisterWrite write:
                _registerWrites++;
                _unit.WriteRegister(write.Offset, write.Size, write.Value);
                break;
            case SystemReset reset:
                Reset(reset);
                break;
            case TranslationRequest request:
                _translations.Remember(request, step.Effects);
                break;
        }
    }

    private void Reset(SystemReset reset)
    {
        var before = Contents();
        var removedBefore = _hosts.Sum(host => host.Removed);
        _unit.Reset();
        _resets.Add(new ResetSummary(reset.Line, reset.Number, before, Contents(), _hosts.Sum(host => host.Removed) - removedBefore));
    }

    private CacheContents Contents()
    {
        var counts = _unit.Counts;
        return new CacheContents(counts.Contexts, counts.Pasids, counts.Translations, counts.InterruptEntries);
    }

    private ScenarioSummary Summary(TimeSpan elapsed) => new(
        _file,
        _scenario.Label,
        _scenario.EventCount,
        _comparison.Compared,
        _comparison.Mismatches,
        _comparison.Explained,
        new FedCounts(_registerWrites, _translations.Kept, _resets.Count),
        _descriptors.Summary(),
        _resets,
        [.. _hosts.Select(host => host.Summary())],
        _notYetModelled.Summary(),
        _memory.Counts,
        _comparison.BeyondTheEnd,
        _comparison.Shown,
        _comparison.Deviations,
        elapsed.TotalSeconds);
}
