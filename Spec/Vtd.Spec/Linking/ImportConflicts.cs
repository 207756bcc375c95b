using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Imports that give no names: of a spec that is not there, of the spec itself, and in a circle.</summary>
internal sealed class ImportConflicts
{
    private readonly IReadOnlyDictionary<string, List<SpecFile>> _specs;
    private readonly Dictionary<string, List<Located<string>>> _imports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Conflict>> _conflicts = new(StringComparer.Ordinal);

    /// <param name="specs">The files of each spec, in order of path.</param>
    public ImportConflicts(IReadOnlyDictionary<string, List<SpecFile>> specs)
    {
        _specs = specs;
        foreach (var spec in specs)
        {
            _imports[spec.Key] = [.. spec.Value.SelectMany(static file => file.Imports)
                .GroupBy(static import => import.Value, StringComparer.Ordinal)
                .Select(static import => import.First())
                .OrderBy(static import => import.Value, StringComparer.Ordinal)];
            _conflicts[spec.Key] = [];
        }

        foreach (var spec in specs.Keys)
            RefuseUnknown(spec);
        RefuseCircles();
    }

    /// <summary>Adds to the names of a spec those of the specs that it imports, and what is wrong with the imports.</summary>
    public SymbolTable AddTo(SymbolTable table)
    {
        var conflicts = _conflicts[table.Name];
        return table with
        {
            Imports = _imports[table.Name].Select(static import => import.Value).ToEquatableArray(),
            Conflicts = table.Conflicts.Concat(conflicts).ToEquatableArray(),
            IsComplete = table.IsComplete && conflicts.Count == 0,
        };
    }

    /// <summary>Orders specs so that each comes after those that it imports.</summary>
    public IEnumerable<string> InOrder { get; private set; } = [];

    private void RefuseUnknown(string spec)
    {
        foreach (var import in _imports[spec].ToList())
        {
            if (import.Value == spec)
            {
                Refuse(spec, import, NameRules.SelfImport, $"{spec} has its own names without importing itself. Remove it from the list.");
            }
            else if (!_specs.ContainsKey(import.Value))
            {
                var nearest = Spelling.Nearest(import.Value, _specs.Keys.Where(name => name != spec)) is { } near ? $" Did you mean '{near}'?" : "";
                Refuse(spec, import, NameRules.UnknownSpec, $"No file here belongs to the spec '{import.Value}'. Add its files, or the package or the project that has them.{nearest}");
            }
        }
    }

    /// <summary>Walks the imports in order of name; the one that leads back to where the walk came from is refused.</summary>
    private void RefuseCircles()
    {
        var order = new List<string>();
        var isOpen = new Dictionary<string, bool>(StringComparer.Ordinal);
        var path = new Stack<(string Spec, Queue<Located<string>> Imports)>();
        foreach (var start in _specs.Keys.OrderBy(static name => name, StringComparer.Ordinal))
        {
            if (!isOpen.ContainsKey(start))
                Enter(start);
            while (path.Count > 0)
            {
                var (spec, rest) = path.Peek();
                if (rest.Count == 0)
                {
                    path.Pop();
                    isOpen[spec] = false;
                    order.Add(spec);
                    continue;
                }

                var import = rest.Dequeue();
                if (!isOpen.TryGetValue(import.Value, out var isCircle))
                    Enter(import.Value);
                else if (isCircle)
                    Refuse(spec, import, NameRules.ImportCircle, $"{spec} imports itself, by way of '{import.Value}'. Move what both need into a spec of its own, and import that.");
            }
        }

        InOrder = order;

        void Enter(string spec)
        {
            isOpen.Add(spec, true);
            path.Push((spec, new(_imports[spec])));
        }
    }

    private void Refuse(string spec, Located<string> import, Rule rule, string message)
    {
        _imports[spec].Remove(import);
        var file = _specs[spec].Find(file => file.Imports.Contains(import.Value))!;
        _conflicts[spec].Add(new Conflict(file.Path, null, import.Value, ConflictSite.Name, rule, message));
    }
}
