namespace Vtd.Spec.Checks;

/// <summary>Names that generated code needs itself. GeneratedNameTests of the generator try every name of generated code as a name in a spec: one that
/// is missing here gives code that does not compile.</summary>
public static class ReservedNames
{
    /// <summary>Members of the generated types that a property of the same name would repeat or hide.</summary>
    public static readonly HashSet<string> FieldMembers = new(StringComparer.Ordinal)
    {
        "Value", "Offset", "Width", "ResetValue", "Masks", "Shifts", "Write", "ToWrite", "Qwords", "SizeInBytes", "Read", "CopyTo",
        "ReservedBits", "HasAny", "TypeCode", "ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals",
        "Finalize", "op_Equality", "op_Inequality",
    };

    /// <summary>Members of the register file, where every register is a property, and of the capabilities, where every given register is one.</summary>
    public static readonly HashSet<string> RegisterFileMembers = new(StringComparer.Ordinal)
    {
        "Read", "Write", "Reset", "Size", "ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "Finalize",

        // The type parameter of drivers, in which every register is a member as well.
        "TBus",

        // Members of the capabilities, in which every given register is a property.
        "FindUnmetConditions", "PrintMembers", "op_Equality", "op_Inequality",
    };

    /// <summary>Members of the types of registers and entries, which cannot be named like them.</summary>
    public static readonly HashSet<string> ValueTypeMembers = new(StringComparer.Ordinal)
    {
        "Masks", "ToString", "Equals", "GetHashCode",
    };

    /// <summary>Members of the types of registers, and types in the register file, which hide those of registers there.</summary>
    public static readonly HashSet<string> RegisterTypeMembers = new(StringComparer.Ordinal)
    {
        "Offset", "Width", "Write", "ToWrite",

        // Types inside the register file, which hide those of registers there.
        "Cell", "AccessPart", "RegisterId", "WriteAlias",

        // The type parameter of drivers.
        "TBus",
    };

    /// <summary>Members of the types of registers of at most 64 bits.</summary>
    public static readonly HashSet<string> NarrowRegisterMembers = new(StringComparer.Ordinal) { "Value", "ResetValue" };

    /// <summary>Whether a name is that of 64 bits of a register, an entry or a descriptor, such as <c>Qword0</c>, or of their value after reset.</summary>
    public static bool IsOfQword(string name)
    {
        var number = name.StartsWith("Qword", StringComparison.Ordinal) ? name.Substring("Qword".Length)
            : name.StartsWith("ResetQword", StringComparison.Ordinal) ? name.Substring("ResetQword".Length)
            : "";
        return number.Length > 0 && number.All(static digit => digit is >= '0' and <= '9');
    }

    /// <summary>Members of the types of entries and descriptors.</summary>
    public static readonly HashSet<string> EntryMembers = new(StringComparer.Ordinal)
    {
        "SizeInBytes", "Shifts", "Qwords", "Read", "CopyTo", "ReservedBits", "HasAny", "Check",
    };

    /// <summary>Members of the type that has the addresses of the instances of a block.</summary>
    public static readonly HashSet<string> InstanceMembers = new(StringComparer.Ordinal)
    {
        "ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "Finalize",
    };

    /// <summary>Members of the types that describe the codes of an enum.</summary>
    public static readonly HashSet<string> EnumInfoMembers = new(StringComparer.Ordinal)
    {
        "Describe", "Mnemonic", "ToString", "Equals", "GetHashCode",
    };

    /// <summary>Names that a spec may use although generated types need them: the property is called differently.</summary>
    public static readonly HashSet<string> Renamed = new(StringComparer.Ordinal)
    {
        // members of register files
        "AccessPart", "AliasesOf", "BlockSize", "Call", "CallAfterRead", "CallBeforeRead", "Cell", "Check", "Complete", "Find", "Get", "Get16", "Get32", "Get64", "Get8", "GroupOf", "IsGuarded", "IsLegal", "IsSelected", "Locate", "NameOf", "NotReached", "PartAt", "Peek",
        "Place", "PlaceArray", "PlaceRows", "Read", "Reading", "RegisterId", "Registers", "Reset", "Restore", "Rows", "Save", "Set", "SetEffects", "SetMasks", "Size",
        "StateSize", "Store", "Take", "WordOf", "Write", "WriteAlias", "WriteParts",

        // what an accessor calls its value and its backing field, the operator that methods name their parameters with, and what no record may have
        "field", "value", "nameof", "Clone",
    };

    /// <summary>Types that exist once for each project and that those of registers and entries use by name.</summary>
    public static IReadOnlyList<string> TypesUsedByValues { get; } = ["FieldBits", "FieldLayout", "FieldText", "EntryFault"];

    /// <summary>Types that exist once for each project and that those of register files use by name.</summary>
    public static IReadOnlyList<string> TypesUsedByRegisterFiles { get; } =
    [
        .. TypesUsedByValues, "RegisterAccess", "RegisterEffects", "RegisterFile", "RegisterInfo", "RegisterMasks", "RegisterPlace", "WrittenBytes",
    ];

    /// <summary>Types that exist once for each project and that those of drivers use by name.</summary>
    public static IReadOnlyList<string> TypesUsedByDrivers { get; } =
    [
        .. TypesUsedByValues, "ComputedOffset", "IRegisterBus", "MappedRegisters", "NarrowBus", "ReadOnlyRegister", "ReadWriteRegister", "RegisterBytes", "RegisterPlace", "RegisterTransfer", "WriteOnlyRegister",
    ];

    /// <summary>The exception of drivers that access a register file.</summary>
    public const string AccessException = "RegisterAccessException";

    /// <summary>Types that exist once for each project and that those of all specs use by name.</summary>
    public static IReadOnlyList<string> CommonTypes { get; } = [.. TypesUsedByRegisterFiles.Union(TypesUsedByDrivers), AccessException];

    /// <summary>Lists the types that a spec cannot declare: those that exist once for each spec, and those of the project that they use.</summary>
    public static IEnumerable<string> TypesOf(string spec) => CommonTypes.Append(CapabilitiesOf(spec)).Concat(TypesOfBlock(spec));

    /// <summary>Lists the types of a block.</summary>
    /// <param name="prefix">Name of the spec, followed by that of a block with a name.</param>
    public static string[] TypesOfBlock(string prefix) =>
        [RegisterFileOf(prefix), $"{prefix}RegisterHandler", $"I{prefix}RegisterHandler", DriverOf(prefix), $"{prefix}RegisterFileBus"];

    /// <summary>The type that has the registers of a block as a device and its software access them.</summary>
    public static string RegisterFileOf(string prefix) => $"{prefix}RegisterFile";

    /// <summary>The type that has the addresses of the instances of a block.</summary>
    public static string InstancesOf(string prefix) => $"{prefix}Instances";

    /// <summary>The type of the capabilities of a spec, and the name by which those of another spec that imports it have them.</summary>
    public static string CapabilitiesOf(string spec) => $"{spec}Capabilities";

    /// <summary>The type that has the registers of a block as a driver accesses them.</summary>
    public static string DriverOf(string prefix) => $"{prefix}Registers";

    /// <summary>Lists the types that register files and drivers use by name.</summary>
    /// <param name="spec">Name of the spec.</param>
    /// <param name="prefixes">The prefixes of the type names of its blocks.</param>
    public static IEnumerable<string> TypesUsedByBlocks(string spec, IEnumerable<string> prefixes) =>
        CommonTypes.Append(CapabilitiesOf(spec)).Concat(prefixes.SelectMany(static prefix => new[] { RegisterFileOf(prefix), DriverOf(prefix) }));
}
