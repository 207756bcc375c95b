namespace Vtd.Codegen.Contract;

/// <summary>Names by which analyzers recognize generated types and members. The generator writes them; the analyzers compile this file, too, and
/// look for them, also in assemblies that they have only metadata of.</summary>
internal static class LayoutContract
{
    /// <summary>The tool that the attribute GeneratedCode names.</summary>
    public const string Tool = "Vtd.Codegen";

    // Attributes of the type "…Layout", without the word Attribute.

    /// <summary>Lists the fields of a type, each as a <see cref="FieldLayout"/>.</summary>
    public const string Fields = "Fields";

    /// <summary>Lists the sizes of accesses that a register file takes.</summary>
    public const string Sizes = "Sizes";

    /// <summary>Marks a register whose most significant byte has the lowest address.</summary>
    public const string BigEndian = "BigEndian";

    /// <summary>States a condition that every descriptor meets.</summary>
    public const string Require = "Require";

    /// <summary>States the condition with which a field exists.</summary>
    public const string Gate = "Gate";

    // Types inside a generated type.

    /// <summary>Masks of the fields.</summary>
    public const string Masks = "Masks";

    // Members.

    /// <summary>Offset of a register.</summary>
    public const string Offset = "Offset";

    /// <summary>Size of an entry; registers have none.</summary>
    public const string SizeInBytes = "SizeInBytes";

    /// <summary>Type code of a descriptor.</summary>
    public const string TypeCode = "TypeCode";

    /// <summary>Type code of the bytes of a descriptor; only dispatchers have this method.</summary>
    public const string TypeOf = "TypeOf";

    /// <summary>Decodes a descriptor and calls its handler.</summary>
    public const string Dispatch = "Dispatch";

    /// <summary>Reads a register of a register file, or an entry from bytes.</summary>
    public const string Read = "Read";

    /// <summary>Writes a register of a register file; also the type of the value that software writes to a register.</summary>
    public const string Write = "Write";

    // Parameters of Read and Write of register files.

    /// <summary>Offset of an access.</summary>
    public const string OffsetParameter = "offset";

    /// <summary>Size of an access in bytes.</summary>
    public const string SizeParameter = "size";

    /// <summary>Value of a write.</summary>
    public const string ValueParameter = "value";
}
