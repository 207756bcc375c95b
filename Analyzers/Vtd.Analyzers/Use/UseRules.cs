using Microsoft.CodeAnalysis;

namespace Vtd.Analyzers.Use;

/// <summary>Rules about uses of generated types: VTD20xx.</summary>
public static class UseRules
{
    private const string Category = "Vtd.Use";

    /// <summary>VTD2001: a changed copy of a register or an entry is not used.</summary>
    public static readonly DiagnosticDescriptor LostCopy = new(
        "VTD2001", "Changed copy thrown away", "The changed copy is thrown away, and {0} stays as it was. Assign the result to something.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2002: a register with bits that act when 1 is written is written back as it was read.</summary>
    public static readonly DiagnosticDescriptor WriteBack = new(
        "VTD2002", "Write-back of what was read", "What was read from {0} is written back, and with it {1}, which act when 1 is written. Write what ToWrite() gives, and in it the bits that are meant.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2003: a read-only register is written.</summary>
    public static readonly DiagnosticDescriptor ReadOnly = new(
        "VTD2003", "Write to a read-only register", "{0} is read-only: this write does nothing",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2004: a write sets reserved bits.</summary>
    public static readonly DiagnosticDescriptor Reserved = new(
        "VTD2004", "Write sets reserved bits", "0x{1} sets reserved bits of {0}: 0x{2}. Write them as 0.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2005: a write-only register is read.</summary>
    public static readonly DiagnosticDescriptor WriteOnly = new(
        "VTD2005", "Read of a write-only register", "{0} is write-only: reads give 0. Read the register that shows its state, or remember what was written.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2006: an access does not exist in the register block.</summary>
    public static readonly DiagnosticDescriptor NoAccess = new(
        "VTD2006", "Access that the block does not have", "{0}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2007: a number has a generated name.</summary>
    public static readonly DiagnosticDescriptor Literal = new(
        "VTD2007", "Number that has a name", "{0} is {1}",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true);

    /// <summary>VTD2008: a descriptor breaks a rule of its fields.</summary>
    public static readonly DiagnosticDescriptor Unmet = new(
        "VTD2008", "Descriptor that contradicts itself", "This {0} breaks a rule of its fields: {1}. The device refuses it.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2009: a field does not exist with the given capabilities.</summary>
    public static readonly DiagnosticDescriptor Absent = new(
        "VTD2009", "Field that is not there", "{0} exists only if {1}, which the capabilities made here say is not so. Its bits are reserved then.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2010: an entry becomes present before it is complete.</summary>
    public static readonly DiagnosticDescriptor EarlyPresent = new(
        "VTD2010", "Present before it is complete", "{0} holds the present bit {1}, and is written before {2}. Write it last.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2011: a switch over codes has no arm for some of them.</summary>
    public static readonly DiagnosticDescriptor MissingCodes = new(
        "VTD2011", "Codes that no arm takes", "This switch over {0} has no arm for {1}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2012: a switch over codes has no arm for codes without a name.</summary>
    public static readonly DiagnosticDescriptor UnknownCodes = new(
        "VTD2012", "No arm for unknown codes", "This switch over {0} has no arm for codes that have no name. Hardware and guests can give any.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>VTD2013: an entry changes while it is present.</summary>
    public static readonly DiagnosticDescriptor PresentChange = new(
        "VTD2013", "Changed while present", "{0} of an entry that was found present are changed one after the other. Clear {1} first, and what the device has cached.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
