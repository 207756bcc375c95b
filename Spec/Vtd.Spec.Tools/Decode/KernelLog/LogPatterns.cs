using System.Globalization;
using System.Text.RegularExpressions;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>The words of kernels and of Xen about IOMMUs. They have changed over the years; all are understood.</summary>
internal static partial class LogPatterns
{
    /// <summary>The PASID of a request without one, where the kernel prints a number all the same.</summary>
    private const ulong NoPasid = 0xffffffff;

    private const int LongestText = 120;

    /// <summary>The event of a line about an IOMMU.</summary>
    public static LogEvent Parse(string line, int number) =>
        Request(line, number) ?? Report(line, number) ?? DumpPatterns.Parse(line, number)
        ?? KnownTrouble.In(line, number) ?? (IsOrdinary(line) ? new OrdinaryEvent(number, LogText.TimeOf(line)) : (LogEvent?)KnownTrouble.Unnamed(line, number))
        ?? new StrangeEvent(number, LogText.TimeOf(line), PrintableText.Text(LogText.WithoutTime(line), LongestText), FaultWords().IsMatch(line));

    /// <summary>The reason of a fault; null if the line does not tell it.</summary>
    public static uint? ReasonOf(string line) => Reason().Match(line) is not { Success: true } match ? null
        // Linux wrote it in decimal, until kernel 5.14 began to write 0x in front; Xen has always written it in hexadecimal.
        : match.Groups["hex"].Success ? Convert.ToUInt32(match.Groups["hex"].Value, 16)
        : uint.Parse(match.Groups["decimal"].Value, CultureInfo.InvariantCulture);

    /// <summary>The line has a request: a reason in it is that of the request.</summary>
    public static bool HasRequest(string line) => line.Contains("Request device", StringComparison.Ordinal);

