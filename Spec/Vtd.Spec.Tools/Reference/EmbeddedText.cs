namespace Vtd.Spec.Tools.Reference;

/// <summary>Texts that are built into the command.</summary>
internal static class EmbeddedText
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(EmbeddedText).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"no text {name}"));
        return reader.ReadToEnd();
    }

    /// <summary>Names of those that start with a prefix, in order.</summary>
    public static IEnumerable<string> Names(string prefix) =>
        typeof(EmbeddedText).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
