namespace Vtd.Spec.Tools.Decode.Debugfs;

/// <summary>A table of a file of debugfs.</summary>
/// <param name="Kind">The kind of table.</param>
/// <param name="Owner">The unit, or the device whose page tables it shows.</param>
/// <param name="Line">The heading.</param>
public sealed record DebugfsTable(DebugfsKind Kind, string Owner, int Line)
{
    /// <summary>The PASID that page tables are of; null if they are of none, or the file does not tell.</summary>
    public int? Pasid { get; init; }

    /// <summary>The address of the table or queue; null if the file does not tell.</summary>
    public ulong? Address { get; set; }

    /// <summary>The numbers of the head and the tail descriptor of a queue.</summary>
    public (int Head, int Tail)? Pending { get; set; }

    /// <summary>The rows that are kept, in the order of the file.</summary>
    public List<DebugfsRow> Rows { get; } = [];

    /// <summary>Rows beyond those that are kept.</summary>
    public int MoreRows { get; set; }
}

/// <summary>A row: the place that it is about, and entries there.</summary>
/// <param name="Place">A function, an index or a page frame number, as the file writes it.</param>
/// <param name="Entries">From the root down; of a queue the descriptor.</param>
public sealed record DebugfsRow(int Line, string Place, IReadOnlyList<DebugfsEntry> Entries)
{
    /// <summary>The PASID of the last entry; null if the row is about requests without one in legacy mode.</summary>
    public int? Pasid { get; init; }

    /// <summary>The driver's status of a descriptor; null for other rows.</summary>
    public string? Status { get; init; }
}

/// <summary>An entry of a row.</summary>
/// <param name="Layout">The name of its layout in the spec.</param>
/// <param name="Words">The words, the lowest first.</param>
/// <param name="Level">The level of a page-table entry; 0 for others.</param>
public sealed record DebugfsEntry(string Layout, IReadOnlyList<ulong> Words, int Level = 0);

/// <summary>The kinds of tables in the files.</summary>
public enum DebugfsKind
{
    /// <summary>Root, context and PASID entries: dmar_translation_struct.</summary>
    Translation,

    /// <summary>Interrupt remapping entries: ir_translation_struct.</summary>
    Interrupts,

    /// <summary>Descriptors: invalidation_queue.</summary>
    Queue,

    /// <summary>Page tables of a device: domain_translation_struct.</summary>
    Pages,
}
