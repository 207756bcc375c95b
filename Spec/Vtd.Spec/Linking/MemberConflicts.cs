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
            foreach (var register in own)
                AddDerived(members, register);
            foreach (var group in inner)
                AddDerived(members, group);

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
        AddAccessors(members, name);
    }

    /// <summary>Adds the members that a register has beside the one of its name: an array <c>X</c> has <c>GetX</c>, <c>SetX</c> and <c>XCount</c>.</summary>
    private void AddDerived(Dictionary<string, string> members, RegisterDeclaration register)
    {
        var property = RenamedMembers.PropertyOf(register.Member);
        foreach (var kind in haveAliases || register.Aliases is not null ? new[] { AliasKind.Set, AliasKind.Clear, AliasKind.Toggle } : [])
            members[property + kind] = $"an alias of {register.Member} has that name in the driver";
        if (register.Counts.Count == 0)
        {
            AddAccessors(members, property);
            return;
        }

        string[] counts = register.Counts.Count == 1 ? [property + "Count"] : [property + "RowCount", property + "ColumnCount"];
        foreach (var member in counts.Concat(["Get" + property, "Set" + property]))
            members[member] = $"a member for the array {register.Member} has that name";
        foreach (var count in counts)
            AddAccessors(members, count);
    }

    /// <summary>Adds the members that a group has beside the one of its name: a driver has the number of repetitions.</summary>
    private static void AddDerived(Dictionary<string, string> members, GroupDeclaration group)
    {
        var property = RenamedMembers.PropertyOf(group.Member);
        AddAccessors(members, property);
        if (group.Count is null)
            return;
        members[property + "Count"] = $"a member for the group {group.Member} has that name";
        AddAccessors(members, property + "Count");
    }

    private static void AddAccessors(Dictionary<string, string> members, string property) =>
        members["get_" + property] = members["set_" + property] = $"an accessor of {property} has that name";
}
