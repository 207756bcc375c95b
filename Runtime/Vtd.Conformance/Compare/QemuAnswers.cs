using Vtd.Conformance.Deviations;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Compare;

/// <summary>Has a QEMU answer a script, which may be its end.</summary>
internal static class QemuAnswers
{
    /// <summary>The answers to steps from power-on, and where it ended, if it did.</summary>
    /// <exception cref="MachineFailedException">QEMU does not answer any more.</exception>
    public static (IReadOnlyList<string> Answers, EndDifference? End) To(IMachine qemu, IReadOnlyList<Step> steps)
    {
        qemu.Renew();
        try
        {
            return (qemu.Answer(steps), null);
        }
        catch (MachineFailedException failure) when (failure.Ended)
        {
            var number = failure.Answers.Count;
            return (failure.Answers, new(number + 1, steps[number].Text, failure.Message));
        }
    }
}
