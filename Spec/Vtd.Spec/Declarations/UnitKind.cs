namespace Vtd.Spec.Declarations;

/// <summary>Kinds of declarations.</summary>
public enum UnitKind
{
    /// <summary>The register block.</summary>
    Block,

    /// <summary>An enum.</summary>
    Enum,

    /// <summary>A register.</summary>
    Register,

    /// <summary>A group of registers.</summary>
    Group,

    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A descriptor.</summary>
    Descriptor,

    /// <summary>An entry.</summary>
    Entry,
}
