namespace Vtd.Conformance.Compare;

/// <summary>Thrown when a machine has ended or does not answer.</summary>
/// <param name="message">The last request, and the last words of the machine.</param>
/// <param name="answers">The answers to the first of the steps that it was given.</param>
/// <param name="ended">Whether the machine ended, rather than being too slow.</param>
public sealed class MachineFailedException(string message, IReadOnlyList<string> answers, bool ended) : Exception(message)
{
    /// <summary>The answers of the machine to the first steps.</summary>
    public IReadOnlyList<string> Answers { get; } = answers;

    /// <summary>Whether the machine has ended, as opposed to being too slow.</summary>
    public bool Ended { get; } = ended;
}
