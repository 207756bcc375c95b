namespace Vtd.Spec.Tools.Decode.Debugfs;

/// <summary>A table of a file of debugfs, decoded.</summary>
/// <param name="Table">The part of the file.</param>
/// <param name="Rows">The rows.</param>
public sealed record DecodedTable(DebugfsTable Table, IReadOnlyList<DecodedTableRow> Rows)
{
    /// <summary>The assumption under which the table was decoded; null if there is none.</summary>
    public string? Assumed { get; init; }

    /// <summary>Something in a row cannot be as it is.</summary>
    public bool IsWrong => Rows.Any(static row => row.IsWrong);

    /// <summary>Decodes the tables of a file by each other: registers of the same unit tell what exists, PASID entries of a device the stage of its page tables.</summary>
    /// <exception cref="UndecodableException">The spec lacks what the file shows.</exception>
    public static IReadOnlyList<DecodedTable> All(DebugfsFile file, Catalog catalog)
    {
        var decoder = new TableDecoder(file, catalog);
        return [.. file.Tables.Select(decoder.Decode)];
    }
}

/// <summary>A row of it.</summary>
/// <param name="Row">The part of the file.</param>
/// <param name="Entries">Each entry; null if it is nothing that the spec knows.</param>
/// <param name="IsPending">The descriptor is between the head and the tail of its queue: the unit has not taken it yet.</param>
public sealed record DecodedTableRow(DebugfsRow Row, IReadOnlyList<Decoded?> Entries, bool IsPending)
{
    /// <summary>Something in it cannot be as it is.</summary>
    public bool IsWrong => Entries.Any(static entry => entry is { IsWrong: true });
}
