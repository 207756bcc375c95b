using System.Globalization;
using System.Text.RegularExpressions;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>A kind of trouble that a log tells of beside faults and errors of the queue.</summary>
/// <param name="Kind"><c>page request</c>, <c>page table</c>, <c>firmware</c>, <c>unit</c> or <c>driver</c>.</param>
/// <param name="Pattern">The words of the log. Groups <c>w0</c>, <c>w1</c> are values, in hexadecimal.</param>
/// <param name="Meaning">The meaning of the words, by experience and not by the architecture.</param>
/// <param name="Holds">The kind of values.</param>
public sealed record KnownTrouble(string Kind, Regex Pattern, string Meaning, ValuesOfTrouble Holds = ValuesOfTrouble.None)
{
    /// <summary>The longest text that is kept of a line.</summary>
    private const int LongestText = 160;

    private const string BrokenTables =
        "The tables that firmware describes the IOMMU with (ACPI DMAR) are wrong. Look for an update of the firmware; VT-d may be switched off in its setup.";

    private const string RejectedRequest = "A device asked for a page in a way that the kernel does not serve, and was refused. Suspect the device or its driver, or a PASID that was closed meanwhile.";

    private static readonly IReadOnlyList<KnownTrouble> s_all =
    [
        Of("page request", "Invalid page request: (?<w0>[0-9a-f]{1,16}) (?<w1>[0-9a-f]{1,16})", RejectedRequest, ValuesOfTrouble.PageRequest),
        Of("page request", "Page request without PASID|Page request in Privilege Mode|Execution request not supported|Address is not canonical|unexpected page request", RejectedRequest),
        Of("page request", "PRQ overflow detected", "More page requests came than the queue holds: some are lost, and devices wait until they ask again. The handler is slow, or a device floods it."),
        Of(
            "page table",
            @"DMA PTE for vPFN 0x[0-9a-f]{1,16} already set \(to (?<w0>[0-9a-f]{1,16}) not (?<w1>[0-9a-f]{1,16})\)",
            "The driver was to map a page where another is mapped: an address was given out twice, or an unmapping was lost. Suspect the kernel, or a driver that unmaps less than it maps.",
            ValuesOfTrouble.PageEntries),
        Of("firmware", @"\[Firmware (?:Bug|Warn|Info)\]|Your BIOS is broken|BIOS has allocated no shadow GTT|contact BIOS vendor", BrokenTables),
        Of("firmware", "Parse DMAR table failure|Unknown DMAR structure type|Invalid (?:0-length|DMAR)|Device scope type does not match|Duplicate", BrokenTables),
        Of("unit", "IOMMU feature [a-z0-9_]{1,20} inconsistent", "Some units of the machine lack a feature that others have: the kernel does without it everywhere. No harm beyond that."),
        Of("unit", "DMAR hardware is malfunctioning|returns all ones", "The registers of the unit read as all ones: it is powered down, gone, or firmware describes it at a wrong address."),
    ];

    /// <summary>The words of drivers for any other failure.</summary>
    private static readonly KnownTrouble s_unnamed = Of(
        "driver", @"\b(?:[Ff]ail(?:ed|ure)?|[Ee]rror|ERROR|[Cc]an't|[Cc]annot|[Uu]nable|[Tt]ime(?:d )?out|WARNING|BUG)\b", "The driver says that something did not work; its words tell what.");

    /// <summary>Finds the kind of trouble that a line tells of; null if it is none that is known.</summary>
    public static TroubleEvent? In(string line, int number) => s_all.Select(trouble => trouble.EventOf(line, number)).FirstOrDefault(static found => found is not null);

    /// <summary>Trouble of an unknown kind: the words say that something did not work.</summary>
    public static TroubleEvent? Unnamed(string line, int number) => s_unnamed.EventOf(line, number);

    private TroubleEvent? EventOf(string line, int number) => Pattern.Match(line) is { Success: true } match
        ? new TroubleEvent(number, LogText.TimeOf(line), this, PrintableText.Text(LogText.WithoutTime(line), LongestText), WordsOf(match))
        : null;

    private static List<ulong> WordsOf(Match match) =>
        [.. new[] { "w0", "w1" }.Where(name => match.Groups[name].Success).Select(name => ulong.Parse(match.Groups[name].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];

    private static KnownTrouble Of(string kind, string pattern, string meaning, ValuesOfTrouble holds = ValuesOfTrouble.None) =>
        new(kind, new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled), meaning, holds);
}

/// <summary>The kinds of values in a line about a failure.</summary>
public enum ValuesOfTrouble
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>The lower words of a page request.</summary>
    PageRequest,

    /// <summary>Page-table entries: the one that is there and the one that was to be written.</summary>
    PageEntries,
}
