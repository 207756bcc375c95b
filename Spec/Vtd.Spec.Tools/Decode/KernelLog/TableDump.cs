namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>The tables of a requester as the driver shows them after a fault.</summary>
/// <param name="Start">The first line of it.</param>
/// <param name="Fault">The fault before it; null if the log has none.</param>
/// <param name="Entries">The entries from the root down.</param>
/// <param name="End">Why it ends before a page; null if it does not.</param>
public sealed record TableDump(DumpStartEvent Start, FaultEvent? Fault, IReadOnlyList<DumpedEntry> Entries, DumpEndEvent? End);

/// <summary>An entry of a dump.</summary>
/// <param name="Table">The table that holds it.</param>
/// <param name="Level">The level of a page-table entry; 0 for others.</param>
/// <param name="Words">The words that are shown, the lowest first.</param>
/// <param name="Decoded">The decoded entry; null if the spec knows no such entry.</param>
public sealed record DumpedEntry(DumpTable Table, int Level, IReadOnlyList<ulong> Words, Decoded? Decoded);

/// <summary>Puts the lines of dumps together.</summary>
internal sealed class TableDumps
{
    private const int WordsOfPasidEntry = 8;

    /// <summary>More than tables have levels above a page, directories included.</summary>
    private const int MostEntries = 16;

    private readonly Catalog _catalog;
    private readonly List<DumpedEntry> _entries = [];
    private readonly List<ulong> _pasidWords = [];
    private FaultEvent? _fault;
    private DumpStartEvent? _start;
    private DumpEndEvent? _end;

    public TableDumps(Catalog catalog) => _catalog = catalog;

    /// <summary>Takes an event of the log.</summary>
    /// <returns>A dump that is complete, because another begins or the next fault comes.</returns>
    public TableDump? Take(LogEvent one)
    {
        TableDump? complete = null;
        switch (one)
        {
            case FaultEvent fault:
                complete = Finish();
                _fault = fault;
                break;
            case DumpStartEvent start:
                complete = Finish();
                _start = start;
                break;
            case DumpEntryEvent entry when _start is not null && _entries.Count < MostEntries:
                Add(entry);
                break;
            case DumpEndEvent end:
                _end ??= end;
                break;
        }

        return complete;
    }

    /// <summary>The dump that was begun, if one was.</summary>
    public TableDump? Finish()
    {
        var dump = _start is { } start ? new TableDump(start, _fault, [.. _entries], _end) : null;
        _start = null;
        _end = null;
        _entries.Clear();
        _pasidWords.Clear();
        return dump;
    }

    private void Add(DumpEntryEvent entry)
    {
        if (entry.Table != DumpTable.Pasid)
        {
            _entries.Add(new DumpedEntry(entry.Table, entry.Table == DumpTable.Page ? entry.Number : 0, [entry.Low, entry.High], Decode(entry)));
        }
        else if (entry.Number == _pasidWords.Count)
        {
            _pasidWords.Add(entry.Low);
            if (_pasidWords.Count == WordsOfPasidEntry)
                _entries.Add(new DumpedEntry(entry.Table, 0, [.. _pasidWords], _catalog.Find("pasid-entry").TryDecode(_pasidWords, new KnownRegisters())));
        }
    }

    private Decoded? Decode(DumpEntryEvent entry) => entry.Table switch
    {
        DumpTable.Root => Decode("legacy-root-entry", entry),
        DumpTable.ScalableRoot => Decode("scalable-root-entry", entry),
        DumpTable.Context => Decode(_entries.Exists(static one => one.Table == DumpTable.ScalableRoot) ? "scalable-context-entry" : "legacy-context-entry", entry),
        DumpTable.PasidDirectory => Decode("pasid-directory-entry", entry),
        _ => new PageTableEntries(_catalog, IsFirstStage).Decode(entry.Number, entry.Low),
    };

    private Decoded? Decode(string name, DumpEntryEvent entry) => _catalog.Find(name).TryDecode([entry.Low, entry.High], new KnownRegisters());

    /// <summary>The driver follows the first stage where the PASID entry selects it alone.</summary>
    private bool IsFirstStage => _entries.Find(static one => one.Table == DumpTable.Pasid)?.Decoded is { } pasid && pasid.Fields.Any(static one => one.Codes.Any(static code => code.Name == "FirstStage"));
}
