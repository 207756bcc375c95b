using System.Diagnostics;
using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Reference;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Replay;

/// <summary>Replays a recording on a unit and compares what the unit does with what was recorded.</summary>
internal sealed class ScenarioReplay
{
    private const int StepsBetweenReports = 1024;

    private readonly string _file;
    private readonly Scenario _scenario;
    private readonly RecordingComparison _comparison;
    private readonly RecordedMemory _memory;
    private readonly MessageLog _messages = [];
    private readonly UnitLog _log = new();
    private readonly Notifications _notifications = new();
    private readonly UncomparedLines _uncompared = new();
    private readonly List<RecordingHost> _hosts = [];
    private readonly List<ResetSummary> _resets = [];
    private readonly VtdUnit _unit;
    private readonly bool _isFollowed;
    private readonly ArchitectureCheck? _check;
    private int _line;
    private int _boot;
    private bool _wantsExtended;
    private int _registerWrites;
    private int _translations;
    private int _interrupts;
    private int _deviceRequests;

    /// <param name="quirks">The quirks of the unit.</param>
    /// <param name="isFollowed">A listener follows every address space, so that notifications are compared. The unit then reads tables
    /// at moments when nothing asks it to translate.</param>
    public ScenarioReplay(string file, Scenario scenario, UnitQuirks quirks, bool isFollowed = true)
    {
        _file = file;
        _scenario = scenario;
        var registers = new RegisterText(scenario.Cap, scenario.Ecap);
        _memory = new RecordedMemory(scenario.Steps);
        _comparison = new RecordingComparison(registers, scenario.Capabilities, new(_memory.TryPeek, scenario, () => _unit!.Dump(most: 0).RootTable));
        var options = new VtdUnitOptions
        {
            Capabilities = new GivenRegisters(scenario.Cap, scenario.Ecap),
            HostAddressWidth = scenario.AddressWidth,
            CollapseFaults = true, // as QEMU does, and the architecture allows
            RunsInBackground = false, // so that replays are repeatable
            Quirks = quirks,
        };
        _unit = new VtdUnit(options, _memory, _messages, _log);
        // Only the unit without quirks does what the architecture asks.
        if (quirks == UnitQuirks.None)
            _check = new(_unit, new(scenario.Capabilities, scenario.AddressWidth, _memory.TryPeek), registers);
        AttachDevices();
        _isFollowed = isFollowed;
        if (isFollowed)
            _notifications.AddTo(_unit, scenario);
    }

    /// <param name="progress">Told now and then how many more events were replayed.</param>
    public ReplayedScenario Run(Action<int> progress)
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
        return Result(Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Replays as far as a line.</summary>
    /// <param name="line">A line of the scenario that is no comment.</param>
    /// <returns>The unit after what happened there was done, with all that it set going.</returns>
    public (VtdUnit Unit, ReplayPlace Place) RunTo(int line)
    {
        var step = 0;
        do
            Live(step);
        while (++step < _scenario.Steps.Count && _scenario.Steps[step].Trigger.Line <= line);
        return (_unit, new(_scenario.Steps[step - 1].Trigger.Line, _boot));
    }

    /// <summary>A pass-through device for every function that requested a translation.</summary>
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
        _log.Clear();
        _notifications.Clear();
        if (step.Trigger is TriggerEvent about)
            _check?.Begin(about.Line, about.Text);
        Feed(step);
        if (_isFollowed)
            _notifications.Appear(_unit, step);

        _uncompared.Count(step);
        if (step.Trigger is not TriggerEvent fed)
            return;

        _check?.Did(_messages.Select(sent => (sent.Address, sent.Data)), fed is RegisterWrite or PageRequestInjected ? _memory.Writes.Select(write => (write.Address, write.Bytes)) : null);

        var isCutShort = _scenario.IsCutShort && number == _scenario.Steps.Count - 1;
        _comparison.CompareFaults(fed, step.Effects, isCutShort, _log.Faults);
        _comparison.CompareNotices(fed, step.Effects, isCutShort, _notifications.Told);
        _comparison.CompareQueueErrors(fed, step.Effects, isCutShort, _log.QueueErrors);
        _comparison.CompareMemoryWrites(fed, step.Effects, isCutShort, _memory.Writes);
        _comparison.CompareMessages(fed, step.Effects, isCutShort, _messages);
    }

