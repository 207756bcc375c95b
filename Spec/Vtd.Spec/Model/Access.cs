namespace Vtd.Spec.Model;

/// <summary>Access of software to the bits of a field.</summary>
public enum Access
{
    /// <summary><c>ro</c>: reads give the value, writes are ignored.</summary>
    ReadOnly,

    /// <summary><c>ros</c>: as <c>ro</c>; a warm reset keeps the value.</summary>
    ReadOnlySticky,

    /// <summary><c>rw</c>: reads give what was written.</summary>
    ReadWrite,

    /// <summary><c>rws</c>: as <c>rw</c>; a warm reset keeps the value.</summary>
    ReadWriteSticky,

    /// <summary><c>wo</c>: written values reach the device, reads give 0.</summary>
    WriteOnly,

    /// <summary><c>rw1c</c>: writing 1 clears, writing 0 keeps.</summary>
    WriteOneToClear,

    /// <summary><c>rw1cs</c>: as <c>rw1c</c>; a warm reset keeps the value.</summary>
    WriteOneToClearSticky,

    /// <summary><c>rw1s</c>: writing 1 sets, writing 0 keeps; the device clears.</summary>
    WriteOneToSet,

    /// <summary><c>oneshot</c>: writing 1 gives a command, writing 0 does nothing, reads give 0.</summary>
    OneShot,

    /// <summary><c>rsvdz</c>: reserved, reads 0, writes ignored; must be zero in a descriptor or an entry.</summary>
    ReservedZero,

    /// <summary><c>rsvdp</c>: reserved, software preserves what it read; the device keeps 0.</summary>
    ReservedPreserve,

    /// <summary><c>ignored</c>: bits of a descriptor or an entry that the device never looks at.</summary>
    Ignored,
}

/// <summary>What each access does, and its word in the language.</summary>
public static class AccessWords
{
    /// <summary>Whether the bits keep what is written.</summary>
    public static bool IsStored(this Access access) => access is Access.ReadWrite or Access.ReadWriteSticky or Access.WriteOnly;

    /// <summary>Whether reads show the bits as 0 whatever they hold.</summary>
    public static bool IsUnreadable(this Access access) => access is Access.WriteOnly or Access.OneShot;

    /// <summary>Whether writing 1 clears the bits.</summary>
    public static bool IsClearedByOne(this Access access) => access is Access.WriteOneToClear or Access.WriteOneToClearSticky;

    /// <summary>Whether writing 1 sets the bits or gives a command.</summary>
    public static bool IsSetByOne(this Access access) => access is Access.WriteOneToSet or Access.OneShot;

    /// <summary>Whether writing 1 does more than store the bit.</summary>
    public static bool ActsOnOne(this Access access) => access.IsClearedByOne() || access.IsSetByOne();

    /// <summary>Whether the bits are reserved: only zero may be written, or what was read.</summary>
    public static bool IsReserved(this Access access) => access is Access.ReservedZero or Access.ReservedPreserve;

    /// <summary>Whether a warm reset keeps the bits.</summary>
    public static bool IsSticky(this Access access) => access is Access.ReadOnlySticky or Access.ReadWriteSticky or Access.WriteOneToClearSticky;

    /// <summary>The access that a word names; null if none does.</summary>
    public static Access? Parse(string word)
    {
        foreach (Access access in Enum.GetValues(typeof(Access)))
        {
            if (access.Word() == word)
                return access;
        }

        return null;
    }

    /// <summary>The word, for instance <c>rw1c</c>.</summary>
    public static string Word(this Access access) => access switch
    {
        Access.ReadOnly => "ro",
        Access.ReadOnlySticky => "ros",
        Access.ReadWrite => "rw",
        Access.ReadWriteSticky => "rws",
        Access.WriteOnly => "wo",
        Access.WriteOneToClear => "rw1c",
        Access.WriteOneToClearSticky => "rw1cs",
        Access.WriteOneToSet => "rw1s",
        Access.OneShot => "oneshot",
        Access.ReservedZero => "rsvdz",
        Access.ReservedPreserve => "rsvdp",
        _ => "ignored",
    };
}
