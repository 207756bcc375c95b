using System.Reflection;

namespace Vtd.Runtime;

/// <summary>All quirks: the deviations of QEMU from the architecture that a unit can match.</summary>
public static class QuirkCatalog
{
    /// <summary>Every quirk, by number.</summary>
    public static IReadOnlyList<QuirkInfo> All { get; } = [.. Enum.GetValues<UnitQuirk>().Select(Read)];

    /// <summary>The quirks of a unit in a release of QEMU.</summary>
    /// <param name="release">The release, 7.2 or later. Between two releases that were examined, a change counts from the later one on.</param>
    public static UnitQuirks OfQemu(Version release) => [.. All.Where(info => info.IsIn(release)).Select(static info => info.Quirk)];

    private static QuirkInfo Read(UnitQuirk quirk)
    {
        var entry = typeof(UnitQuirk).GetField(quirk.ToString())!.GetCustomAttribute<QemuQuirkAttribute>()!;
        return new(quirk, entry.Reason, entry.Sections, ParseRelease(entry.Since), ParseRelease(entry.Until));
    }

    private static Version? ParseRelease(string? release) => release is null ? null : Version.Parse(release);
}
