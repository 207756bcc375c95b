namespace Vtd.Tool.Terminals;

/// <summary>The output of a command takes nothing: a full disk, or a closed stream.</summary>
internal sealed class UnwritableOutputException(Exception failure)
    : Exception($"the output cannot be written: {failure.GetBaseException().Message}", failure);
