using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>Finds registers and groups that have the name of another member of the register file, or of the type of their group.</summary>
/// <param name="taken">Names that no member can have, and why.</param>
/// <param name="haveAliases">Whether a block gives its registers aliases.</param>
internal sealed class MemberConflicts(IReadOnlyDictionary<string, string> taken, bool haveAliases)
{
    /// <summary>Lists the conflicts: the register or the group, and why it cannot be called so.</summary>
    public IEnumerable<(Declaration Item, string Why)> Find(IReadOnlyList<RegisterDeclaration> registers)
    {
        var groupsOf = registers.SelectMany(static register => GroupDeclaration.Around(register.Group)).Distinct().ToLookup(static group => group.Parent);
        var registersOf = registers.ToLookup(static register => register.Group);
        foreach (var scope in groupsOf.SelectMany(static groups => groups).Append(null))
        {
            var (own, inner) = (registersOf[scope], groupsOf[scope]);
            var members = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in taken)
                members.Add(name.Key, name.Value);
            foreach (var group in scope is null ? groupsOf.SelectMany(static groups => groups) : [scope])
                members[group.TypeName] = $"the group {group.Name.Value} gives a type of that name";
            var derived = new Dictionary<string, (Declaration Item, string Why)>(StringComparer.Ordinal);
            foreach (var (item, name, why) in own.SelectMany(DerivedOf).Concat(inner.SelectMany(DerivedOf)))
            {
                if (derived.TryGetValue(name, out var other) && other.Item.Name.Value != item.Name.Value)
                    yield return (item, $"it gives the member {name}, and {other.Why}");
                derived[name] = (item, why);
                members[name] = why;
            }

            foreach (var (item, name) in own.SelectMany(ElementsOf).Concat(inner.SelectMany(ElementsOf)))
            {
                if (members.TryGetValue(name, out var why))
                    yield return (item, $"the name of an element gives the member {name}, and {why}");
                else
                    AddElement(members, item, name);
            }

            var properties = new HashSet<string>(own.Select(static register => register.Member), StringComparer.Ordinal);
            foreach (var register in own)
            {
                if (members.TryGetValue(register.Member, out var why))
                    yield return (register, why);
            }

            foreach (var group in inner)
            {
                if (members.TryGetValue(group.Member, out var why))
                    yield return (group, why);
                else if (properties.Contains(group.Member))
                    yield return (group, "a register beside it has that name");
            }
        }
    }

    /// <summary>The members for the named elements of an array: <c>X_A</c>.</summary>
    private static IEnumerable<(Declaration Item, string Name)> ElementsOf(RegisterDeclaration register) =>
        register.Names.Select(name => ((Declaration)register, $"{RenamedMembers.PropertyOf(register.Member)}_{name.Value}"));

    /// <summary>The members for the named repetitions of a group: <c>X_A</c>.</summary>
    private static IEnumerable<(Declaration Item, string Name)> ElementsOf(GroupDeclaration group) =>
        group.Names.Select(name => ((Declaration)group, $"{RenamedMembers.PropertyOf(group.Member)}_{name.Value}"));

    private static void AddElement(Dictionary<string, string> members, Declaration item, string name)
    {
        members[name] = $"an element of {item.Name.Value} has that name";
        foreach (var (accessor, why) in AccessorsOf(name))
            members[accessor] = why;
    }

    /// <summary>The members that a register has beside the one of its name: an array <c>X</c> has <c>GetX</c>, <c>SetX</c> and <c>XCount</c>.</summary>
    private IEnumerable<(Declaration Item, string Name, string Why)> DerivedOf(RegisterDeclaration register)
    {
        var property = RenamedMembers.PropertyOf(register.Member);
        var aliases = haveAliases || register.Aliases is not null ? new[] { AliasKind.Set, AliasKind.Clear, AliasKind.Toggle } : [];
        string[] counts = register.Counts.Count switch
        {
            0 => [],
            1 => [property + "Count"],
            _ => [property + "RowCount", property + "ColumnCount"],
        };
        string[] array = counts.Length == 0 ? [] : [.. counts, "Get" + property, "Set" + property];
        string[] properties = counts.Length == 0 ? [property] : counts;
        return aliases.Select(kind => (property + kind, $"an alias of {register.Member} has that name in the driver"))
            .Concat(array.Select(member => (member, $"a member for the array {register.Member} has that name")))
            .Concat(properties.SelectMany(AccessorsOf))
            .Select(one => ((Declaration)register, one.Item1, one.Item2));
    }

    /// <summary>The members that a group has beside the one of its name: a driver has the number of repetitions.</summary>
    private static IEnumerable<(Declaration Item, string Name, string Why)> DerivedOf(GroupDeclaration group)
    {
        var property = RenamedMembers.PropertyOf(group.Member);
        var derived = AccessorsOf(property);
        if (group.Count is not null)
            derived = [.. derived, (property + "Count", $"a member for the group {group.Member} has that name"), .. AccessorsOf(property + "Count")];
        return derived.Select(one => ((Declaration)group, one.Name, one.Why));
    }

    private static IEnumerable<(string Name, string Why)> AccessorsOf(string property) =>
        new[] { "get_", "set_" }.Select(accessor => (accessor + property, $"an accessor of {property} has that name"));
}
