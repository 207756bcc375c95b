namespace Vtd.Runtime;

/// <summary>A device behind the unit that keeps translations in a TLB of its own, and may send page requests.</summary>
/// <remarks>
/// Calls come one at a time for the whole unit, in the order in which the guest caused them, without the unit's lock: they may
/// block and may call the unit, whose further calls then follow after this one. They must not wait for another thread that
/// writes to or resets the unit, since that thread may itself be waiting for them.
/// </remarks>
public interface IEndpoint
{
    /// <summary>Drops translations. A wait descriptor after it is done only when this has returned.</summary>
    /// <param name="invalidation">The translations to drop.</param>
    /// <returns>Whether the translations were dropped. False, or an exception, is a time-out: FSTS.ITE is set and the invalidation queue stands still until
    /// software clears it.</returns>
    [ForbiddenUnderUnitLock]
    bool InvalidateTlb(in DeviceTlbInvalidation invalidation);

    /// <summary>A group of page requests was answered, by software or by the unit. An exception is reported to the observer.</summary>
    /// <param name="response">The answer.</param>
    [ForbiddenUnderUnitLock]
    void Respond(in PageGroupResponse response);
}