    private void Feed(TraceStep step)
    {
        switch (step.Trigger)
        {
            case RegisterRead read:
                var value = _unit.ReadRegister(read.Offset, read.Size);
                _check?.RegisterRead(read.Offset, read.Size, value);
                _comparison.CompareRegister(read, value);
                break;
            case RegisterWrite write:
                _registerWrites++;
                if (write.Offset == Irta.Offset)
                    _wantsExtended = new Irta(write.Value).EIME && !_scenario.Capabilities.ECAP.EIM;
                _comparison.Note(write);
                _unit.WriteRegister(write.Offset, write.Size, write.Value);
                while (_unit.Run())
                {
                }
                _check?.RegisterWritten(write.Offset, write.Size, write.Value);
                break;
            case SystemReset reset:
                Reset(reset);
                break;
            case TranslationRequest request:
                _translations++;
                var dma = RequestOf(request);
                var translated = _unit.Translate(dma);
                _check?.Translated(dma, translated);
                _comparison.CompareTranslation(request, step.Effects, translated);
                break;
            case AccessInjected access:
                _deviceRequests++;
                Access(access, step.Effects);
                break;
            case AtsRequested request:
                _deviceRequests++;
                _comparison.CompareDeviceTranslation(request, step.Effects, Answers(request, step.Effects.OfType<AtsAnswer>().Count()));
                break;
            case PageRequestInjected request:
                _deviceRequests++;
                var page = RequestOf(request);
                var taken = _unit.RequestPage(page);
                _check?.Requested(page, taken);
                _comparison.ComparePageRequest(request, step.Effects, taken);
                break;
            case InterruptRequested request:
                _interrupts++;
                var interrupt = new InterruptRequest(request.SourceId, request.Address, request.Data);
                var remapped = _unit.RemapInterrupt(interrupt);
                _check?.Remapped(interrupt, remapped);
                _comparison.CompareInterrupt(request, step.Effects, remapped, _wantsExtended);
                break;
        }
    }

    /// <summary>An access leads to a translation, unless the recorded machine knew the answer before.</summary>
    private void Access(AccessInjected access, IReadOnlyList<TraceEvent> effects)
    {
        var request = new DmaRequest(access.SourceId, access.Address, access.IsWrite ? DmaAccess.Write : DmaAccess.Read) { Pasid = access.Pasid };
        var translated = _unit.Translate(request);
        _check?.Translated(request, translated);
        if (effects.OfType<TranslationRequest>().FirstOrDefault() is { } asked)
            _comparison.CompareTranslation(asked, effects, translated);
        else
            _comparison.CompareAccess(access, effects, translated);
    }

    /// <summary>Asks for the pages of the range one by one, as the recorded machine did.</summary>
    private List<AtsResult> Answers(AtsRequested recorded, int count)
    {
        var answers = new List<AtsResult>();
        for (var done = 0UL; done < recorded.Length && answers.Count < count;)
        {
            var request = new AtsRequest(recorded.SourceId, recorded.Address + done) { Pasid = recorded.Pasid, NoWrite = !recorded.IsWrite };
            var answer = _unit.TranslateForDevice(request);
            _check?.Translated(request, answer);
            answers.Add(answer);
            done += Math.Max(answer.Page.Size, SmallPage.Size);
        }

        return answers;
    }

    private static DmaRequest RequestOf(TranslationRequest recorded) =>
        new(recorded.SourceId, recorded.Address, recorded.IsWrite ? DmaAccess.Write : DmaAccess.Read) { Pasid = recorded.Pasid };

    private static PageRequest RequestOf(PageRequestInjected recorded) => new(recorded.SourceId, recorded.Address, recorded.Group)
    {
        Pasid = recorded.Pasid,
        IsPrivileged = (recorded.Flags & PageRequestFlags.Privileged) != 0,
        Execute = (recorded.Flags & PageRequestFlags.Execute) != 0,
        IsLast = (recorded.Flags & PageRequestFlags.Last) != 0,
        Read = (recorded.Flags & PageRequestFlags.Read) != 0,
        Write = (recorded.Flags & PageRequestFlags.Write) != 0,
    };

    private void Reset(SystemReset reset)
    {
        var before = Contents();
        var removedBefore = _hosts.Sum(host => host.Removed);
        _unit.Reset();
        _comparison.NoteReset();
        _check?.ResetDone();
        _resets.Add(new ResetSummary(reset.Line, reset.Number, before, Contents(), _hosts.Sum(host => host.Removed) - removedBefore));
    }

    private Dictionary<string, int> Contents() =>
        Enum.GetValues<CacheKind>().ToDictionary(static cache => cache.ToString().ToLowerInvariant(), _unit.EntriesOf);

    private ReplayedScenario Result(TimeSpan elapsed) => new(
        _comparison.Compared,
        _comparison.Differences,
        _check?.Wrong ?? [],
        _comparison.BeyondTheEnd,
        new FedCounts(_registerWrites, _translations, _interrupts, _resets.Count, _deviceRequests),
        _log.Descriptors(),
        _resets,
        [.. _hosts.Select(host => host.Summary())],
        _uncompared.Summary(),
        _memory.Counts,
        elapsed);
}
