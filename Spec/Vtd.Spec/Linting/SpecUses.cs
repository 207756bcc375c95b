using System.Collections.Immutable;
using Vtd.Spec.Declarations;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linting;

/// <summary>Uses of enums and templates in the files of one spec, as far as lint rules ask. Without positions, so that most edits leave it equal.</summary>
/// <param name="Spec">Name of the spec.</param>
/// <param name="Enums">Enums of fields, sorted.</param>
/// <param name="OpenEnums">The enums of fields that may hold any value, sorted.</param>
/// <param name="Templates">The templates in use, by kind and name, sorted.</param>
/// <param name="IsWhole">No file and no declaration was reported, and no other spec is meant to use what is here: what is not used here is not used.</param>
public sealed record SpecUses(string Spec, EquatableArray<string> Enums, EquatableArray<string> OpenEnums, EquatableArray<string> Templates, bool IsWhole)
{
    /// <summary>Whether there are registers, descriptors or entries. A spec without them is there for others that import it.</summary>
    public bool HasDeclarations { get; init; }

    /// <summary>Collects from files of any number of specs.</summary>
    /// <param name="files">As read: what was composed no longer says what it is made of.</param>
    public static EquatableArray<SpecUses> Of(IEnumerable<SpecFile> files)
    {
        var specs = new SortedDictionary<string, Collector>(StringComparer.Ordinal);
        var imported = new HashSet<string>(StringComparer.Ordinal);
        var isEveryFileKnown = true;
        foreach (var file in files)
        {
            if (file.Spec is not { } spec)
            {
                isEveryFileKnown = false;
                continue;
            }

            if (!specs.TryGetValue(spec.Value, out var collector))
                specs.Add(spec.Value, collector = new Collector());
            collector.Add(file);
            imported.UnionWith(file.Imports.Values());
        }

        var uses = ImmutableArray.CreateBuilder<SpecUses>(specs.Count);
        foreach (var spec in specs)
            uses.Add(spec.Value.Build(spec.Key, isEveryFileKnown && !imported.Contains(spec.Key)));
        return new EquatableArray<SpecUses>(uses.MoveToImmutable());
    }

    /// <summary>The key of a template in <see cref="Templates"/>.</summary>
    internal static string KeyOf(UnitKind kind, string template) => $"{kind} {template}";

    internal static SpecUses? Find(EquatableArray<SpecUses> uses, string spec)
    {
        foreach (var item in uses)
        {
            if (string.Equals(item.Spec, spec, StringComparison.Ordinal))
                return item;
        }

        return null;
    }

    private sealed class Collector
    {
        private readonly SortedSet<string> _enums = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _open = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _templates = new(StringComparer.Ordinal);
        private bool _isWhole = true;
        private bool _hasDeclarations;

        public void Add(SpecFile file)
        {
            _isWhole &= file.IsComplete;
            _hasDeclarations |= file.Registers.Count + file.Descriptors.Count + file.Entries.Count > 0;
            foreach (var item in file.Registers)
                Add(UnitKind.Register, item);
            foreach (var item in file.Descriptors)
                Add(UnitKind.Descriptor, item);
            foreach (var item in file.Entries)
                Add(UnitKind.Entry, item);
            foreach (var part in file.Templates.Concat(file.Patches))
                Add(part.Kind, part.Item);
        }

        public SpecUses Build(string spec, bool areUsesKnown) => new(
            spec, _enums.ToEquatableArray(), _open.ToEquatableArray(), _templates.ToEquatableArray(), _isWhole && areUsesKnown) { HasDeclarations = _hasDeclarations };

        private void Add(UnitKind kind, Declaration item)
        {
            _isWhole &= !item.IsBroken;
            if (item.Like is { } like)
                _templates.Add(KeyOf(kind, like.Value));
            foreach (var field in FieldsOf(item))
            {
                if (field.Enum is not { } name)
                    continue;
                _enums.Add(name.Value);
                if (field.Legal.Count == 0)
                    _open.Add(name.Value);

                // Legal values have the codes of reads.
                if (field.WriteEnum is not { } written)
                    continue;
                _enums.Add(written.Value);
                _open.Add(written.Value);
            }
        }

        private static EquatableArray<FieldDeclaration> FieldsOf(Declaration item) => item switch
        {
            RegisterDeclaration register => register.Fields,
            DescriptorDeclaration descriptor => descriptor.Fields,
            EntryDeclaration entry => entry.Fields,
            _ => default,
        };
    }
}
