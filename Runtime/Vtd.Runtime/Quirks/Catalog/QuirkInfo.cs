namespace Vtd.Runtime;

/// <summary>An entry of the <see cref="QuirkCatalog"/>.</summary>
/// <param name="Quirk">The quirk.</param>
/// <param name="Reason">The behavior of QEMU, and the one that the architecture requires.</param>
/// <param name="Sections">Sections of the architecture, separated by commas.</param>
/// <param name="Since">The first release of QEMU with the quirk; null if every release before <paramref name="Until"/> has it.</param>
/// <param name="Until">The first release of QEMU without the quirk; null if no known release ended it.</param>
public sealed record QuirkInfo(UnitQuirk Quirk, string Reason, string Sections, Version? Since, Version? Until)
{
    /// <summary>Tells whether a release of QEMU has the quirk.</summary>
    /// <param name="release">The release. Between two releases that were examined, a change counts from the later one on.</param>
    public bool IsIn(Version release) => (Since is null || release >= Since) && (Until is null || release < Until);
}
