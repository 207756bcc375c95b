namespace Vtd.Boot;

/// <summary>A machine that cannot be started, with the reason in one line.</summary>
public sealed class BootFailedException(string message, Exception? inner = null) : Exception(message, inner);
