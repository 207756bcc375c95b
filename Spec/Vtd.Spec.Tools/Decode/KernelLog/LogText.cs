using System.Buffers;
using System.Text.RegularExpressions;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>Lines of logs, which were often quoted, wrapped or encoded by a mail program.</summary>
internal static partial class LogText
{
    private const int LongestTime = 60;

    private static readonly SearchValues<string> s_iommuWords = SearchValues.Create(
        ["DMAR", "IOMMU", "AMD-Vi", "INTR-REMAP", "VT-d", "QI HEAD", "QI PRIOR", "BIOS is broken", "Invalid page request"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a line is about an IOMMU.</summary>
    public static bool IsAboutIommu(string line) => line.AsSpan().ContainsAny(s_iommuWords);

    /// <summary>Whether a message begins here: a line that was wrapped goes on without a time and without the name of a driver.</summary>
    public static bool StartsMessage(string line) => Start().IsMatch(line) || TimeOf(line).Length > 0;

    /// <summary>A line without marks of quotation and without escapes of quoted-printable. A sign = at its end, which joins lines there, stays.</summary>
    public static string Clean(string line)
    {
        var text = line.TrimStart(' ', '\t', '>');
        return text.Contains('=', StringComparison.Ordinal) ? text.Replace("=0D", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal) : text;
    }

    /// <summary>The time in front of a line, as written; empty if there is none.</summary>
    public static string TimeOf(string line) =>
        Time().Match(line, 0, Math.Min(line.Length, LongestTime)) is { Success: true } time ? PrintableText.Text(time.Groups["time"].Value.Trim()) : "";

    /// <summary>A line without the time in front of it.</summary>
    public static string WithoutTime(string line) =>
        Time().Match(line, 0, Math.Min(line.Length, LongestTime)) is { Success: true } time ? line[time.Length..].TrimStart(']', ' ') : line;

    [GeneratedRegex(@"^(?:\(XEN\)|\[VT-D\]|DMAR|AMD-Vi|IOMMU|INTR-REMAP|QI (?:HEAD|PRIOR)|dmar|[a-z0-9_-]{1,20} [0-9a-f]{4}:[0-9a-f]{2}:)", RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex(@"^\s*(?:<[0-9]+>)?(?:\[(?<time>[ 0-9.]+|[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9 :]{4,25})(?:\]|, *[CT])|(?<time>[A-Z][a-z]{2} +[0-9]+ [0-9:.]{5,20}) |(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.,+-]{5,30}Z?) |(?<time>[0-9]{2}:[0-9]{2}:[0-9.]{2,12}) )", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
