using Vtd.Machine.Serving;

namespace Vtd.Machine;

/// <summary>The kind of a <see cref="ServerSocket"/>.</summary>
public enum SocketKind
{
    /// <summary>Standard input and output.</summary>
    Stdio,

    /// <summary>A Unix socket on which another program listens.</summary>
    Client,

    /// <summary>A Unix socket on which the machine listens.</summary>
    Server,
}
