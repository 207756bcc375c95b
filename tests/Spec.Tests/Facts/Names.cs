namespace Vtd.Spec.Tests.Facts;

/// <summary>What the spec calls the codes that the facts have other names for.</summary>
internal sealed class Names
{
    private readonly Dictionary<(string Where, string Name), string> _names =
        Csv.Read("names.csv").ToDictionary(row => (row["where"], row["facts"]), row => row["spec"]);

    private readonly HashSet<(string Where, string Name)> _unused;

    public Names() => _unused = [.. _names.Keys];

    /// <summary>Names that the facts do not have, or not there.</summary>
    public IEnumerable<string> Unused => _unused.Select(key => $"{key.Where} {key.Name}".Trim());

    /// <param name="where">Which table and code it is, for names that several codes share.</param>
    /// <param name="name">The name in the facts; empty for a reserved code.</param>
    public string Of(string where, string name) => Find((where, name)) ?? Find(("", name)) ?? name;

    private string? Find((string Where, string Name) key)
    {
        _unused.Remove(key);
        return _names.GetValueOrDefault(key);
    }
}
