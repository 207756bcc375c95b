namespace Vtd.Machine;

/// <summary>An option that the machine does not know or cannot follow.</summary>
/// <param name="message">One line that names it.</param>
public sealed class UnusableOptionException(string message) : Exception(message);
