using Vtd.Conformance.Reference;
using Vtd.Runtime;

namespace Vtd.Conformance.Compare;

/// <summary>Has the answers of a unit checked against the architecture, as they are given.</summary>
internal sealed class CheckingObserver : IUnitObserver
{
    // A check reads registers of the unit, which is reported as well.
    private bool _isChecking;

    /// <summary>The check; null for none.</summary>
    public ArchitectureCheck? Check { get; set; }

    public void RegisterRead(int offset, int size, ulong value) => With(check => check.RegisterRead(offset, size, value));

    public void RegisterWritten(in RegisterChange change)
    {
        var (offset, size, value, _, _) = change;
        With(check => check.RegisterWritten(offset, size, value));
    }

    public void DmaAnswered(in DmaRequest request, in DmaResult result)
    {
        var (asked, answer) = (request, result);
        With(check => check.Translated(asked, answer));
    }

    public void InterruptAnswered(in InterruptRequest request, in InterruptResult result)
    {
        var (asked, answer) = (request, result);
        With(check => check.Remapped(asked, answer));
    }

    public void Reset(ResetStep step)
    {
        if (step == ResetStep.HostDevicesDetached)
            With(static check => check.ResetDone());
    }

    private void With(Action<ArchitectureCheck> act)
    {
        if (Check is not { } check || _isChecking)
            return;
        _isChecking = true;
        act(check);
        _isChecking = false;
    }
}
