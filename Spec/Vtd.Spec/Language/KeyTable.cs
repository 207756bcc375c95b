namespace Vtd.Spec.Language;

/// <summary>The keys that a kind of mapping can have. The reader reads by it, and schema and reference are made from it.</summary>
/// <param name="name">As a sentence has it, for instance <c>a register</c>.</param>
/// <param name="keys">In the order in which an author writes them.</param>
public abstract class KeyTable(string name, IReadOnlyList<Key> keys)
{
    /// <summary>Most keys that a table can have: those seen are remembered in one integer.</summary>
    protected const int MostKeys = 32;

    /// <summary>The name of the table as it reads in a sentence, for instance <c>a register</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The keys, in the order in which an author writes them.</summary>
    public IReadOnlyList<Key> Keys { get; } = keys.Count <= MostKeys ? keys : throw new ArgumentException("too many keys", nameof(keys));

    internal int IndexOf(string name)
    {
        for (var i = 0; i < Keys.Count; i++)
        {
            if (string.Equals(Keys[i].Name, name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
