namespace Vtd.Tool.Recordings;

/// <summary>The file cannot be replayed. The message is one line for the user, without the path.</summary>
internal sealed class UnusableRecordingException(string message) : Exception(message);
