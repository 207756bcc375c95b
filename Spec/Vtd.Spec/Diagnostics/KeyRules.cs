namespace Vtd.Spec.Diagnostics;

/// <summary>Keys and the form of their values: VTD01xx.</summary>
internal static class KeyRules
{
    public static readonly Rule Unknown = new("VTD0101", "Unknown key");
    public static readonly Rule Misplaced = new("VTD0102", "Key in the wrong place");
    public static readonly Rule Missing = new("VTD0103", "Missing key");
    public static readonly Rule Repeated = new("VTD0104", "Key written twice");
    public static readonly Rule WrongKind = new("VTD0105", "Wrong kind of value");
    public static readonly Rule NotANumber = new("VTD0106", "Not a number");
    public static readonly Rule OutOfRange = new("VTD0107", "Number out of range");
    public static readonly Rule NotAPowerOfTwo = new("VTD0108", "Not a power of two");
    public static readonly Rule UnknownWord = new("VTD0109", "Unknown word");
    public static readonly Rule UnknownAccess = new("VTD0110", "Unknown access word");
    public static readonly Rule NotAName = new("VTD0111", "Not a name");
    public static readonly Rule Unquoted = new("VTD0112", "Section without quotes");
    public static readonly Rule Empty = new("VTD0113", "Empty value");
    public static readonly Rule ListedTwice = new("VTD0114", "Listed twice");
    public static readonly Rule NotAscending = new("VTD0115", "Sizes not ascending");

    public static readonly Rule[] All =
    [
        Unknown, Misplaced, Missing, Repeated, WrongKind, NotANumber, OutOfRange, NotAPowerOfTwo, UnknownWord, UnknownAccess,
        NotAName, Unquoted, Empty, ListedTwice, NotAscending,
    ];
}
