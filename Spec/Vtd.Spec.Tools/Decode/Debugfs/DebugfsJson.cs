using Vtd.Spec.Tools.Decode.Regset;

namespace Vtd.Spec.Tools.Decode.Debugfs;

/// <summary>Files of debugfs as one JSON object.</summary>
public static class DebugfsJson
{
    public static string Write(DebugfsFile file, IReadOnlyList<DecodedSet> sets, IReadOnlyList<DecodedTable> tables) => ReadableJson.Write(
        new DebugfsResults(RegsetJson.Of(sets), [.. tables.Select(Of)], file.UnitsOff, file.NotUnderstood));

    private static TableJson Of(DecodedTable one) => new(
        one.Table.Kind.ToString().ToLowerInvariant(), one.Table.Owner, one.Table.Address is { } address ? Bits.Hex(address) : null, one.Table.Pending?.Head, one.Table.Pending?.Tail)
    {
        Pasid = one.Table.Pasid,
        Assumed = one.Assumed,
        Rows = [.. one.Rows.Select(Of)],
        MoreRows = one.Table.MoreRows,
    };

    private static TableRowJson Of(DecodedTableRow one) => new(
        one.Row.Line, one.Row.Place, one.Row.Pasid, one.Row.Status,
        [.. one.Row.Entries.Zip(one.Entries, static (entry, decoded) => new TableEntryJson([.. entry.Words.Select(static word => Bits.Hex(word, 64))], entry.Level, decoded is null ? null : DecodedItemJson.Of(decoded)))]);
}

/// <summary>All of it.</summary>
public sealed record DebugfsResults(IReadOnlyList<UnitJson> Units, IReadOnlyList<TableJson> Tables, int UnitsOff, int NotUnderstood);

/// <summary>A table.</summary>
public sealed record TableJson(string Kind, string Owner, string? Address, int? Head, int? Tail)
{
    public required int? Pasid { get; init; }

    public required string? Assumed { get; init; }

    public required IReadOnlyList<TableRowJson> Rows { get; init; }

    public required int MoreRows { get; init; }
}

/// <summary>A row of it.</summary>
public sealed record TableRowJson(int Line, string Place, int? Pasid, string? Status, IReadOnlyList<TableEntryJson> Entries);

/// <summary>An entry of a row; level 0 if it is in no page table.</summary>
public sealed record TableEntryJson(IReadOnlyList<string> Words, int Level, DecodedItemJson? Decoded);
