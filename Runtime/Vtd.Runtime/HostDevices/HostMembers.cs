using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.HostDevices;

/// <summary>Calls members of host devices.</summary>
internal static class HostMembers
{
    /// <summary>Calls a member and reports that.</summary>
    /// <returns>False if it threw.</returns>
    [ForbiddenUnderUnitLock]
    public static bool TryCall<T>(this UnitEvents events, in HostAction action, T state, Action<T> member)
        where T : allows ref struct
    {
        events.HostActionStarted(action);
        try
        {
            member(state);
        }
        catch (Exception error)
        {
            events.HostActionFailed(action, error);
            return false;
        }
        events.HostActionFinished(action);
        return true;
    }
}
