namespace Vtd.Runtime.Caches;

/// <summary>Accesses to a page that need no further walk: none that would set another bit in the tables.</summary>
/// <param name="User">By requests without privilege.</param>
/// <param name="Supervisor">By requests with privilege.</param>
internal readonly record struct PageRights(PagePermissions User, PagePermissions Supervisor)
{
    /// <summary>All permissions.</summary>
    public const PagePermissions All = PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute;

    /// <summary>Makes rights that are the same with and without privilege.</summary>
    public PageRights(PagePermissions both)
        : this(both, both)
    {
    }

    /// <summary>Permissions of requests with or without privilege.</summary>
    public PagePermissions Of(bool isSupervisor) => isSupervisor ? Supervisor : User;

    /// <summary>Permissions that both allow.</summary>
    public static PageRights operator &(PageRights left, PageRights right) =>
        new(left.User & right.User, left.Supervisor & right.Supervisor);
}
