namespace Vtd.Machine;

/// <summary>A machine and the sockets over which it is driven.</summary>
/// <param name="Machine">The machine.</param>
public sealed record ServerOptions(MachineOptions Machine)
{
    /// <summary>The sockets of qtest requests.</summary>
    public IReadOnlyList<ServerSocket> Qtest { get; init; } = [];

    /// <summary>The sockets of QMP commands.</summary>
    public IReadOnlyList<ServerSocket> Qmp { get; init; } = [];

    /// <summary>The file that takes a log of qtest requests and replies; null for none.</summary>
    public string? QtestLog { get; init; }
}
