using Vtd.Runtime;
using Vtd.Runtime.Architecture;

namespace Vtd.Tool.Recordings;

/// <summary>A whole file: one machine, or a bundle of scenarios that each start with a machine of their own.</summary>
internal sealed record Recording(string Path, IReadOnlyList<Scenario> Scenarios);

/// <summary>What happened to one unit, from power-on to the end of the recording.</summary>
/// <param name="Label">Name of the part of a bundle; none if the file is one recording.</param>
/// <param name="Cap">Value of the capability register.</param>
/// <param name="Ecap">Value of the extended capability register.</param>
/// <param name="AddressWidth">Width of the machine's addresses in bits.</param>
/// <param name="IsCutShort">The recorder was stopped while the machine ran on: effects of the last step may be missing.</param>
/// <param name="Listeners">Who was to be told of changes, besides those that are only told when a device's address space is switched.</param>
internal sealed record Scenario(string? Label, ulong Cap, ulong Ecap, int AddressWidth, bool IsCutShort, IReadOnlyList<(Listener Listener, bool WantsMappings)> Listeners, IReadOnlyList<Step> Steps)
{
    /// <summary>What the unit was capable of.</summary>
    public VtdCapabilities Capabilities => new GivenRegisters(Cap, Ecap).ToCapabilities();

    /// <summary>Lines of the recording, without comments.</summary>
    public int EventCount { get; } = Steps.Sum(step => 1 + step.Effects.Count);
}

/// <summary>What happened to the unit, and all that the recorded unit did until the next thing happened.</summary>
internal sealed record Step(TraceEvent Trigger, IReadOnlyList<TraceEvent> Effects);
