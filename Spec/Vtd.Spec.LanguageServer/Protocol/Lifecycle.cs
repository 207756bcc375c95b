namespace Vtd.Spec.LanguageServer.Protocol;

/// <summary>The parameters of <c>initialize</c>.</summary>
/// <param name="RootUri">The root of the workspace, of clients without workspace folders.</param>
public sealed record InitializeParams(string? RootUri, IReadOnlyList<WorkspaceFolder>? WorkspaceFolders, ClientCapabilities? Capabilities);

/// <summary>A folder of the workspace.</summary>
public sealed record WorkspaceFolder(string Uri);

/// <summary>The abilities of the client.</summary>
public sealed record ClientCapabilities(TextDocumentCapabilities? TextDocument)
{
    /// <summary>Whether a completed text may have places for the author to fill in.</summary>
    public bool HasSnippets => TextDocument?.Completion?.CompletionItem?.SnippetSupport ?? false;
}

/// <summary>The abilities of the client with documents.</summary>
public sealed record TextDocumentCapabilities(CompletionCapabilities? Completion);

/// <summary>The abilities of the client with completion.</summary>
public sealed record CompletionCapabilities(CompletionItemCapabilities? CompletionItem);

/// <summary>The abilities of the client with an item of a completion.</summary>
public sealed record CompletionItemCapabilities(bool SnippetSupport);

/// <summary>The answer to <c>initialize</c>.</summary>
public sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

/// <summary>The name and version of the server.</summary>
public sealed record ServerInfo(string Name, string Version);

/// <summary>The abilities of the server.</summary>
public sealed record ServerCapabilities(SyncOptions TextDocumentSync, CompletionOptions CompletionProvider, RenameOptions RenameProvider)
{
    /// <summary>Whether the server explains words.</summary>
    public bool HoverProvider { get; init; }

    /// <summary>Whether the server finds declarations.</summary>
    public bool DefinitionProvider { get; init; }

    /// <summary>Whether the server finds references.</summary>
    public bool ReferencesProvider { get; init; }
}

/// <summary>The way in which documents are kept in step.</summary>
/// <param name="Change">1: the client sends the whole text with every change.</param>
public sealed record SyncOptions(bool OpenClose, int Change, bool Save)
{
    /// <summary>The whole text with every change.</summary>
    public const int Full = 1;
}

/// <summary>The characters that completion follows while the author types.</summary>
public sealed record CompletionOptions(IReadOnlyList<string> TriggerCharacters);

/// <summary>Whether a rename is prepared by asking for the name first.</summary>
public sealed record RenameOptions(bool PrepareProvider);

/// <summary>A message for the log of the client.</summary>
public sealed record LogMessageParams(int Type, string Message)
{
    /// <summary>The type of a warning.</summary>
    public const int Warning = 2;
}

/// <summary>Error codes of the protocol.</summary>
public static class ErrorCodes
{
    /// <summary>A request came before <c>initialize</c>.</summary>
    public const int ServerNotInitialized = -32002;

    /// <summary>A request came after <c>shutdown</c>, or a second <c>initialize</c>.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>The request is well-formed and cannot be fulfilled; the message is for the user.</summary>
    public const int RequestFailed = -32803;
}
