namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>The VT-d events of a kernel log, repeats put together. All lists are in the order of the log.</summary>
public sealed record LogSummary
{
    /// <summary>Units that the driver found.</summary>
    public required IReadOnlyList<UnitEvent> Units { get; init; }

    /// <summary>Requests that were blocked.</summary>
    public required IReadOnlyList<FaultGroup> Faults { get; init; }

    /// <summary>Tables that the driver showed after faults.</summary>
    public required IReadOnlyList<DumpGroup> Dumps { get; init; }

    /// <summary>Errors of the invalidation queue.</summary>
    public required IReadOnlyList<QueueErrorGroup> QueueErrors { get; init; }

    /// <summary>Descriptors that were shown with them.</summary>
    public required IReadOnlyList<DescriptorGroup> Descriptors { get; init; }

    /// <summary>Values of the fault status register.</summary>
    public required IReadOnlyList<StatusGroup> Statuses { get; init; }

    /// <summary>Other trouble.</summary>
    public required IReadOnlyList<TroubleGroup> Troubles { get; init; }

    /// <summary>Events of AMD IOMMUs.</summary>
    public required IReadOnlyList<AmdGroup> Amd { get; init; }

    /// <summary>Messages that the kernel left out.</summary>
    public ulong Suppressed { get; init; }

    /// <summary>Events that are in no group, as there are too many groups.</summary>
    public long LeftOut { get; init; }

    /// <summary>The number of lines about an IOMMU that are not understood.</summary>
    public int NotUnderstood { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<StrangeEvent> Strange { get; init; }

    /// <summary>The log tells of something that went wrong.</summary>
    public bool HasErrors =>
        Faults.Count > 0 || QueueErrors.Count > 0 || Troubles.Count > 0 || Amd.Count > 0 || Strange.Any(static one => one.SpeaksOfFault);

    /// <summary>Puts the events of a log together.</summary>
    /// <param name="events">The events of the log.</param>
    /// <param name="catalog">Where codes and registers are explained.</param>
    /// <exception cref="UndecodableException">The spec does not have what a log speaks of.</exception>
    public static LogSummary Of(IEnumerable<LogEvent> events, Catalog catalog)
    {
        var collected = new LogCollector(catalog);
        foreach (var one in events)
            collected.Add(one);

        return collected.Summary();
    }
}
