namespace Vtd.Runtime;

/// <summary>Why a <see cref="UnitQuirk"/> exists, and which releases of QEMU have it.</summary>
/// <param name="reason">The behavior of QEMU, and the one that the architecture requires.</param>
/// <param name="sections">Sections of the architecture, separated by commas.</param>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class QemuQuirkAttribute(string reason, string sections) : Attribute
{
    /// <summary>The deviation of QEMU, and what the architecture asks for instead.</summary>
    public string Reason => reason;

    /// <summary>Sections of the architecture, separated by commas.</summary>
    public string Sections => sections;

    /// <summary>The first release with the quirk; null if every release before <see cref="Until"/> has it.</summary>
    public string? Since { get; init; }

    /// <summary>The first release without the quirk; null if no known release ended it.</summary>
    public string? Until { get; init; }
}
