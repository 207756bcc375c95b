using System.Net.Sockets;
using System.Text.Json;

namespace Vtd.Boot.Qemu;

/// <summary>Follows what QEMU tells of the machine over its machine protocol (QMP).</summary>
/// <param name="socket">The socket of a monitor in control mode.</param>
public sealed class QmpChannel(Socket socket)
{
    private volatile string? _shutdownReason;

    /// <summary>Why the machine was shut down, in QEMU's words; null if QEMU did not say.</summary>
    public string? ShutdownReason => _shutdownReason;

    /// <summary>Follows until QEMU closes the socket.</summary>
    public void Follow()
    {
        try
        {
            using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream);
            stream.Write("""{"execute":"qmp_capabilities"}"""u8);
            while (reader.ReadLine() is { } line)
                Take(line);
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            // QEMU has ended, or is no QEMU: its exit code says so.
        }
    }

    private void Take(string line)
    {
        using var message = JsonDocument.Parse(line);
        if (message.RootElement.TryGetProperty("event", out var name) && name.ValueEquals("SHUTDOWN"))
            _shutdownReason = message.RootElement.GetProperty("data").GetProperty("reason").GetString();
    }
}
