namespace Vtd.Spec.Model;

/// <summary>The accesses of software that mean something to a register. Registers with different ones can share their bytes.</summary>
[Flags]
public enum RegisterPurpose
{
    /// <summary>Neither: all bits are reserved.</summary>
    None,

    /// <summary>Reads give a value or have an effect.</summary>
    Reads = 1,

    /// <summary>Writes have an effect.</summary>
    Writes = 2,

    /// <summary>Reads and writes.</summary>
    Both = Reads | Writes,
}

/// <summary>Finds the purpose of registers.</summary>
public static class RegisterPurposes
{
    /// <summary>The purpose of a register with fields of these accesses.</summary>
    public static RegisterPurpose Of(IEnumerable<Access> accesses) => accesses.Aggregate(
        RegisterPurpose.None,
        static (purpose, access) => purpose
            | (access.IsReadable || access.OnRead != ReadEffect.None ? RegisterPurpose.Reads : RegisterPurpose.None)
            | (access.IsWritable() ? RegisterPurpose.Writes : RegisterPurpose.None));
}
