namespace Vtd.Spec.LanguageServer.Protocol;

// Messages of the Language Server Protocol 3.17, as far as the server uses them.

/// <summary>A place between two characters. Both numbers count from 0; a character is a UTF-16 code unit.</summary>
public sealed record Position(int Line, int Character);

/// <summary>The text from one place to another.</summary>
public sealed record TextRange(Position Start, Position End);

/// <summary>A text in a document.</summary>
public sealed record Location(string Uri, TextRange Range);

/// <summary>A document by its address.</summary>
public record DocumentIdentifier(string Uri);

/// <summary>The parameters of a request about a place in a document.</summary>
public record PlaceParams(DocumentIdentifier TextDocument, Position Position);
