using Vtd.Spec.Checks;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>The types of one spec: gives registers and enums names whose types differ from each other and from those that generated code needs.</summary>
/// <param name="spec">Name of the spec.</param>
internal sealed class ImportedTypes(string spec)
{
    private readonly HashSet<string> _taken =
    [
        .. ReservedNames.TypesOf(spec), .. ReservedNames.TypesUsedByValues, .. ReservedNames.ValueTypeMembers, .. ReservedNames.RegisterTypeMembers,
        .. ReservedNames.NarrowRegisterMembers, .. ReservedNames.EnumInfoMembers,
    ];

    private readonly HashSet<string> _usedByRegisterFile = [.. ReservedNames.TypesUsedByBlocks(spec, [spec])];

    // Members of the register file, which neither another register nor an enum can be called.
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    private readonly HashSet<(string Group, string Member)> _membersOfGroups = [];
    private readonly HashSet<string> _memberNames = new(StringComparer.Ordinal);

    // A field cannot have the name of an enum that is not its own.
    private readonly HashSet<string> _enums = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);

    private readonly NumberedNames _registerNumbers = new("_REG");
    private readonly NumberedNames _enumNumbers = new();

    /// <summary>The mnemonic of a register.</summary>
    /// <param name="name">Name in the source file.</param>
    /// <param name="isArray">Whether the register is an array, for which the register file has other members.</param>
    /// <param name="elements">Names of its elements, for which it has a member each.</param>
    public string OfRegister(string name, bool isArray, EquatableArray<string> elements) =>
        _registerNumbers.Take(ImportNames.Mnemonic(name, 'R'), candidate => TryTakeRegister(candidate, isArray, elements));

    /// <summary>The name of a group; null if it cannot have one of its own.</summary>
    /// <param name="group">The group, with its name in the source file.</param>
    public string? OfGroup(ImportedGroup group)
    {
        var name = ImportNames.Mnemonic(group.Name, 'G');
        string[] members = [name, name + "Count", TypeNames.OfGroup(name), .. ElementsOf(name, group.Array?.Names ?? default)];
        if (_usedByRegisterFile.Contains(name) || Array.Exists(members, _members.Contains) || !_taken.Add(TypeNames.OfGroup(name)))
            return null;
        _members.UnionWith(members);
        return name;
    }

    /// <summary>Whether a register can be a member of a group. Its name in the group is then taken.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="register">Mnemonic of the register.</param>
    /// <param name="array">The elements that the register has in the group; null for one.</param>
    public bool TryTakeMember(string group, string register, ImportedArray? array)
    {
        if (!register.StartsWith(group + "_", StringComparison.Ordinal))
            return false;
        var name = register[(group.Length + 1)..];
        string[] members = array is null ? [name] : MembersOf(name, array.Names);
        if (name.Length == 0 || ImportNames.Mnemonic(name, 'R') != name || name == TypeNames.OfGroup(group) || _usedByRegisterFile.Contains(name)
            || Array.Exists(members, member => _membersOfGroups.Contains((group, member))))
        {
            return false;
        }

        _membersOfGroups.UnionWith(members.Select(member => (group, member)));
        _memberNames.Add(name);
        return true;
    }

    /// <summary>The name of an enum.</summary>
    /// <param name="name">Name in the source file.</param>
    public string OfEnum(string name) => _enumNumbers.Take(ImportNames.Pascal(name, 'E'), TryTakeEnum);

    /// <summary>The mnemonic of a field.</summary>
    /// <param name="name">Name in the source file.</param>
    /// <param name="taken">Names in the register; that of the field is added.</param>
    public string OfField(string name, HashSet<string> taken)
    {
        var wanted = ImportNames.Mnemonic(name, 'F');
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? wanted : wanted + number;
            if (!_enums.Contains(candidate) && taken.Add(candidate))
            {
                _fields.Add(candidate);
                return candidate;
            }
        }
    }

    private static string[] MembersOf(string array, EquatableArray<string> elements) =>
        [array, "Get" + array, "Set" + array, array + "Count", array + "RowCount", array + "ColumnCount", .. ElementsOf(array, elements)];

    private static IEnumerable<string> ElementsOf(string array, EquatableArray<string> elements) => elements.Select(element => $"{array}_{element}");

    private bool TryTakeRegister(string name, bool isArray, EquatableArray<string> elements)
    {
        string[] members = isArray ? MembersOf(name, elements) : [name];
        if (_usedByRegisterFile.Contains(name) || Array.Exists(members, _members.Contains) || !_taken.Add(TypeNames.OfMnemonic(name)))
            return false;
        _members.UnionWith(members);
        return true;
    }

    // The type with the meanings of the codes has a name as well.
    private bool TryTakeEnum(string name)
    {
        var info = name + "Info";
        if (_fields.Contains(name) || _members.Contains(name) || _memberNames.Contains(name) || _taken.Contains(info) || !_taken.Add(name))
            return false;
        _taken.Add(info);
        return _enums.Add(name);
    }
}
