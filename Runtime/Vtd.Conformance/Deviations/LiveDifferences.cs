namespace Vtd.Conformance.Deviations;

/// <summary>The two machines answered a request differently.</summary>
/// <param name="Number">Number of the step in the script, from 1.</param>
/// <param name="Step">The step as scripts write it.</param>
/// <param name="Expected">The answer of QEMU.</param>
/// <param name="Actual">The answer of our machine.</param>
internal sealed record AnswerDifference(int Number, string Step, string Expected, string Actual) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(Number, Step, Expected, Actual);
}

/// <summary>QEMU ended at a step.</summary>
/// <param name="Number">Number of the step in the script, from 1.</param>
/// <param name="Step">The step that it did not answer.</param>
/// <param name="Complaint">The complaint of QEMU.</param>
internal sealed record EndDifference(int Number, string Step, string Complaint) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(Number, Step, Complaint, "an answer");
}
