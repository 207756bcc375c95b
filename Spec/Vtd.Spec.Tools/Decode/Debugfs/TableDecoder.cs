using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode.Regset;

namespace Vtd.Spec.Tools.Decode.Debugfs;

/// <summary>Decodes the tables of a file by each other.</summary>
internal sealed class TableDecoder
{
    private const string InterruptEntry = "irte";
    private const string InterruptTableRegister = "IRTA";
    private const string ExtendedMode = "EIME";

    private readonly Catalog _catalog;
    private readonly Dictionary<string, KnownRegisters> _known;
    private readonly Lazy<List<DecodedTableRow>> _requesters;

    /// <param name="file">All that the file shows.</param>
    /// <param name="catalog">The spec.</param>
    public TableDecoder(DebugfsFile file, Catalog catalog)
    {
        _catalog = catalog;
        _known = catalog.Specs.FirstOrDefault(static spec => spec.Blocks.Count > 0) is { } spec
            ? file.Registers.DistinctBy(static set => set.Name).ToDictionary(static set => set.Name, set => DecodedSet.Known(set, spec))
            : [];
        _requesters = new(() => [.. file.Tables.Where(static table => table.Kind == DebugfsKind.Translation).SelectMany(table => Translation(table).Rows)]);
    }

    public DecodedTable Decode(DebugfsTable table) => table.Kind switch
    {
        DebugfsKind.Interrupts => Interrupts(table),
        DebugfsKind.Pages => Pages(table),
        DebugfsKind.Translation => Translation(table),
        _ => Rows(table, entry => _catalog.Find(entry.Layout).TryDecode(entry.Words, KnownOf(table.Owner))),
    };

    /// <summary>Kernels show the words of a PASID entry highest first; what the first of them to show any printed is lowest first. The order with which entries make more sense is the right one.</summary>
    private DecodedTable Translation(DebugfsTable table)
    {
        var known = KnownOf(table.Owner);
        var (shown, reversed) = (InOrder(static words => words), InOrder(static words => [.. words.Reverse()]));
        return RemarksOn(reversed) < RemarksOn(shown) ? reversed with { Assumed = "the words of PASID entries are lowest first, by the bits that are set" } : shown;

        DecodedTable InOrder(Func<IReadOnlyList<ulong>, IReadOnlyList<ulong>> order) =>
            Rows(table, entry => _catalog.Find(entry.Layout).TryDecode(entry.Layout == DebugfsFile.PasidEntry ? order(entry.Words) : entry.Words, known));

        static int RemarksOn(DecodedTable one) => one.Rows.SelectMany(static row => row.Entries).OfType<Decoded>().Sum(static entry => entry.AllRemarks.Count());
    }

    /// <summary>The mode of the table is in a register, which may not be shown. In the wrong one, destinations lie in reserved bits.</summary>
    private DecodedTable Interrupts(DebugfsTable table)
    {
        var known = KnownOf(table.Owner);
        if (known.Find(new FieldExpression(InterruptTableRegister, ExtendedMode, 0, 0)) is not null)
            return InMode(known);

        var (xapic, x2apic) = (InMode(WithMode(0)), InMode(WithMode(1)));
        var isExtended = x2apic.Rows.Count(static row => row.IsWrong) < xapic.Rows.Count(static row => row.IsWrong);
        return (isExtended ? x2apic : xapic) with { Assumed = $"{InterruptTableRegister}.{ExtendedMode} is {(isExtended ? 1 : 0)}, by the bits that are set" };

        DecodedTable InMode(KnownRegisters registers) => Rows(table, entry => _catalog.Find(InterruptEntry).TryDecode(entry.Words, registers));

        KnownRegisters WithMode(int extended) => known.With(InterruptTableRegister, new Dictionary<string, BigInteger> { [ExtendedMode] = extended });
    }

    /// <summary>The file does not tell the stage. A PASID entry of the device does; Linux marks every entry of a first stage as accessed.</summary>
    private DecodedTable Pages(DebugfsTable table)
    {
        var (first, second) = (InStage(isFirst: true), InStage(isFirst: false));
        if (IsFirstStage(table) is { } isFirst)
            return isFirst ? first : second;

        var isMarked = first.Rows.Count > 0 && first.Rows.All(static row => row.Entries.All(static entry => entry?.Fields.FirstOrDefault(static field => field.Field.Name == "A") is { Raw.IsOne: true }));
        return (isMarked ? first : second) with { Assumed = isMarked ? "the entries are those of a first stage, as all are marked accessed" : "the entries are those of a second stage" };

        DecodedTable InStage(bool isFirst)
        {
            var entries = new PageTableEntries(_catalog, isFirst);
            return Rows(table, entry => entries.Decode(entry.Level, entry.Words[0]));
        }
    }

    /// <summary>The stage by the entries of a device, in the same file; null if they are not there.</summary>
    private bool? IsFirstStage(DebugfsTable pages)
    {
        var requester = _requesters.Value.Find(row => pages.Owner.EndsWith(row.Row.Place, StringComparison.Ordinal) && row.Row.Pasid == pages.Pasid);
        return requester is null ? null
            : requester.Row.Pasid is not null && requester.Entries[^1] is { } entry && entry.Fields.Any(static one => one.Codes.Any(static code => code.Name == "FirstStage"));
    }

    private static DecodedTable Rows(DebugfsTable table, Func<DebugfsEntry, Decoded?> decode) =>
        new(table, [.. table.Rows.Select(row => new DecodedTableRow(row, [.. row.Entries.Select(decode)], IsPending(table, row)))]);

    /// <summary>A queue is a ring: what is pending can go over its end.</summary>
    private static bool IsPending(DebugfsTable table, DebugfsRow row)
    {
        if (table.Pending is not { } pending || !int.TryParse(row.Place, out var index))
            return false;

        return pending.Head <= pending.Tail ? index >= pending.Head && index < pending.Tail : index >= pending.Head || index < pending.Tail;
    }

    private KnownRegisters KnownOf(string unit) => _known.GetValueOrDefault(unit) ?? new KnownRegisters();
}
