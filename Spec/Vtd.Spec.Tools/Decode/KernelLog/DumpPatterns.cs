using System.Globalization;
using System.Text.RegularExpressions;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>The words in which Linux shows its tables after a fault, from kernel 5.18 on, if built with DMAR_DEBUG.</summary>
internal static partial class DumpPatterns
{
    /// <summary>The event of a line; null if the line belongs to no such dump.</summary>
    public static LogEvent? Parse(string line, int number)
    {
        if (Start().Match(line) is { Success: true } start)
            return new DumpStartEvent(number, LogText.TimeOf(line), start.Groups["unit"].Value, LogPatterns.Hex(start, "address"));
        if (Entry().Match(line) is { Success: true } entry)
            return new DumpEntryEvent(number, LogText.TimeOf(line), TableOf(entry.Groups["table"].Value), NumberOf(entry), LogPatterns.Hex(entry, "low"), entry.Groups["high"].Success ? LogPatterns.Hex(entry, "high") : 0);
        return End().Match(line) is { Success: true } end
            ? new DumpEndEvent(number, LogText.TimeOf(line), TableOf(end.Groups["table"].Value), NumberOf(end))
            : null;
    }

    private static DumpTable TableOf(string words) => words switch
    {
        "root" => DumpTable.Root,
        "scalable mode root" => DumpTable.ScalableRoot,
        "context" => DumpTable.Context,
        "pasid dir" or "pasid directory" => DumpTable.PasidDirectory,
        "pasid table" or "pasid" => DumpTable.Pasid,
        _ => DumpTable.Page,
    };

    private static int NumberOf(Match match) => match.Groups["number"].Success ? int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"Dump (?<unit>dmar[0-9]{1,6}) table entries for IOVA (?:0x)?(?<address>[0-9a-f]{1,16})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex(@"(?<table>scalable mode root|root|context|pasid dir|pasid table|pte) (?:entry(?:\[(?<number>[0-7])\])?|level: (?<number>[1-6]), pte value): (?:hi 0x(?<high>[0-9a-f]{16}), low )?0x(?<low>[0-9a-f]{16})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Entry();

    [GeneratedRegex(@"(?<table>root|context|pasid directory|pasid|page|PTE|page table)(?: table)?(?: entry)?(?: is)? not present(?: at level (?<number>[0-6]))?", RegexOptions.CultureInvariant)]
    private static partial Regex End();
}
