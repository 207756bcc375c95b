namespace Vtd.Spec.Tools.Specs;

/// <summary>Spec files that cannot be read at all; the message is one line for the user.</summary>
public sealed class UnusableSpecException(string message) : Exception(message);
