using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;
using Vtd.Spec.LanguageServer.Workspace;

namespace Vtd.Spec.LanguageServer;

/// <summary>A server of the Language Server Protocol for spec files.</summary>
public static class SpecLanguageServer
{
    /// <summary>Answers one client until it leaves.</summary>
    /// <param name="input">The messages of the client.</param>
    /// <param name="output">The messages to the client.</param>
    /// <param name="paths">Files, folders and projects that are checked together; documents elsewhere are checked with those of their folder.</param>
    /// <returns>Whether the client shut the server down before it left, as the protocol demands.</returns>
    public static async Task<bool> RunAsync(Stream input, Stream output, IReadOnlyList<string> paths)
    {
        using var formatter = new SystemTextJsonFormatter { JsonSerializerOptions = Options() };
        using var connection = new JsonRpc(new HeaderDelimitedMessageHandler(output, input, formatter))
        {
            // One message after the other, in their order: a change before the questions about the changed text.
            SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: true),
            CancelLocallyInvokedMethodsWhenConnectionIsClosed = true,
        };
        var client = new ClientMessages(connection);
        var server = new SpecServer(new SpecWorkspace(paths), client);
        connection.AddLocalRpcTarget(server, new JsonRpcTargetOptions { DisposeOnDisconnect = false });
        connection.StartListening();
        try
        {
            // A read of the standard input that waits cannot be cancelled, and the connection does not end before it.
            await (await Task.WhenAny(connection.Completion, client.Exited).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is EndOfStreamException or not IOException)
        {
            // What is no message ends the connection, as nothing tells where the next one begins.
        }

        return server.IsShutDown;
    }

    private static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
