using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Nerdbank.Streams;
using StreamJsonRpc;
using Vtd.Spec.LanguageServer.Protocol;

namespace Vtd.Spec.LanguageServer.Tests;

/// <summary>A client of the server, in this process.</summary>
internal sealed class Editor : IAsyncDisposable
{
    /// <summary>An answer that takes longer never comes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly JsonRpc _connection;
    private readonly ConcurrentDictionary<string, Channel<PublishDiagnosticsParams>> _findings = new();
    private readonly Channel<LogMessageParams> _log = Channel.CreateUnbounded<LogMessageParams>();

    private Editor(JsonRpc connection, Task<bool> server)
    {
        _connection = connection;
        Server = server;
        connection.AddLocalRpcTarget(this);
    }

    /// <summary>The server, and whether it was shut down before the end.</summary>
    public Task<bool> Server { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="paths">The paths on its command line.</param>
    public static Editor Start(params string[] paths)
    {
        var (ours, theirs) = FullDuplexStream.CreatePair();
        var formatter = new SystemTextJsonFormatter { JsonSerializerOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web) };
        var editor = new Editor(new JsonRpc(new HeaderDelimitedMessageHandler(ours, formatter)), SpecLanguageServer.RunAsync(theirs, theirs, paths));
        editor._connection.StartListening();
        return editor;
    }

    /// <summary>Starts a server for a workspace, and opens documents of it.</summary>
    public static async Task<Editor> InAsync(string folder, params string[] documents)
    {
        var editor = Start();
        await editor.InitializeAsync(folder);
        foreach (var document in documents)
            await editor.OpenAsync(document, await File.ReadAllTextAsync(document));
        return editor;
    }

    public Task<JsonElement> InitializeAsync(string folder) =>
        AskAsync<JsonElement>("initialize", new { processId = Environment.ProcessId, rootUri = UriOf(folder), capabilities = new { textDocument = new { completion = new { completionItem = new { snippetSupport = true } } } } });

    public Task OpenAsync(string path, string text) => TellAsync("textDocument/didOpen", new { textDocument = new { uri = UriOf(path), languageId = "yaml", version = 1, text } });

    public Task ChangeAsync(string path, int version, string text) =>
        TellAsync("textDocument/didChange", new { textDocument = new { uri = UriOf(path), version }, contentChanges = new[] { new { text } } });

    public Task<T> AskAsync<T>(string method, object? parameters = null) => _connection.InvokeWithParameterObjectAsync<T>(method, parameters).WaitAsync(Patience);

    public Task TellAsync(string method, object? parameters = null) => _connection.NotifyWithParameterObjectAsync(method, parameters);

    /// <summary>The next findings in a document.</summary>
    public async Task<PublishDiagnosticsParams> FindingsAsync(string path) => await ChannelOf(UriOf(path)).Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next message for the log.</summary>
    public async Task<string> LogAsync() => (await _log.Reader.ReadAsync().AsTask().WaitAsync(Patience)).Message;

    public static string UriOf(string path) => new Uri(path).AbsoluteUri;

    [JsonRpcMethod("textDocument/publishDiagnostics", UseSingleObjectParameterDeserialization = true)]
    public void Take(PublishDiagnosticsParams findings) => ChannelOf(findings.Uri).Writer.TryWrite(findings);

    [JsonRpcMethod("window/logMessage", UseSingleObjectParameterDeserialization = true)]
    public void Log(LogMessageParams message) => _log.Writer.TryWrite(message);

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await Server.WaitAsync(Patience);
    }

    private Channel<PublishDiagnosticsParams> ChannelOf(string uri) => _findings.GetOrAdd(uri, static _ => Channel.CreateUnbounded<PublishDiagnosticsParams>());
}
