namespace Vtd.Spec.Model;

/// <summary>The parts of the C# code of a spec that a project asks for.</summary>
[Flags]
public enum GeneratedParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Types of registers, entries, descriptors, enums and capabilities. All other parts need them.</summary>
    Types = 1,

    /// <summary>The register file: the registers as the device has them.</summary>
    RegisterFile = Types | 1 << 1,

    /// <summary>The dispatchers of queues.</summary>
    Dispatchers = Types | 1 << 2,

    /// <summary>The registers as a driver accesses them, over a bus.</summary>
    Driver = Types | 1 << 3,

    /// <summary>The parts of a project that asks for none.</summary>
    Default = RegisterFile | Dispatchers,
}

/// <summary>The parts as a project writes them.</summary>
public static class GeneratedPartWords
{
    private static readonly char[] s_separators = [';', ','];

    /// <summary>The words, for messages.</summary>
    public const string All = "Types, RegisterFile, Dispatchers and Driver";

    /// <summary>Whether a part is among the parts.</summary>
    public static bool Has(this GeneratedParts parts, GeneratedParts part) => (parts & part) == part;

    /// <summary>Reads a list of words, in any case, separated by commas or semicolons.</summary>
    /// <param name="words">The list; null or empty for the default.</param>
    /// <param name="unknown">The first word that names no part; null if there is none.</param>
    /// <returns>The parts; the default if a word is unknown.</returns>
    public static GeneratedParts Parse(string? words, out string? unknown)
    {
        var parts = GeneratedParts.None;
        unknown = null;
        foreach (var item in (words ?? "").Split(s_separators))
        {
            var word = item.Trim();
            if (word.Length == 0)
                continue;
            var part = PartOf(word);
            if (part == GeneratedParts.None)
                unknown ??= word;
            parts |= part;
        }

        return unknown is null && parts != GeneratedParts.None ? parts : GeneratedParts.Default;
    }

    private static GeneratedParts PartOf(string word) => word.ToUpperInvariant() switch
    {
        "TYPES" => GeneratedParts.Types,
        "REGISTERFILE" => GeneratedParts.RegisterFile,
        "DISPATCHERS" => GeneratedParts.Dispatchers,
        "DRIVER" => GeneratedParts.Driver,
        _ => GeneratedParts.None,
    };
}
