using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Compare;

/// <summary>Runs the same scripts on a QEMU and on this library's machine.</summary>
internal interface IDifferential : IDisposable
{
    /// <summary>Makes a random program.</summary>
    /// <param name="seed">The seed of the program.</param>
    RandomProgram Program(int seed);

    /// <summary>Compares one script, from power-on.</summary>
    /// <param name="script">The script.</param>
    /// <param name="withCauses">Find the quirks that explain what differs, which takes much longer than to compare.</param>
    /// <exception cref="MachineFailedException">QEMU does not answer any more.</exception>
    ScriptVerdict Compare(Script script, bool withCauses);

    /// <summary>Whether a script shows a difference of a kind that is not explained.</summary>
    /// <param name="script">The script.</param>
    /// <param name="kind">The kind, one of <see cref="ScriptVerdict.Kinds"/>.</param>
    /// <exception cref="MachineFailedException">QEMU does not answer any more.</exception>
    bool Shows(Script script, string kind);
}
