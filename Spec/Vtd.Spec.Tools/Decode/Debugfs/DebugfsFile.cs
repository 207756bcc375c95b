using System.Globalization;
using System.Text.RegularExpressions;
using Vtd.Spec.Tools.Decode.Regset;

namespace Vtd.Spec.Tools.Decode.Debugfs;

/// <summary>The files of /sys/kernel/debug/iommu/intel, as kernels 5 to 7 write them. One file, or several in a row: headings name the table that follows.</summary>
public sealed partial class DebugfsFile
{
    /// <summary>The layout of an entry of a PASID table.</summary>
    internal const string PasidEntry = "pasid-entry";

    /// <summary>More rows of a table than people read; page tables can have millions.</summary>
    private const int MostRows = 10_000;

    private const int MostTables = 10_000;

    private readonly RegisterSets _registers = new();
    private readonly List<DebugfsTable> _tables = [];

    /// <summary>The root entry of the bus whose context entries follow, in kernels before 5.3.</summary>
    private DebugfsEntry? _root;

    private bool _isLatency;

    private DebugfsFile()
    {
    }

    /// <summary>The register sets.</summary>
    public IReadOnlyList<RegisterSet> Registers => [.. _registers.Units.Where(static unit => unit.Rows.Count > 0)];

    /// <summary>The tables, in the order of the file.</summary>
    public IReadOnlyList<DebugfsTable> Tables => _tables;

    /// <summary>Units whose translation is off, by the words of the file.</summary>
    public int UnitsOff { get; private set; }

    /// <summary>Lines that are none of these.</summary>
    public int NotUnderstood { get; private set; }

    /// <summary>Reads lines.</summary>
    /// <exception cref="UndecodableException">The lines hold far too much.</exception>
    public static DebugfsFile Read(IEnumerable<string> lines)
    {
        var file = new DebugfsFile();
        foreach (var (index, line) in lines.Index())
            file.Take(line.TrimEnd(), index + 1);

        return file;
    }

    private void Take(string line, int number)
    {
        if (line.Length == 0 || _registers.Take(line, number))
            _isLatency = false;
        else if (!TakeHeading(line, number) && !TakeRow(line, number))
            TakeOther(line);
    }

    private void TakeOther(string line)
    {
        if (Off().IsMatch(line))
            UnitsOff++;
        else if (LatencyTitle().IsMatch(line))
            _isLatency = true;
        else if (!_isLatency && !Title().IsMatch(line))
            NotUnderstood++;
    }

    private bool TakeHeading(string line, int number)
    {
        if (Heading().Match(line) is { Success: true } heading)
        {
            if (_tables.Count == MostTables)
                throw new UndecodableException($"More than {MostTables} tables; no machine has as many.");

            var kind = heading.Groups["root"].Success ? DebugfsKind.Translation
                : heading.Groups["interrupts"].Success ? DebugfsKind.Interrupts
                : heading.Groups["queue"].Success ? DebugfsKind.Queue
                : DebugfsKind.Pages;
            _tables.Add(new DebugfsTable(kind, PrintableText.Text(heading.Groups["owner"].Value), number)
            {
                Address = heading.Groups["address"].Success ? Hex(heading, "address") : null,
                Pasid = heading.Groups["pasid"].Success ? (int)Hex(heading, "pasid") : null,
            });
            _root = null;
            return true;
        }

        if (_tables is not [.., var table] || Detail().Match(line) is not { Success: true } detail)
            return false;

        if (detail.Groups["bus"].Success)
            _root = new DebugfsEntry("legacy-root-entry", Words(detail, "low", "high"));
        else
            table.Address = Hex(detail, "address");
        if (detail.Groups["head"].Success)
            table.Pending = (Number(detail, "head"), Number(detail, "tail"));
        return true;
    }

    private bool TakeRow(string line, int number)
    {
        if (_tables is not [.., var table] || RowOf(table.Kind, line, number) is not { } row)
            return false;

        if (table.Rows.Count < MostRows)
            table.Rows.Add(row);
        else
            table.MoreRows++;
        return true;
    }

    private DebugfsRow? RowOf(DebugfsKind kind, string line, int number) => kind switch
    {
        DebugfsKind.Translation => Translation(line, number),
        DebugfsKind.Interrupts => InterruptRow().Match(line) is { Success: true } row ? new(number, row.Groups["index"].Value, [new("irte", Words(row, "low", "high"))]) : null,
        DebugfsKind.Queue => QueueRow().Match(line) is { Success: true } row ? Queue(row, number) : null,
        _ => PageRow().Match(line) is { Success: true } row ? Pages(row, number) : null,
    };

