using StreamJsonRpc;
using Vtd.Spec.LanguageServer.Features;
using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.LanguageServer.Workspace;

namespace Vtd.Spec.LanguageServer;

/// <summary>The messages to the client: findings, and what went wrong.</summary>
/// <param name="connection">The connection.</param>
internal sealed class ClientMessages(JsonRpc connection)
{
    /// <summary>An author who types faster than this sees the findings after the last letter.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private Dictionary<string, IReadOnlyList<Diagnostic>> _published = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _changes;

    /// <summary>The end of the server, which the client asks for.</summary>
    public Task Exited => _exit.Task;

    /// <summary>Ends the server.</summary>
    public void Exit() => _exit.TrySetResult();

    /// <summary>Sends the findings when no further change has come for a moment.</summary>
    public async Task PublishSoonAsync(SpecWorkspace workspace)
    {
        var change = ++_changes;
        await Task.Delay(s_pause).ConfigureAwait(true);
        if (change == _changes)
            await PublishAsync(workspace).ConfigureAwait(true);
    }

    /// <summary>Sends the findings of all files that have other ones than before.</summary>
    public Task PublishAsync(SpecWorkspace workspace)
    {
        // All are sent before the next message of the client is looked at, so that no older finding comes behind a newer one.
        var problems = workspace.Problems.Where(_told.Add).ToList();
        return Task.WhenAll(
        [
            .. problems.Select(problem => connection.NotifyWithParameterObjectAsync("window/logMessage", new LogMessageParams(LogMessageParams.Warning, problem))),
            .. Changed(workspace).Select(message => connection.NotifyWithParameterObjectAsync("textDocument/publishDiagnostics", message)),
        ]);
    }

    private List<PublishDiagnosticsParams> Changed(SpecWorkspace workspace)
    {
        var found = new Dictionary<string, IReadOnlyList<Diagnostic>>(StringComparer.Ordinal);
        foreach (var file in workspace.Sets.SelectMany(static set => Findings.Of(set.Current)))
            found[file.Key] = file.Value;
        foreach (var path in workspace.OpenPaths)
            found.TryAdd(path, []);
        var changed = found.Keys.Union(_published.Keys).Where(path => IsNews(path, found)).ToList();
        _published = found;
        return [.. changed.Select(path => new PublishDiagnosticsParams(
            workspace.Document(path)?.Uri ?? OpenDocument.UriOf(path), workspace.Document(path)?.Version, found.GetValueOrDefault(path) ?? []))];
    }

    /// <summary>Whether the client does not know the findings of a file yet.</summary>
    private bool IsNews(string path, Dictionary<string, IReadOnlyList<Diagnostic>> found) => _published.TryGetValue(path, out var before)
        ? !before.SequenceEqual(found.GetValueOrDefault(path) ?? [])
        : found.ContainsKey(path);
}
