namespace Vtd.Spec.Tools.Decode;

/// <summary>Nothing can be decoded; the message is one line for the user, with the way out.</summary>
public sealed class UndecodableException(string message) : Exception(message);
