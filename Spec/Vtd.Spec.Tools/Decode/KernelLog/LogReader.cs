using System.Globalization;
using System.Text.RegularExpressions;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>Finds what the VT-d driver says in a kernel log. The words have changed over the years; all are understood.</summary>
public static partial class LogReader
{
    /// <summary>The PASID of a request without one, where the kernel prints a number all the same.</summary>
    private const ulong NoPasid = 0xffffffff;

    public static IEnumerable<LogEvent> Read(IEnumerable<string> lines)
    {
        var number = 0;

        // Older kernels tell the reason on a line of its own, after that of the request.
        FaultEvent? unfinished = null;
        foreach (var line in lines)
        {
            number++;
            if (unfinished is not null && Reason().Match(line) is { Success: true } reason && !line.Contains("Request device", StringComparison.Ordinal))
            {
                yield return unfinished with { Reason = ReasonOf(reason) };
                unfinished = null;
                continue;
            }

            if (Parse(line, number) is not { } found)
                continue;
            if (unfinished is not null)
                yield return unfinished;

            unfinished = found is FaultEvent { Reason: null } fault ? fault : null;
            if (unfinished is null)
                yield return found;
        }

        if (unfinished is not null)
            yield return unfinished;
    }

    private static LogEvent? Parse(string line, int number)
    {
        if (line.Contains("Request device", StringComparison.Ordinal))
            return (LogEvent?)Fault(line, number) ?? (line.Contains("fault", StringComparison.Ordinal) ? new StrangeEvent(number, TimeOf(line)) : null);
        if (Status().Match(line) is { Success: true } status)
            return new StatusEvent(number, TimeOf(line), (uint)Hex(status, "value"));
        if (QueueError().Match(line) is { Success: true } error)
            return new QueueEvent(number, TimeOf(line), FlagOf(error.Groups["what"].Value), Hex(error, "detail"));
        if (Descriptor().Match(line) is { Success: true } descriptor)
            return new DescriptorEvent(number, TimeOf(line), PlaceOf(descriptor.Groups["where"].Value), Hex(descriptor, "low"), Hex(descriptor, "high"));
        if (Suppressed().Match(line) is { Success: true } suppressed)
            return new SuppressedEvent(number, TimeOf(line), ulong.Parse(suppressed.Groups["count"].Value, CultureInfo.InvariantCulture));
        return Unit().Match(line) is { Success: true } unit
            ? new UnitEvent(number, TimeOf(line), unit.Groups["name"].Value, Hex(unit, "address"), unit.Groups["version"].Value.Replace(':', '.'), Hex(unit, "cap"), Hex(unit, "ecap"))
            : null;
    }

    private static FaultEvent? Fault(string line, int number)
    {
        var match = Request().Match(line);
        if (!match.Success)
            return null;

        var bus = Convert.ToUInt16(match.Groups["bus"].Value, 16);
        var device = Convert.ToUInt16(match.Groups["device"].Value, 16);
        var function = match.Groups["function"].Value[0] - '0';
        if (device > 31)
            return null;

        var request = match.Groups["access"].Value switch
        {
            "" => FaultEvent.Interrupt,
            var access => "DMA " + access.ToLowerInvariant(),
        };
        uint? pasid = match.Groups["pasid"].Success && Hex(match, "pasid") is var value && value != NoPasid ? (uint)value : null;
        uint? reason = Reason().Match(line) is { Success: true } told ? ReasonOf(told) : null;
        return new FaultEvent(number, TimeOf(line), request, (ushort)((bus << 8) | (device << 3) | function), pasid, Hex(match, "place"), reason);
    }

    /// <summary>Decimal, until kernel 5.14 began to write 0x in front.</summary>
    private static uint ReasonOf(Match match) => match.Groups["hex"].Success
        ? Convert.ToUInt32(match.Groups["hex"].Value, 16)
        : uint.Parse(match.Groups["decimal"].Value, CultureInfo.InvariantCulture);

    private static ulong Hex(Match match, string group) => ulong.Parse(match.Groups[group].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string FlagOf(string what) => what switch
    {
        "Queue" => "IQE",
        "Time-out" => "ITE",
        _ => "ICE",
    };

    private static string PlaceOf(string where) => where switch
    {
        "QI HEAD" => "head",
        "QI PRIOR" => "before the head",
        _ => DescriptorEvent.Rejected,
    };

    private static string TimeOf(string line) =>
        Time().Match(line) is { Success: true } time ? PrintableText.Text(time.Groups["time"].Value.Trim()) : "";

    [GeneratedRegex(@"(?:\[DMA (?<access>Read|Write|Atomic)(?: NO_PASID| PASID (?:0x)?(?<pasid>[0-9a-f]{1,8}))?\]|INTR-REMAP[\]:]?) *Request device \[{1,2}(?:0x)?(?:[0-9a-f]{4}:)?(?:0x)?(?<bus>[0-9a-f]{2}):(?:0x)?(?<device>[0-9a-f]{2})\.(?<function>[0-7])\](?: PASID (?:0x)?(?<pasid>[0-9a-f]{1,8}))? fault (?:addr|index) (?:0x)?(?<place>[0-9a-f]{1,16})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Request();

    [GeneratedRegex(@"\[fault reason (?:0x(?<hex>[0-9a-fA-F]{1,2})|(?<decimal>[0-9]{1,3}))\]", RegexOptions.CultureInvariant)]
    private static partial Regex Reason();

    [GeneratedRegex(@"DRHD: handling fault status reg (?:0x)?(?<value>[0-9a-f]{1,8})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Status();

    [GeneratedRegex(@"VT-d detected Invalidation (?<what>Queue|Time-out|Completion) Error: (?:Reason|SID) (?:0x)?(?<detail>[0-9a-f]{1,16})\b", RegexOptions.CultureInvariant)]
    private static partial Regex QueueError();

    [GeneratedRegex(@"(?<where>QI HEAD|QI PRIOR|VT-d detected invalid descriptor): .{0,60}?(?:qw0 = |low=)(?:0x)?(?<low>[0-9a-f]{1,16}), (?:qw1 = |high=)(?:0x)?(?<high>[0-9a-f]{1,16})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Descriptor();

    [GeneratedRegex(@"dmar_fault: (?<count>[0-9]{1,18}) callbacks suppressed", RegexOptions.CultureInvariant)]
    private static partial Regex Suppressed();

    [GeneratedRegex(@"(?:DMAR|dmar): (?:IOMMU [0-9]+|(?<name>dmar[0-9]{1,6})): reg_base_addr (?<address>[0-9a-f]{1,16}) ver (?<version>[0-9]{1,3}:[0-9]{1,3}) cap (?<cap>[0-9a-f]{1,16}) ecap (?<ecap>[0-9a-f]{1,16})", RegexOptions.CultureInvariant)]
    private static partial Regex Unit();

    [GeneratedRegex(@"^\s*(?:<[0-9]+>)?(?:\[(?<time>[ 0-9.]+|[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9 :]{4,25})(?:\]|, *[CT])|(?<time>[A-Z][a-z]{2} +[0-9]+ [0-9:.]{5,20}) |(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.,+-]{5,30}Z?) |(?<time>[0-9]{2}:[0-9]{2}:[0-9.]{2,12}) )", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
