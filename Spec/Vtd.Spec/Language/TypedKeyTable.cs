using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language;

/// <summary>A key and how it changes what is being read. <typeparamref name="T"/> is always a class, so that all tables run the
/// same compiled code: this counts when a compiler loads the generator.</summary>
internal sealed class Key<T>(string name, Shape shape, string description, Func<ValueReader, YamlNode, T, T> read, bool isRequired = false)
    : Key(name, shape, description, isRequired)
    where T : class
{
    public Func<ValueReader, YamlNode, T, T> Read { get; } = read;
}

/// <summary>The keys of one kind of mapping, typed.</summary>
internal sealed class KeyTable<T>(string name, params Key<T>[] keys) : KeyTable(name, keys)
    where T : class
{
    public Key<T> this[int index] => keys[index];
}
