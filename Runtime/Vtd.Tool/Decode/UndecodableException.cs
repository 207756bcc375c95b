namespace Vtd.Tool.Decode;

/// <summary>Nothing can be decoded; the message is one line for the user, with the way out.</summary>
internal sealed class UndecodableException(string message) : Exception(message);
