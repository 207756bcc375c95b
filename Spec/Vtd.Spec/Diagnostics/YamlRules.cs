namespace Vtd.Spec.Diagnostics;

/// <summary>The file as such: VTD00xx.</summary>
internal static class YamlRules
{
    public static readonly Rule NotYaml = new("VTD0001", "Not YAML");
    public static readonly Rule Character = new("VTD0002", "Character that is not allowed");
    public static readonly Rule Feature = new("VTD0003", "YAML feature that the language does not use");
    public static readonly Rule TooDeep = new("VTD0004", "Nested too deep");
    public static readonly Rule TooLong = new("VTD0005", "File too long");
    public static readonly Rule Encoding = new("VTD0006", "Not UTF-8");

    public static readonly Rule[] All = [NotYaml, Character, Feature, TooDeep, TooLong, Encoding];
}
