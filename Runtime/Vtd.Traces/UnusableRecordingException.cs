namespace Vtd.Traces;

/// <summary>Thrown when a file cannot be read as a recording. The message is one line for the user, without the path.</summary>
public sealed class UnusableRecordingException(string message) : Exception(message);
