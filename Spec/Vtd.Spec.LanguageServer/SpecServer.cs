using StreamJsonRpc;
using Vtd.Spec.LanguageServer.Features;
using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.LanguageServer.Workspace;

namespace Vtd.Spec.LanguageServer;

/// <summary>The requests and notifications of the Language Server Protocol that concern specs. They come one after the other.</summary>
/// <param name="workspace">The documents.</param>
/// <param name="client">The client.</param>
internal sealed class SpecServer(SpecWorkspace workspace, ClientMessages client)
{
    private bool _hasSnippets;
    private State _state;

    private enum State
    {
        Created,
        Running,
        ShutDown,
    }

    /// <summary>Whether the client asked the server to shut down.</summary>
    public bool IsShutDown => _state == State.ShutDown;

    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    public InitializeResult Initialize(InitializeParams parameters)
    {
        if (_state != State.Created)
            throw new LocalRpcException("The server is initialized already.") { ErrorCode = ErrorCodes.InvalidRequest };
        _state = State.Running;
        _hasSnippets = parameters.Capabilities?.HasSnippets ?? false;
        workspace.Folders = [.. (parameters.WorkspaceFolders?.Select(static folder => folder.Uri) ?? [parameters.RootUri]).OfType<string>().Select(OpenDocument.PathOf)];
        return new InitializeResult(
            new ServerCapabilities(new SyncOptions(OpenClose: true, SyncOptions.Full, Save: true), new CompletionOptions([".", " ", "[", "{"]), new RenameOptions(PrepareProvider: true))
            {
                HoverProvider = true,
                DefinitionProvider = true,
                ReferencesProvider = true,
            },
            new ServerInfo("vtd", typeof(SpecServer).Assembly.GetName().Version!.ToString(3)));
    }

    [JsonRpcMethod("shutdown")]
    public object? Shutdown()
    {
        Demand();
        _state = State.ShutDown;
        return null;
    }

    [JsonRpcMethod("exit")]
    public void Exit() => client.Exit();

    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    public async Task OpenAsync(DidOpenParams parameters)
    {
        var (uri, version, text) = parameters.TextDocument;
        if (_state != State.Running || !SpecFolder.IsSpec(uri))
            return;
        workspace.Open(new OpenDocument(uri, OpenDocument.PathOf(uri), version, text));
        await client.PublishAsync(workspace).ConfigureAwait(true);
    }

    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    public async Task ChangeAsync(DidChangeParams parameters)
    {
        if (_state != State.Running || parameters.ContentChanges.Count == 0)
            return;
        workspace.Change(OpenDocument.PathOf(parameters.TextDocument.Uri), parameters.TextDocument.Version, parameters.ContentChanges[^1].Text);
        await client.PublishSoonAsync(workspace).ConfigureAwait(true);
    }

    [JsonRpcMethod("textDocument/didSave", UseSingleObjectParameterDeserialization = true)]
    public async Task SaveAsync(DocumentParams parameters)
    {
        if (_state != State.Running)
            return;
        workspace.Reread();
        await client.PublishAsync(workspace).ConfigureAwait(true);
    }

    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    public async Task CloseAsync(DocumentParams parameters)
    {
        if (_state != State.Running)
            return;
        workspace.Close(OpenDocument.PathOf(parameters.TextDocument.Uri));
        await client.PublishAsync(workspace).ConfigureAwait(true);
    }

    [JsonRpcMethod("workspace/didChangeWatchedFiles", UseSingleObjectParameterDeserialization = true)]
    public async Task FilesChangedAsync(ChangedFilesParams parameters)
    {
        if (_state != State.Running || !parameters.Changes.Any(static file => SpecFolder.IsSpec(file.Uri)))
            return;
        workspace.List();
        await client.PublishAsync(workspace).ConfigureAwait(true);
    }

    [JsonRpcMethod("textDocument/hover", UseSingleObjectParameterDeserialization = true)]
    public Hover? Hover(PlaceParams parameters) => At(parameters, Hovers.At);

    [JsonRpcMethod("textDocument/completion", UseSingleObjectParameterDeserialization = true)]
    public CompletionList? Complete(PlaceParams parameters) =>
        At(parameters, (snapshot, path, offset) => Completions.At(snapshot, path, offset, _hasSnippets));

    [JsonRpcMethod("textDocument/definition", UseSingleObjectParameterDeserialization = true)]
    public Location? Definition(PlaceParams parameters) => At(parameters, (snapshot, path, offset) =>
        Navigation.Definition(snapshot, path, offset) is { } found ? new Location(UriOf(found.Path), found.Range) : null);

    [JsonRpcMethod("textDocument/references", UseSingleObjectParameterDeserialization = true)]
    public IReadOnlyList<Location>? References(ReferenceParams parameters) => At(parameters, (snapshot, path, offset) => (IReadOnlyList<Location>)
        [.. Navigation.References(snapshot, path, offset, parameters.Context?.IncludeDeclaration ?? true)
            .Select(found => new Location(UriOf(found.Path), snapshot.Files[found.Path].Lines.RangeOf(found.Place)))]);

    [JsonRpcMethod("textDocument/prepareRename", UseSingleObjectParameterDeserialization = true)]
    public TextRange? PrepareRename(PlaceParams parameters) => At(parameters, static (snapshot, path, offset) =>
        Renaming.NameAt(snapshot, path, offset) is { } name ? snapshot.Files[path].Lines.RangeOf(name) : null);

    [JsonRpcMethod("textDocument/rename", UseSingleObjectParameterDeserialization = true)]
    public WorkspaceEdit? Rename(RenameParams parameters) => At(parameters, (snapshot, path, offset) =>
    {
        var places = Renaming.Rename(snapshot, path, offset, parameters.NewName, out var problem);
        if (problem is not null)
            throw new LocalRpcException(problem) { ErrorCode = ErrorCodes.RequestFailed };
        return new WorkspaceEdit(places.ToDictionary(
            file => UriOf(file.Key), file => (IReadOnlyList<TextEdit>)[.. file.Value.Select(place => new TextEdit(snapshot.Files[file.Key].Lines.RangeOf(place), parameters.NewName))]));
    });

    /// <summary>Asks a question about a place in an open document; the answer is null if the document is not open.</summary>
    private T? At<T>(PlaceParams parameters, Func<SpecSnapshot, string, int, T?> ask)
        where T : class
    {
        Demand();
        var path = OpenDocument.PathOf(parameters.TextDocument.Uri);
        return workspace.SetOf(path)?.Current is { } snapshot ? ask(snapshot, path, snapshot.Files[path].Lines.OffsetOf(parameters.Position)) : null;
    }

    /// <summary>The address of a file, as the client writes it if the file is open.</summary>
    private string UriOf(string path) => workspace.Document(path)?.Uri ?? OpenDocument.UriOf(path);

    private void Demand()
    {
        if (_state == State.Created)
            throw new LocalRpcException("The server is not initialized.") { ErrorCode = ErrorCodes.ServerNotInitialized };
        if (_state == State.ShutDown)
            throw new LocalRpcException("The server is shut down.") { ErrorCode = ErrorCodes.InvalidRequest };
    }
}
