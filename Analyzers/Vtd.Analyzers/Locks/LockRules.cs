using Microsoft.CodeAnalysis;

namespace Vtd.Analyzers.Locks;

/// <summary>Rules about locks: VTD21xx.</summary>
public static class LockRules
{
    private const string Category = "Vtd.Locks";

    // Calls through other members are known only when all of the project is.
    private static readonly string[] s_atEnd = [WellKnownDiagnosticTags.CompilationEnd];

    /// <summary>VTD2101: a member that needs a lock is called without the lock.</summary>
    public static readonly DiagnosticDescriptor NotHeld = new(
        "VTD2101", "Called without the lock", "{0} needs the {1}, which is not held here. Take it, or mark {2} as requiring it.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, customTags: s_atEnd);

    /// <summary>VTD2102: a member that must not be called under a lock is called under the lock.</summary>
    public static readonly DiagnosticDescriptor Held = new(
        "VTD2102", "Called under the lock", "{0} must not be called with the {1} held{2}. Collect what is to be done and do it after the lock is released.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, customTags: s_atEnd);

    /// <summary>VTD2103: the name of a member contradicts its mark.</summary>
    public static readonly DiagnosticDescriptor Name = new(
        "VTD2103", "Name against the mark", "{0}", Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
