namespace Vtd.Runtime.Caches;

/// <summary>What may be done to a page without another walk: nothing that would set one more bit in the tables.</summary>
/// <param name="User">By requests without privilege.</param>
/// <param name="Supervisor">By requests with privilege.</param>
internal readonly record struct PageRights(PagePermissions User, PagePermissions Supervisor)
{
    /// <summary>Everything.</summary>
    public const PagePermissions All = PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute;

    /// <summary>Privilege makes no difference.</summary>
    public PageRights(PagePermissions both)
        : this(both, both)
    {
    }

    /// <summary>What requests may do.</summary>
    public PagePermissions Of(bool isSupervisor) => isSupervisor ? Supervisor : User;

    /// <summary>What both allow.</summary>
    public static PageRights operator &(PageRights left, PageRights right) =>
        new(left.User & right.User, left.Supervisor & right.Supervisor);
}