    internal static ulong Hex(Match match, string group) => ulong.Parse(match.Groups[group].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static FaultEvent? Request(string line, int number)
    {
        if (!HasRequest(line) || Request().Match(line) is not { Success: true } match)
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
        return new FaultEvent(number, LogText.TimeOf(line), request, (ushort)((bus << 8) | (device << 3) | function), pasid, Hex(match, "place"), ReasonOf(line));
    }

    private static LogEvent? Report(string line, int number)
    {
        if (Status().Match(line) is { Success: true } status)
            return new StatusEvent(number, LogText.TimeOf(line), (uint)Hex(status, "value"));
        if (QueueError().Match(line) is { Success: true } error)
            return new QueueEvent(number, LogText.TimeOf(line), FlagOf(error.Groups["what"].Value), Hex(error, "detail"));
        if (Descriptor().Match(line) is { Success: true } descriptor)
            return new DescriptorEvent(number, LogText.TimeOf(line), PlaceOf(descriptor.Groups["where"].Value), Hex(descriptor, "low"), Hex(descriptor, "high"));
        if (Suppressed().Match(line) is { Success: true } suppressed)
            return new SuppressedEvent(number, LogText.TimeOf(line), ulong.Parse(suppressed.Groups["count"].Value, CultureInfo.InvariantCulture));
        if (Amd().Match(line) is { Success: true } amd)
            return new AmdEvent(number, LogText.TimeOf(line), amd.Groups["name"].Value, DeviceOf(line, amd), amd.Groups["place"].Success ? Hex(amd, "place") : null);
        return Unit().Match(line) is { Success: true } unit
            ? new UnitEvent(number, LogText.TimeOf(line), unit.Groups["name"].Value, Hex(unit, "address"), unit.Groups["version"].Value.Replace(':', '.'), Hex(unit, "cap"), Hex(unit, "ecap"))
            : null;
    }

    /// <summary>A device named in the event, or by the driver in front of it.</summary>
    private static string DeviceOf(string line, Match amd) =>
        amd.Groups["device"].Success ? amd.Groups["device"].Value : Device().Match(line) is { Success: true } device ? device.Value : "";

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

    /// <summary>A reason without a request before it, and what kernels and Xen say when nothing is wrong.</summary>
    private static bool IsOrdinary(string line) => !HasRequest(line) && (ReasonOf(line) is not null || Ordinary().IsMatch(line));

    [GeneratedRegex(@"(?:\[DMA (?<access>Read|Write|Atomic)(?: NO_PASID| PASID (?:0x)?(?<pasid>[0-9a-f]{1,8}))?\]|INTR-REMAP[\]:]?) *Request device \[{1,2}(?:0x)?(?:[0-9a-f]{4}:)?(?:0x)?(?<bus>[0-9a-f]{2}):(?:0x)?(?<device>[0-9a-f]{2})\.(?<function>[0-7])\](?: PASID (?:0x)?(?<pasid>[0-9a-f]{1,8}))? fault (?:addr|index) (?:0x)?(?<place>[0-9a-f]{1,16})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Request();

    [GeneratedRegex(@"\[fault reason (?:0x(?<hex>[0-9a-fA-F]{1,2})|(?<hex>[0-9a-fA-F]{2})h|(?<decimal>[0-9]{1,3}))\]|(?:DMAR|INTR-REMAP|UNKNOWN): reason (?<hex>[0-9a-f]{2}) - ", RegexOptions.CultureInvariant)]
    private static partial Regex Reason();

    [GeneratedRegex(@"DRHD: handling fault status reg (?:0x)?(?<value>[0-9a-f]{1,8})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Status();

    [GeneratedRegex(@"VT-d detected Invalidation (?<what>Queue|Time-out|Completion) Error: (?:Reason|SID) (?:0x)?(?<detail>[0-9a-f]{1,16})\b", RegexOptions.CultureInvariant)]
    private static partial Regex QueueError();

    [GeneratedRegex(@"(?<where>QI HEAD|QI PRIOR|VT-d detected invalid descriptor): .{0,60}?(?:qw0 = |low=)(?:0x)?(?<low>[0-9a-f]{1,16}), (?:qw1 = |high=)(?:0x)?(?<high>[0-9a-f]{1,16})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Descriptor();

    [GeneratedRegex(@"dmar_fault: (?<count>[0-9]{1,18}) callbacks suppressed", RegexOptions.CultureInvariant)]
    private static partial Regex Suppressed();

    [GeneratedRegex(@"(?<name>IOMMU [0-9]{1,6}|dmar[0-9]{1,6}): reg_base_addr (?<address>[0-9a-f]{1,16}) ver (?<version>[0-9]{1,3}:[0-9]{1,3}) cap (?<cap>[0-9a-f]{1,16}) ecap (?<ecap>[0-9a-f]{1,16})", RegexOptions.CultureInvariant)]
    private static partial Regex Unit();

    [GeneratedRegex(@"AMD-Vi: Event logged \[ ?(?<name>[A-Z_][A-Z_0-9]{2,40})(?: device=(?<device>[0-9a-f:.]{7,12}))?(?:[^\]]{0,80}?address=(?:0x)?(?<place>[0-9a-f]{1,16}))?", RegexOptions.CultureInvariant)]
    private static partial Regex Amd();

    [GeneratedRegex(@"\b[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]\b", RegexOptions.CultureInvariant)]
    private static partial Regex Device();

    [GeneratedRegex("fault|Request device", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FaultWords();

    [GeneratedRegex(
        @"IOMMU enabled|IOMMU disabled|Host address width|(?:DRHD|RMRR) base:|DRHD: base|ATSR flags|SATC flags|RHSA base|ANDD device|(?:No|no) (?:ATSR|RMRR|SATC|DMAR|IOMMU|DRHD)|Using (?:Queued|Register based) invalidation|"
        + @"Intel\(R\) Virtualization Technology for Directed I/O|Intel VT-d|(?:IOAPIC|HPET) id|Queued invalidation will be enabled|(?:Enabled|Enabling) (?:IRQ|interrupt) remapping|[Xx]2apic|[Ii]dentity map|Setting RMRR|"
        + @"to iommu group|from (?:iommu )?group|Default domain type|invalidation policy|IOMMU batching|Initialized for|Translation (?:was|already) enabled|[Cc]opied|Forcing DAC|[Ss]calable mode|ACPI: (?:DMAR|IVRS)|Reserving (?:DMAR|IVRS)|"
        + @"[Cc]ommand line|iommu=|\((?:IQE|ITE|ICE)\) cleared|PRQ overflow cleared|AMD-Vi: (?:Found|Extended|Interrupt|Lazy|Virtual|Enabling|Using|X2APIC|Disabling|Features|Initialized)|"
        + @"uses? .{0,30}identity mapping|Skip IOMMU|Disabling IOMMU|Performance monitoring|perf_iommu|\[VT-D\] ?(?:d[0-9]{1,5}:|iommu|found|Posted)|Interrupt Remapping:? (?:enabled|is)|"
        + @"I/O virtualisation|Snoop Control|Dom0 DMA Passthrough|Shared EPT|supported page sizes|DRHD:?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Ordinary();
}
