namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Texts of components.</summary>
internal static class RdlProse
{
    /// <summary>What a name for people and a description say together.</summary>
    public static string? Meaning(string? name, string? description) =>
        name is null || description?.StartsWith(name, StringComparison.OrdinalIgnoreCase) == true ? description
        : description is null ? name
        : $"{name.TrimEnd('.')}. {description}";
}
