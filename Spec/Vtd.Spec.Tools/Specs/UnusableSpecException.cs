namespace Vtd.Spec.Tools.Specs;

/// <summary>Thrown when spec files cannot be read at all. The message is one line for the user.</summary>
public sealed class UnusableSpecException(string message) : Exception(message);
