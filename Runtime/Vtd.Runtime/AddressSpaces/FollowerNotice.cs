namespace Vtd.Runtime.AddressSpaces;

/// <summary>One call to a translation listener, decided and not yet made.</summary>
/// <param name="Kind">The member to call.</param>
/// <param name="First">For <see cref="FollowerNoticeKind.Unmapped"/>: address of the first byte.</param>
/// <param name="Last">For <see cref="FollowerNoticeKind.Unmapped"/>: address of the last byte.</param>
/// <param name="Page">For <see cref="FollowerNoticeKind.Mapped"/>: the page.</param>
/// <param name="IsOn">For switches and suspensions: whether they begin.</param>
internal readonly record struct FollowerNotice(FollowerNoticeKind Kind, ulong First = 0, ulong Last = 0, PageTranslation Page = default, bool IsOn = false)
{
    /// <summary>Makes the notice that nothing is mapped in the whole address space.</summary>
    public static FollowerNotice UnmappedAll => Unmapped(0, ulong.MaxValue);

    /// <summary>Makes the notice that nothing is mapped in a range.</summary>
    public static FollowerNotice Unmapped(ulong first, ulong last) => new(FollowerNoticeKind.Unmapped, first, last);

    /// <summary>Makes the notice that a page is mapped.</summary>
    public static FollowerNotice Mapped(in PageTranslation page) => new(FollowerNoticeKind.Mapped, Page: page);

    /// <summary>Makes the notice that requests go through the unit's tables, or no longer do.</summary>
    public static FollowerNotice Switched(bool isTranslated) => new(FollowerNoticeKind.Switched, IsOn: isTranslated);

    /// <summary>Makes the notice that mappings are no longer announced, or are announced again.</summary>
    public static FollowerNotice Suspended(bool areSuspended) => new(FollowerNoticeKind.Suspended, IsOn: areSuspended);
}

/// <summary>Members of <see cref="ITranslationListener"/>.</summary>
internal enum FollowerNoticeKind
{
    /// <summary><see cref="ITranslationListener.Switched"/>.</summary>
    Switched,

    /// <summary><see cref="ITranslationListener.MappingsSuspended"/>.</summary>
    Suspended,

    /// <summary><see cref="ITranslationListener.Unmapped"/>.</summary>
    Unmapped,

    /// <summary><see cref="ITranslationListener.Mapped"/>.</summary>
    Mapped,
}
