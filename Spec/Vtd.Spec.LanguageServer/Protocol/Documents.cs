namespace Vtd.Spec.LanguageServer.Protocol;

/// <summary>The parameters of <c>textDocument/didOpen</c>.</summary>
public sealed record DidOpenParams(DocumentItem TextDocument);

/// <summary>A document with its text.</summary>
public sealed record DocumentItem(string Uri, int Version, string Text);

/// <summary>The parameters of <c>textDocument/didChange</c>.</summary>
public sealed record DidChangeParams(VersionedDocument TextDocument, IReadOnlyList<ContentChange> ContentChanges);

/// <summary>A version of a document.</summary>
public sealed record VersionedDocument(string Uri, int Version);

/// <summary>The whole text of a document after a change.</summary>
public sealed record ContentChange(string Text);

/// <summary>The parameters of <c>workspace/didChangeWatchedFiles</c>.</summary>
public sealed record ChangedFilesParams(IReadOnlyList<DocumentIdentifier> Changes);

/// <summary>The parameters of <c>textDocument/didClose</c> and <c>textDocument/didSave</c>.</summary>
public sealed record DocumentParams(DocumentIdentifier TextDocument);
