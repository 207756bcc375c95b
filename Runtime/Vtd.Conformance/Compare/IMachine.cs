using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Compare;

/// <summary>A machine with a VT-d unit that answers the steps of a script.</summary>
internal interface IMachine : IDisposable
{
    /// <summary>Takes steps in order.</summary>
    /// <param name="steps">Steps of a script.</param>
    /// <returns>An answer to each, as the machine words it.</returns>
    /// <exception cref="MachineFailedException">The machine ended or does not answer.</exception>
    IReadOnlyList<string> Answer(IReadOnlyList<Step> steps);

    /// <summary>Makes the machine as it is after power-on, with all its memory zero.</summary>
    /// <exception cref="MachineFailedException">The machine ended or does not answer.</exception>
    void Renew();
}
