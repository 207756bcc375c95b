namespace Vtd.Analyzers.Contract;

/// <summary>The purpose of a generated type.</summary>
public enum TypeRole
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>The value of a register.</summary>
    Register,

    /// <summary>The value that software writes to a register.</summary>
    RegisterWrite,

    /// <summary>An entry of a table in memory, or a descriptor.</summary>
    Entry,

    /// <summary>The registers together.</summary>
    RegisterFile,

    /// <summary>Codes that hardware and software exchange.</summary>
    Codes,

    /// <summary>Tells the descriptors of a queue apart.</summary>
    Dispatcher,
}
