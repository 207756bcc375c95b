namespace Vtd.Traces;

/// <summary>A whole file: one machine, or a bundle of scenarios that each start with a machine of their own.</summary>
public sealed record Recording(string Path, IReadOnlyList<Scenario> Scenarios);

/// <summary>The history of one unit, from power-on to the end of the recording.</summary>
/// <param name="Label">Name of the part of a bundle; none if the file is one recording.</param>
/// <param name="Cap">Value of the capability register.</param>
/// <param name="Ecap">Value of the extended capability register.</param>
/// <param name="AddressWidth">Width of the machine's addresses in bits.</param>
/// <param name="IsCutShort">The recorder was stopped while the machine ran on: effects of the last step may be missing.</param>
/// <param name="Listeners">Listeners that were to be told of changes, besides those that are only told when a device's address space is switched.</param>
public sealed record Scenario(string? Label, ulong Cap, ulong Ecap, int AddressWidth, bool IsCutShort, IReadOnlyList<(Listener Listener, bool WantsMappings)> Listeners, IReadOnlyList<TraceStep> Steps)
{
    /// <summary>Number of lines of the scenario, without comments.</summary>
    public int EventCount { get; } = Steps.Sum(step => 1 + step.Effects.Count);
}

/// <summary>A trigger and what the recorded unit did until the next one.</summary>
public sealed record TraceStep(TraceEvent Trigger, IReadOnlyList<TraceEvent> Effects);
