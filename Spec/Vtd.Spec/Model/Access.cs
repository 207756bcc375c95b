namespace Vtd.Spec.Model;

/// <summary>Access of software to the bits of a field: a row of the table of access words.</summary>
/// <remarks>
/// A word says what a read does, then what a write does: <c>r</c> gives the value, <c>rc</c> gives and clears it, <c>rs</c> gives it and sets the bits, <c>r0</c>
/// gives 0; <c>w</c> stores, <c>w1c</c> clears where a 1 is written, <c>wclr</c> with any write. <c>s</c> at the end is for sticky, of the words to which the PCI
/// Express Base Specification and Intel's data sheets give it.
/// </remarks>
/// <param name="Name">The word in the language.</param>
/// <param name="OnRead">The effect of reads.</param>
/// <param name="OnWrite">The effect of writes.</param>
public sealed record Access(string Name, ReadEffect OnRead, WriteEffect OnWrite)
{
    /// <summary>All accesses: first the common ones, last those of reserved bits.</summary>
    public static IReadOnlyList<Access> All { get; } =
    [
        new("ro", ReadEffect.None, WriteEffect.None),
        new("ros", ReadEffect.None, WriteEffect.None) { IsSticky = true },
        new("rw", ReadEffect.None, WriteEffect.Stores),
        new("rws", ReadEffect.None, WriteEffect.Stores) { IsSticky = true },
        new("wo", ReadEffect.None, WriteEffect.Stores) { IsReadable = false },
        new("rw1c", ReadEffect.None, WriteEffect.OneClears),
        new("rw1cs", ReadEffect.None, WriteEffect.OneClears) { IsSticky = true },
        new("rw1s", ReadEffect.None, WriteEffect.OneSets),
        new("oneshot", ReadEffect.None, WriteEffect.Command) { IsReadable = false },

        new("rwo", ReadEffect.None, WriteEffect.Stores) { IsWriteOnce = true },
        new("rwos", ReadEffect.None, WriteEffect.Stores) { IsWriteOnce = true, IsSticky = true },
        new("rw1t", ReadEffect.None, WriteEffect.OneToggles),
        new("rw0c", ReadEffect.None, WriteEffect.ZeroClears),
        new("rw0s", ReadEffect.None, WriteEffect.ZeroSets),
        new("rw0t", ReadEffect.None, WriteEffect.ZeroToggles),
        new("rwclr", ReadEffect.None, WriteEffect.AnyClears),
        new("rwset", ReadEffect.None, WriteEffect.AnySets),

        new("rc", ReadEffect.Clears, WriteEffect.None),
        new("rcw", ReadEffect.Clears, WriteEffect.Stores),
        new("rcw1s", ReadEffect.Clears, WriteEffect.OneSets),
        new("rcw0s", ReadEffect.Clears, WriteEffect.ZeroSets),
        new("rcwset", ReadEffect.Clears, WriteEffect.AnySets),
        new("rs", ReadEffect.Sets, WriteEffect.None),
        new("rsw", ReadEffect.Sets, WriteEffect.Stores),
        new("rsw1c", ReadEffect.Sets, WriteEffect.OneClears),
        new("rsw0c", ReadEffect.Sets, WriteEffect.ZeroClears),
        new("rswclr", ReadEffect.Sets, WriteEffect.AnyClears),

        new("r0wo", ReadEffect.None, WriteEffect.Stores) { IsReadable = false, IsWriteOnce = true },
        new("r0w1c", ReadEffect.None, WriteEffect.OneClears) { IsReadable = false },
        new("r0w1s", ReadEffect.None, WriteEffect.OneSets) { IsReadable = false },
        new("r0w1t", ReadEffect.None, WriteEffect.OneToggles) { IsReadable = false },
        new("r0w0c", ReadEffect.None, WriteEffect.ZeroClears) { IsReadable = false },
        new("r0w0s", ReadEffect.None, WriteEffect.ZeroSets) { IsReadable = false },
        new("r0w0t", ReadEffect.None, WriteEffect.ZeroToggles) { IsReadable = false },
        new("r0wclr", ReadEffect.None, WriteEffect.AnyClears) { IsReadable = false },
        new("r0wset", ReadEffect.None, WriteEffect.AnySets) { IsReadable = false },

        new("rsvdz", ReadEffect.None, WriteEffect.None) { IsReadable = false, Reserved = ReservedKind.Zero },
        new("rsvdp", ReadEffect.None, WriteEffect.None) { IsReadable = false, Reserved = ReservedKind.Preserved },
        new("ignored", ReadEffect.None, WriteEffect.None) { IsReadable = false, Reserved = ReservedKind.Ignored },
    ];

    /// <summary><c>rw</c>: reads give what was written; also the access of the fields of descriptors and entries.</summary>
    public static Access ReadWrite { get; } = Named("rw");

    /// <summary><c>rw1cs</c>: writing 1 clears, writing 0 keeps; a warm reset keeps the value.</summary>
    public static Access WriteOneToClearSticky { get; } = Named("rw1cs");

    /// <summary><c>rw1s</c>: writing 1 sets, writing 0 keeps.</summary>
    public static Access WriteOneToSet { get; } = Named("rw1s");

    /// <summary><c>oneshot</c>: writing 1 gives a command, writing 0 does nothing, reads give 0.</summary>
    public static Access OneShot { get; } = Named("oneshot");

