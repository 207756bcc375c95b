namespace Vtd.Runtime;

/// <summary>Follows the address space of one device, or of one PASID of it: for what keeps results of translation, or a copy of the tables.</summary>
/// <remarks>
/// Calls come one at a time for the whole unit, without the unit's lock: they may block and may call the unit, whose further calls
/// then follow after this one. They must not wait for another thread that writes to or resets the unit, since that thread may itself be
/// waiting for them. An exception is reported to the observer and the calls after it are made all the same. A wait descriptor is done
/// when all calls caused by descriptors before it have returned.
/// <para>
/// Invalidations that come faster than the calls are told together: each range once, and many ranges as everything. A call says what the tables
/// are when it is made. After the calls that an invalidation causes, a listener holds no page that a request by an emulated device no longer gets.
/// </para>
/// <para>
/// Mappings are announced for second-stage tables only. Software sends no invalidation when a first-stage page becomes present, in caching mode
/// either (6.1), so that a copy of first-stage tables cannot be complete. A listener that only drops what is stale can follow any address space.
/// </para>
/// </remarks>
public interface ITranslationListener
{
    /// <summary>Whether to announce every page that becomes mapped (<see cref="Mapped"/>), for which the unit must have caching mode and the address
    /// space second-stage tables. Asked once, when the listener is added.</summary>
    bool WantsMappings { get; }

    /// <summary>From now on requests go through the unit's tables, or no longer do so. It begins as not.</summary>
    /// <param name="isTranslated">False if remapping is off or the tables pass requests through.</param>
    [ForbiddenUnderUnitLock]
    void Switched(bool isTranslated);

    /// <summary>Results and mappings kept of a range are stale. There may be nothing in it, or it may have been told before.</summary>
    /// <param name="first">Address of its first byte.</param>
    /// <param name="last">Address of its last byte; <see cref="ulong.MaxValue"/> after 0 is everything.</param>
    [ForbiddenUnderUnitLock]
    void Unmapped(ulong first, ulong last);

    /// <summary>A page is mapped that was not, or that was unmapped just now. Only for those that want mappings. One
    /// that throws counts as not mapped; the next invalidation that covers the page tries again.</summary>
    /// <param name="page">The page.</param>
    [ForbiddenUnderUnitLock]
    void Mapped(in PageTranslation page);

    /// <summary>Mappings are not announced any more, since requests go through first-stage tables now, or are announced again. Only for those that
    /// want mappings. By the time of the call everything is unmapped.</summary>
    /// <param name="areSuspended">True while requests go through first-stage tables, alone or above second-stage ones.</param>
    [ForbiddenUnderUnitLock]
    void MappingsSuspended(bool areSuspended)
    {
    }
}
