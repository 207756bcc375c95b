namespace Vtd.Conformance.Compare;

/// <summary>Thrown when a machine has ended or does not answer.</summary>
/// <param name="message">What it was asked and what it said last.</param>
/// <param name="answers">Its answers to the first of the steps that it was given.</param>
/// <param name="ended">It has ended: it was not merely too slow.</param>
public sealed class MachineFailedException(string message, IReadOnlyList<string> answers, bool ended) : Exception(message)
{
    /// <summary>The answers of the machine to the first steps.</summary>
    public IReadOnlyList<string> Answers { get; } = answers;

    /// <summary>Whether the machine has ended, as opposed to being too slow.</summary>
    public bool Ended { get; } = ended;
}
