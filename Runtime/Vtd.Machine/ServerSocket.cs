namespace Vtd.Machine;

/// <summary>A socket that requests come from.</summary>
/// <param name="Kind">The kind of socket.</param>
/// <param name="Path">Path of the socket; empty for standard input and output.</param>
public sealed record ServerSocket(SocketKind Kind, string Path = "");
