namespace Vtd.Traces;

/// <summary>Properties of a page request, numbered as in the field flags= of XP.</summary>
[Flags]
public enum PageRequestFlags
{
    /// <summary>No property.</summary>
    None = 0,

    /// <summary>The request is of a privileged mode.</summary>
    Privileged = 0x2,

    /// <summary>The device wants to execute.</summary>
    Execute = 0x4,

    /// <summary>The request is the last one of its group.</summary>
    Last = 0x8,

    /// <summary>The device wants to read.</summary>
    Read = 0x10,

    /// <summary>The device wants to write.</summary>
    Write = 0x20,
}
