namespace Vtd.Spec.Reading;

/// <summary>A key of the language.</summary>
/// <param name="name">As written.</param>
/// <param name="shape">Form of its value.</param>
/// <param name="description">What it says, in one sentence.</param>
/// <param name="isRequired">Whether it must be there.</param>
public abstract class Key(string name, Shape shape, string description, bool isRequired)
{
    /// <summary>As written.</summary>
    public string Name { get; } = name;

    /// <summary>Form of its value.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>What it says, in one sentence.</summary>
    public string Description { get; } = description;

    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; } = isRequired;
}

/// <summary>The keys that a kind of mapping can have. The reader reads by it, and schema and reference are made from it.</summary>
/// <param name="name">As a sentence has it, for instance <c>a register</c>.</param>
/// <param name="keys">In the order in which an author writes them.</param>
public abstract class KeyTable(string name, IReadOnlyList<Key> keys)
{
    /// <summary>Most keys that a table can have: those seen are remembered in one integer.</summary>
    protected const int MostKeys = 32;

    /// <summary>As a sentence has it, for instance <c>a register</c>.</summary>
    public string Name { get; } = name;

    /// <summary>In the order in which an author writes them.</summary>
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

/// <summary>A key and how it changes what is being read. <typeparamref name="T"/> is always a class, so that all tables run the
/// same compiled code: this counts when a compiler loads the generator.</summary>
internal sealed class Key<T>(string name, Shape shape, string description, Func<Values, YamlNode, T, T> read, bool isRequired = false)
    : Key(name, shape, description, isRequired)
    where T : class
{
    public Func<Values, YamlNode, T, T> Read { get; } = read;
}

/// <summary>The keys of one kind of mapping, typed.</summary>
internal sealed class KeyTable<T>(string name, params Key<T>[] keys) : KeyTable(name, keys)
    where T : class
{
    public Key<T> this[int index] => keys[index];
}
