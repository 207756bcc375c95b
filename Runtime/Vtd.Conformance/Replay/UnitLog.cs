using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Conformance.Replay;

/// <summary>Keeps what the unit says of itself at the current trigger.</summary>
internal sealed class UnitLog(DescriptorCounter descriptors) : IUnitObserver
{
    private readonly List<ReportedFault> _faults = [];

    /// <summary>Faults that it met.</summary>
    public IReadOnlyList<ReportedFault> Faults => _faults;

    /// <summary>How often its queue stopped.</summary>
    public int QueueErrors { get; private set; }

    /// <summary>The next trigger.</summary>
    public void Clear()
    {
        _faults.Clear();
        QueueErrors = 0;
    }

    public void DescriptorExecuted(ReadOnlySpan<byte> descriptor) => descriptors.Count(descriptor);

    public void QueueStopped(QueueErrorInfo reason, int head, int tail) => QueueErrors++;

    public void FaultReported(in ReportedFault fault) => _faults.Add(fault);
}
