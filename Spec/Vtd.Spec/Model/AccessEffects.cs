namespace Vtd.Spec.Model;

/// <summary>Effect of a read of software on the bits that it covers, after it has taken their value.</summary>
public enum ReadEffect
{
    /// <summary>Reads change nothing.</summary>
    None,

    /// <summary>Reads clear the bits.</summary>
    Clears,

    /// <summary>Reads set the bits.</summary>
    Sets,
}

/// <summary>Effect of a write of software on the bits that it covers.</summary>
public enum WriteEffect
{
    /// <summary>Writes are ignored.</summary>
    None,

    /// <summary>The bits take the written value.</summary>
    Stores,

    /// <summary>Writing 1 clears, writing 0 keeps.</summary>
    OneClears,

    /// <summary>Writing 1 sets, writing 0 keeps.</summary>
    OneSets,

    /// <summary>Writing 1 inverts, writing 0 keeps.</summary>
    OneToggles,

    /// <summary>Writing 0 clears, writing 1 keeps.</summary>
    ZeroClears,

    /// <summary>Writing 0 sets, writing 1 keeps.</summary>
    ZeroSets,

    /// <summary>Writing 0 inverts, writing 1 keeps.</summary>
    ZeroToggles,

    /// <summary>Any write clears.</summary>
    AnyClears,

    /// <summary>Any write sets.</summary>
    AnySets,

    /// <summary>Writing 1 gives a command, which is never stored.</summary>
    Command,
}

/// <summary>The kinds of bits without a meaning of their own.</summary>
public enum ReservedKind
{
    /// <summary>The bits have a meaning.</summary>
    None,

    /// <summary>The bits read 0 and must be 0.</summary>
    Zero,

    /// <summary>Software writes back what it read; the device keeps 0.</summary>
    Preserved,

    /// <summary>The device never looks at the bits.</summary>
    Ignored,
}

/// <summary>The value that software writes to bits, after it has read the register, to leave them as they are.</summary>
public enum NeutralWrite
{
    /// <summary>Any value: writes are ignored.</summary>
    Any,

    /// <summary>The bits as they were read.</summary>
    ReadValue,

    /// <summary>All bits 0.</summary>
    Zeros,

    /// <summary>All bits 1.</summary>
    Ones,

    /// <summary>No value: every write acts, or software cannot know the value.</summary>
    Impossible,
}
