using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>Counts the events of a log as they come.</summary>
internal sealed class LogCollector(Catalog catalog)
{
    /// <summary>More than a reader looks at.</summary>
    private const int MostShown = 100;

    private readonly LinkedEnum _reasons = catalog.FindEnum("FaultReason").Enum;
    private readonly LinkedEnum _queueReasons = catalog.FindEnum("QueueErrorInfo").Enum;
    private readonly DecodableRegister _status = catalog.FindRegister("FSTS");
    private readonly DecodableItem _queue = catalog.Find("InvalidationQueue");

    private readonly List<UnitEvent> _units = [];
    private readonly Tallies<(string, ushort, uint?, uint?), FaultEvent> _faults = new();
    private readonly Tallies<(string, ulong), QueueEvent> _queueErrors = new();
    private readonly Tallies<(string, ulong, ulong), DescriptorEvent> _descriptors = new();
    private readonly Tallies<uint, StatusEvent> _statuses = new();
    private readonly Tallies<(KnownTrouble, string), TroubleEvent> _troubles = new();
    private readonly Tallies<(string, string), AmdEvent> _amd = new();
    private readonly Tallies<(string?, ushort, uint?, uint?, DumpVerdict), DumpStartEvent> _dumps = new();
    private readonly Dictionary<DumpStartEvent, (TableDump Dump, DumpVerdict Verdict)> _shownDumps = [];
    private readonly TableDumps _tables = new(catalog);
    private readonly List<StrangeEvent> _strange = [];
    private ulong _suppressed;
    private int _notUnderstood;

    public void Add(LogEvent one)
    {
        AddDump(_tables.Take(one));
        switch (one)
        {
            case FaultEvent fault:
                _faults.Add((fault.Request, fault.SourceId, fault.Pasid, fault.Reason), fault, fault.Place);
                break;
            case QueueEvent error:
                _queueErrors.Add((error.Flag, error.Detail), error);
                break;
            case DescriptorEvent descriptor:
                Add(descriptor);
                break;
            case StatusEvent status:
                _statuses.Add(status.Value, status);
                break;
            case TroubleEvent trouble:
                // Values differ from line to line.
                _troubles.Add((trouble.Trouble, trouble.Words.Count > 0 ? "" : trouble.Text), trouble);
                break;
            case AmdEvent amd:
                _amd.Add((amd.Name, amd.Device), amd, amd.Place ?? 0);
                break;
            case UnitEvent unit when _units.Count < MostShown:
                _units.Add(unit);
                break;
            case SuppressedEvent suppressed:
                _suppressed = unchecked(_suppressed + suppressed.Count);
                break;
            case StrangeEvent strange:
                Add(strange);
                break;
        }
    }

    public LogSummary Summary()
    {
        AddDump(_tables.Finish());
        return new LogSummary
        {
            Units = _units,
            Faults = [.. _faults.All.Select(one => FaultGroup.Of(one, _reasons))],
            Dumps = [.. _dumps.All.Select(one => new DumpGroup(one.Times, _shownDumps[one.First].Dump, _shownDumps[one.First].Verdict))],
            QueueErrors = [.. _queueErrors.All.Select(one => QueueErrorGroup.Of(one, _queueReasons, _status.Register))],
            Descriptors = [.. _descriptors.All.Select(one => DescriptorGroup.Of(one, _queue))],
            Statuses = [.. _statuses.All.Select(one => StatusGroup.Of(one, _status))],
            Troubles = [.. _troubles.All.Select(one => TroubleGroup.Of(one, catalog))],
            Amd = [.. _amd.All.Select(AmdGroup.Of)],
            Suppressed = _suppressed,
            LeftOut = _faults.LeftOut + _queueErrors.LeftOut + _descriptors.LeftOut + _statuses.LeftOut + _troubles.LeftOut + _amd.LeftOut + _dumps.LeftOut,
            NotUnderstood = _notUnderstood,
            Strange = _strange,
        };
    }

    private void Add(DescriptorEvent descriptor)
    {
        _descriptors.Add((descriptor.Place, descriptor.Low, descriptor.High), descriptor);
        // Older kernels say no more than that a descriptor was rejected.
        if (descriptor.Place == DescriptorEvent.Rejected)
            _queueErrors.Add((QueueErrorGroup.WithReason, 0), new QueueEvent(descriptor.Line, descriptor.Time, QueueErrorGroup.WithReason, 0));
    }

    /// <summary>A line of a fault is kept rather than others.</summary>
    private void Add(StrangeEvent strange)
    {
        _notUnderstood++;
        if (_strange.Count < MostShown)
            _strange.Add(strange);
        else if (strange.SpeaksOfFault && !_strange[^1].SpeaksOfFault)
            _strange[^1] = strange;
    }

    private void AddDump(TableDump? dump)
    {
        if (dump is null)
            return;

        var reason = _reasons.Codes.FirstOrDefault(code => code.Value == dump.Fault?.Reason)?.Name;
        var verdict = DumpVerdict.Of(dump, reason);
        var (fault, before) = (dump.Fault, _dumps.All.Count);
        _dumps.Add((fault?.Request, fault?.SourceId ?? 0, fault?.Pasid, fault?.Reason, verdict), dump.Start);
        if (_dumps.All.Count > before)
            _shownDumps.Add(dump.Start, (dump, verdict));
    }
}
