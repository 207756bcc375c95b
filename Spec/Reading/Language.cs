using Vtd.Spec.Reading.Keys;

namespace Vtd.Spec.Reading;

/// <summary>The keys of the language: what the reader reads by and what describes the language to others.</summary>
public static class Language
{
    /// <summary>The table of a file comes first.</summary>
    public static IReadOnlyList<KeyTable> Tables { get; } =
    [
        SpecKeys.Spec, RegisterKeys.Block, EnumKeys.Enum, EnumKeys.Code, RegisterKeys.Register, FieldKeys.RegisterField, FieldKeys.Field,
        FieldKeys.ReservedBits, DescriptorKeys.Queue, DescriptorKeys.Descriptor, DescriptorKeys.Entry, DescriptorKeys.Variant, TemplateKeys.Table,
    ];

    /// <summary>Keys of a file that an overlay cannot have: they are about the whole spec, or about declarations that it lacks.</summary>
    public static IReadOnlyList<string> NotInOverlay { get; } = ["document", "block", "queue"];

    /// <summary>Names of the tables that have a key, for telling an author where it belongs.</summary>
    internal static string TablesWith(string key)
    {
        var names = new List<string>();
        foreach (var table in Tables)
        {
            if (table.IndexOf(key) >= 0)
                names.Add(table.Name);
        }

        return string.Join(" and ", names);
    }
}
