using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>Explains the kinds of access of fields.</summary>
internal static class AccessMeanings
{
    public static string Meaning(Access access) => access switch
    {
        Access.ReadOnly => "read only: writes are ignored",
        Access.ReadOnlySticky => "read only; a warm reset keeps the value",
        Access.ReadWrite => "read and write",
        Access.ReadWriteSticky => "read and write; a warm reset keeps the value",
        Access.WriteOnly => "write only: reads give 0",
        Access.WriteOneToClear => "writing 1 clears, writing 0 keeps",
        Access.WriteOneToClearSticky => "writing 1 clears, writing 0 keeps; a warm reset keeps the value",
        Access.WriteOneToSet => "writing 1 sets, writing 0 keeps; the device clears",
        Access.OneShot => "writing 1 gives a command, writing 0 does nothing, reads give 0",
        Access.ReservedZero => "must be 0",
        Access.ReservedPreserve => "software writes back what it read",
        Access.Ignored => "free for software",
        _ => throw new NotSupportedException(access.ToString()),
    };
}