    /// <summary><c>rsvdz</c>: reserved, reads 0, writes ignored; must be zero in a descriptor or an entry.</summary>
    public static Access ReservedZero { get; } = Named("rsvdz");

    /// <summary><c>rsvdp</c>: reserved, software preserves what it read; the device keeps 0.</summary>
    public static Access ReservedPreserve { get; } = Named("rsvdp");

    /// <summary><c>ignored</c>: bits of a descriptor or an entry that the device never looks at.</summary>
    public static Access Ignored { get; } = Named("ignored");

    /// <summary>Whether reads give the value; otherwise they give 0.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>Whether only the first write after a reset has its effect.</summary>
    public bool IsWriteOnce { get; init; }

    /// <summary>Whether a warm reset keeps the bits.</summary>
    public bool IsSticky { get; init; }

    /// <summary>The kind of reserved bits.</summary>
    public ReservedKind Reserved { get; init; }

    /// <summary>The effects in words, as a phrase.</summary>
    public string Summary => Reserved switch
    {
        ReservedKind.Zero => "must be 0",
        ReservedKind.Preserved => "software writes back what it read",
        ReservedKind.Ignored => "free for software",
        _ => ReadSummary + ", " + WriteSummary + StickySummary,
    };

    /// <summary>The value to write, after a read of the register, that leaves the bits as they are.</summary>
    public NeutralWrite Neutral => OnWrite switch
    {
        WriteEffect.None when Reserved == ReservedKind.Zero => NeutralWrite.Zeros,
        WriteEffect.None when Reserved == ReservedKind.Preserved => NeutralWrite.ReadValue,
        WriteEffect.None => NeutralWrite.Any,
        WriteEffect.Stores when IsWriteOnce || !IsReadable => NeutralWrite.Impossible,
        WriteEffect.Stores when OnRead == ReadEffect.Clears => NeutralWrite.Zeros,
        WriteEffect.Stores when OnRead == ReadEffect.Sets => NeutralWrite.Ones,
        WriteEffect.Stores => NeutralWrite.ReadValue,
        WriteEffect.OneClears or WriteEffect.OneSets or WriteEffect.OneToggles or WriteEffect.Command => NeutralWrite.Zeros,
        WriteEffect.ZeroClears or WriteEffect.ZeroSets or WriteEffect.ZeroToggles => NeutralWrite.Ones,
        _ => NeutralWrite.Impossible,
    };

    private string ReadSummary => !IsReadable ? "reads give 0" : OnRead switch
    {
        ReadEffect.Clears => "reads give the value and clear it",
        ReadEffect.Sets => "reads give the value and set the bits",
        _ => "reads give the value",
    };

    private string WriteSummary => OnWrite switch
    {
        WriteEffect.None => "writes are ignored",
        WriteEffect.Stores => IsWriteOnce ? "the first write after a reset replaces the value, others are ignored" : "writes replace the value",
        WriteEffect.OneClears => "writing 1 clears, writing 0 keeps",
        WriteEffect.OneSets => "writing 1 sets, writing 0 keeps",
        WriteEffect.OneToggles => "writing 1 inverts, writing 0 keeps",
        WriteEffect.ZeroClears => "writing 0 clears, writing 1 keeps",
        WriteEffect.ZeroSets => "writing 0 sets, writing 1 keeps",
        WriteEffect.ZeroToggles => "writing 0 inverts, writing 1 keeps",
        WriteEffect.AnyClears => "any write clears the bits",
        WriteEffect.AnySets => "any write sets the bits",
        _ => "writing 1 gives a command, writing 0 does nothing",
    };

    private string StickySummary => !IsSticky ? "" : IsWriteOnce ? "; a warm reset keeps the value and does not allow another write" : "; a warm reset keeps the value";

    /// <summary>The access that a word names; null if none does.</summary>
    public static Access? Parse(string word)
    {
        foreach (var access in All)
        {
            if (string.Equals(access.Name, word, StringComparison.Ordinal))
                return access;
        }

        return null;
    }

    private static Access Named(string word) => Parse(word) ?? throw new ArgumentException(word, nameof(word));
}

/// <summary>Questions about an access that its columns answer.</summary>
public static class AccessWords
{
    /// <summary>The word, for instance <c>rw1c</c>.</summary>
    public static string Word(this Access access) => access.Name;

    /// <summary>Whether the bits keep what is written.</summary>
    public static bool IsStored(this Access access) => access.OnWrite == WriteEffect.Stores;

    /// <summary>Whether reads show the bits as 0 whatever they hold.</summary>
    public static bool IsUnreadable(this Access access) => !access.IsReadable && !access.IsReserved();

    /// <summary>Whether one written value of a bit changes it or gives a command, and the other one does nothing.</summary>
    public static bool ActsByValue(this Access access) => access.IsWritable() && !access.IsStored() && access.Neutral != NeutralWrite.Impossible;

    /// <summary>Whether software changes the bits or gives a command by writing them.</summary>
    public static bool IsWritable(this Access access) => access.OnWrite != WriteEffect.None;

    /// <summary>Whether no access of software changes the bits.</summary>
    public static bool IsConstant(this Access access) => !access.IsWritable() && access.OnRead == ReadEffect.None;

    /// <summary>Whether the bits are reserved: only zero may be written, or what was read.</summary>
    public static bool IsReserved(this Access access) => access.Reserved is ReservedKind.Zero or ReservedKind.Preserved;
}
