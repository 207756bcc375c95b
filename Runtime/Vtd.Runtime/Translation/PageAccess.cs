using Vtd.Runtime.Caches;

namespace Vtd.Runtime.Translation;

/// <summary>The access that a request asks for.</summary>
/// <param name="Needs">The required permissions: a fault if one is denied.</param>
/// <param name="MayWrite">Whether the requester may write where that is allowed, so that dirty bits are set there.</param>
/// <param name="IsSupervisor">Whether the request has privilege.</param>
internal readonly record struct PageAccess(PagePermissions Needs, bool MayWrite, bool IsSupervisor)
{
    /// <summary>The unit reads an entry of a table that lies behind a second stage.</summary>
    public static PageAccess TableRead => new(PagePermissions.Read, MayWrite: false, IsSupervisor: true);

    /// <summary>A look at second-stage tables without an access: nothing in the tables changes.</summary>
    public static PageAccess Probe => new(PagePermissions.None, MayWrite: false, IsSupervisor: true) { IsProbe = true };

    /// <summary>No accessed or dirty bits are set, and pages whose dirty bit is clear count as writable.</summary>
    public bool IsProbe { get; private init; }

    /// <summary>The unit sets a bit in an entry of such a table.</summary>
    public static PageAccess TableWrite => new(PagePermissions.Write, MayWrite: true, IsSupervisor: true);
}

/// <summary>A page that a walk found.</summary>
/// <param name="Output">Address of its first byte.</param>
/// <param name="Shift">Logarithm of its size in bytes.</param>
/// <param name="Rights">The rights of requests to the page.</param>
/// <param name="ForcesSnoop">The last entry asks for snooped accesses.</param>
internal readonly record struct StagePage(ulong Output, int Shift, PageRights Rights, bool ForcesSnoop)
{
    /// <summary>Gets the output address of an address in the page.</summary>
    public ulong Translate(ulong address) => Output | (address & ((1UL << Shift) - 1));
}