    private DebugfsRow? Translation(string line, int number)
    {
        if (ContextRow().Match(line) is { Success: true } old && _root is not null)
            return new(number, old.Groups["function"].Value, [_root, new("legacy-context-entry", Words(old, "low", "high"))]);
        if (TranslationRow().Match(line) is not { Success: true } row)
            return null;

        // Kernel 5.3 has no columns for PASIDs, and shows legacy mode alone; later ones show -1 in legacy mode.
        var pasid = row.Groups["pasid"].Success ? Number(row, "pasid") : -1;
        return pasid < 0
            ? new(number, row.Groups["function"].Value, [new("legacy-root-entry", Words(row, "r0", "r1")), new("legacy-context-entry", Words(row, "c0", "c1"))])
            : new(number, row.Groups["function"].Value, [new("scalable-root-entry", Words(row, "r0", "r1")), new("scalable-context-entry", Words(row, "c0", "c1")), new(PasidEntry, Words(row, "p0", "p1", "p2"))])
            {
                Pasid = pasid,
            };
    }

    private static DebugfsRow Queue(Match row, int number) => new(number, row.Groups["index"].Value, [new("InvalidationQueue", WordsOf(row.Groups["word"]))])
    {
        Status = Number(row, "status") switch
        {
            0 => "free",
            1 => "in use",
            2 => "done",
            3 => "aborted",
            _ => row.Groups["status"].Value,
        },
    };

    /// <summary>Columns are those of levels 5 to 1; a level that is not there is 0.</summary>
    private static DebugfsRow Pages(Match row, int number)
    {
        var levels = WordsOf(row.Groups["word"]);
        return new(number, row.Groups["frame"].Value, [.. levels.Index().Where(static level => level.Item != 0).Select(level => new DebugfsEntry("", [level.Item], levels.Count - level.Index))]);
    }

    private static List<ulong> WordsOf(Group group) => [.. group.Captures.Select(static one => ulong.Parse(one.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];

    private static ulong[] Words(Match match, params string[] groups) => [.. groups.Select(group => Hex(match, group))];

    private static ulong Hex(Match match, string group) => ulong.Parse(match.Groups[group].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:IOMMU (?<owner>\S{1,40}): (?<root>Root) Table Address: ?(?:0x)?(?<address>[0-9a-f]{1,16})|(?<interrupts>Remapped|Posted) Interrupt supported on IOMMU: (?<owner>\S{1,40})|Invalidation (?<queue>queue) on IOMMU: (?<owner>\S{1,40})|Device (?<owner>\S{1,40})(?: with pasid (?:0x)?(?<pasid>[0-9a-f]{1,7}))? @(?:0x)?(?<address>[0-9a-f]{1,16}))$", RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*(?:IR table address: ?(?:0x)?(?<address>[0-9a-f]{1,16})|Base: ?(?:0x)?(?<address>[0-9a-f]{1,16})\s+Head: (?<head>[0-9]{1,8})\s+Tail: (?<tail>[0-9]{1,8})|Bus: (?<bus>[0-9]{1,3}) H: (?<high>[0-9a-f]{1,16}) L: (?<low>[0-9a-f]{1,16}))$", RegexOptions.CultureInvariant)]
    private static partial Regex Detail();

    [GeneratedRegex(@"^(?<function>[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])\s+0x(?<r1>[0-9a-f]{16}):0x(?<r0>[0-9a-f]{16})\s+0x(?<c1>[0-9a-f]{16}):0x(?<c0>[0-9a-f]{16})(?:\s+(?<pasid>-1|[0-9]{1,8})\s+0x(?<p2>[0-9a-f]{16}):0x(?<p1>[0-9a-f]{16}):0x(?<p0>[0-9a-f]{16}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex TranslationRow();

    [GeneratedRegex(@"^\s+[0-9]{1,3}\s+(?<function>[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])\s+(?<high>[0-9a-f]{1,16})\s+(?<low>[0-9a-f]{1,16})$", RegexOptions.CultureInvariant)]
    private static partial Regex ContextRow();

    [GeneratedRegex(@"^\s*(?<index>[0-9]{1,5})\s+[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]\s+(?:[0-9a-f]{8}\s+){1,2}[0-9a-f]{2}\s+(?<high>[0-9a-f]{16})\s+(?<low>[0-9a-f]{16})$", RegexOptions.CultureInvariant)]
    private static partial Regex InterruptRow();

    [GeneratedRegex(@"^\s*(?<index>[0-9]{1,6})(?:\s+(?<word>[0-9a-f]{16})){2}(?:(?:\s+(?<word>[0-9a-f]{16})){2})?\s+(?<status>[0-9]{16})$", RegexOptions.CultureInvariant)]
    private static partial Regex QueueRow();

    [GeneratedRegex(@"^(?<frame>0x[0-9a-f]{1,16})\s*\|?(?:\s+0x(?<word>[0-9a-f]{16})){5}$", RegexOptions.CultureInvariant)]
    private static partial Regex PageRow();

    [GeneratedRegex(@"^(?:DMA|Interrupt) Remapping is not enabled", RegexOptions.CultureInvariant)]
    private static partial Regex Off();

    [GeneratedRegex(@"<0\.1us", RegexOptions.CultureInvariant)]
    private static partial Regex LatencyTitle();

    [GeneratedRegex(@"^\s*(?:B\.D\.F|Entry|Index|IOVA_PFN|Name\s+Offset|Root Table Entries|Context Table Entries|\*{4}|={3,})", RegexOptions.CultureInvariant)]
    private static partial Regex Title();
}
