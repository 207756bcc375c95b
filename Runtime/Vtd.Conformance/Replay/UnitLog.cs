using System.Runtime.InteropServices;
using Vtd.Architecture;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;

namespace Vtd.Conformance.Replay;

/// <summary>Keeps what the unit reports: faults and queue errors of the current trigger, and counts of descriptors of all triggers.</summary>
internal sealed class UnitLog : IUnitObserver
{
    private readonly List<ReportedFault> _faults = [];
    private readonly Dictionary<(InvalidationQueueType Type, InvalidationGranularity? Granularity), int> _descriptors = [];

    /// <summary>Faults that the unit met.</summary>
    public IReadOnlyList<ReportedFault> Faults => _faults;

    /// <summary>The number of times the queue stopped.</summary>
    public int QueueErrors { get; private set; }

    /// <summary>Counts the descriptors that the unit executed, by type and by the granularity of what was invalidated.</summary>
    public IReadOnlyList<DescriptorCount> Descriptors() =>
    [
        .. from one in _descriptors
           orderby one.Key.Type, one.Key.Granularity
           select new DescriptorCount(one.Key.Type.ToString(), one.Key.Granularity?.ToString(), one.Value),
    ];

    /// <summary>Forgets what belongs to a trigger, for the next one.</summary>
    public void Clear()
    {
        _faults.Clear();
        QueueErrors = 0;
    }

    public void DescriptorExecuted(InvalidationQueueType type, InvalidationGranularity? granularity, ReadOnlySpan<byte> descriptor) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_descriptors, (type, granularity), out _)++;

    public void QueueStopped(QueueErrorInfo reason, int head, int tail) => QueueErrors++;

    public void FaultReported(in ReportedFault fault) => _faults.Add(fault);
}
