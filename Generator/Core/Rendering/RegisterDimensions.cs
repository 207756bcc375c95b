using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The dimensions of a register in generated code: those of the groups around it, then its own.</summary>
internal sealed class RegisterDimensions(LinkedRegister register, ExpressionWriter expressions)
{
    private static readonly string[][] s_indexes = [[], ["index"], ["row", "column"]];
    private static readonly string[][] s_counts = [[], ["Count"], ["RowCount", "ColumnCount"]];
    private static readonly string[][] s_locals = [[], ["countOf"], ["rowsOf", "columnsOf"]];

    private readonly LinkedDimension[] _own = [.. register.Dimensions.Skip(register.Group?.Depth ?? 0)];
    private readonly LinkedGroup[] _groups = register.Group is null ? [] : [.. register.Group.Around.Reverse().Where(static group => group.IsRepeated)];
    private readonly string _name = MemberNames.Of(register.Member, "");

    /// <summary>Whether the groups around it are repeated.</summary>
    public bool IsInherited => _groups.Length > 0;

    /// <summary>Whether it is an array in its group.</summary>
    public bool IsOwn => _own.Length > 0;

    /// <summary>Whether one number tells an element from the others, and is its own.</summary>
    public bool IsPlainArray => !IsInherited && _own.Length == 1;

    /// <summary>The parameters that tell its own elements apart.</summary>
    public string[] OwnIndexes => s_indexes[_own.Length];

    /// <summary>The members with the numbers of its own elements.</summary>
    public string[] OwnCounts => [.. s_counts[_own.Length].Select(suffix => _name + suffix)];

    /// <summary>The members for its own elements that have names.</summary>
    public ScriptArray OwnElements() => _own is [var only] ? ElementsOf(_name, only) : [];

    /// <summary>The members for the named elements of a dimension.</summary>
    /// <param name="member">The member that has all elements.</param>
    /// <param name="dimension">The dimension.</param>
    public static ScriptArray ElementsOf(string member, LinkedDimension dimension) => new(dimension.Names.Select((name, index) => new ScriptObject
    {
        ["member"] = $"{member}_{name}",
        ["name"] = name,
        ["index"] = CSharp.Decimal(index),
    }));

    /// <summary>The parameters of a handler that tell elements apart. A single one needs no other name.</summary>
    public string[] Indexes => register.Dimensions.Count == 1 ? ["index"] : [.. _groups.Select(static group => IndexOf(group)), .. OwnIndexes];

    /// <summary>The variables and fields with the numbers of elements, without what their names begin with.</summary>
    private string[] Stems => [.. _groups.Select(StemOf), .. OwnStems];

    private string[] OwnStems => [.. s_locals[_own.Length].Select(stem => stem + register.Mnemonic)];

    /// <summary>The fields with the numbers of its own elements that the type of its group has no property for; none if it is in no group.</summary>
    public string[] Fields => register.Group is null ? [] : [.. OwnStems.Select(static stem => "_" + stem)];

    /// <summary>The variable or field with the repetitions of a group, without what its name begins with.</summary>
    public static string StemOf(LinkedGroup group) => "repeatsOf" + group.Name;

    private static string IndexOf(LinkedGroup group)
    {
        var type = TypeNames.OfMnemonic(group.Name);
        return char.ToLowerInvariant(type[0]) + type.Substring(1) + "Index";
    }

    /// <summary>The statements of the constructor that compute the numbers of its own elements.</summary>
    public IEnumerable<string> Counts(Func<int, string> count) => OwnStems.Select((stem, at) => $"var {stem} = {count(at)};");

    /// <summary>The statements of the constructor that keep the numbers of its own elements, once its place is checked.</summary>
    public IEnumerable<string> Keeps()
    {
        var (names, stems) = (register.Group is null ? OwnCounts : Fields, OwnStems);
        return names.Select((name, at) => $"{name} = {(IsPlainArray ? $"(int){stems[at]}" : $"unchecked((int){stems[at]})")};");
    }

    /// <summary>The number of its elements in the constructor.</summary>
    public string Elements => IsPlainArray ? OwnCounts[0] : $"(int)({string.Join(" * ", Stems)})";

    /// <summary>The number of elements and their distance, for each dimension.</summary>
    public string Pairs() => $"[{string.Join(", ", Stems.Zip(register.Dimensions, (stem, dimension) => $"({stem}, {Number(dimension.Stride)})"))}]";

    /// <summary>A number in the constructor.</summary>
    public string Number(Expression number) => number is NumberExpression constant ? CSharp.Decimal((long)constant.Value) : expressions.Number(number);

    /// <summary>The expression for the number of an own element among all elements.</summary>
    /// <param name="element">The number of the group; empty if it is not repeated.</param>
    public string Element(string element)
    {
        var own = OwnIndexes.Zip(OwnCounts, static (index, count) => $"FieldBits.Within({index}, {count}, nameof({index}))").ToArray();
        var flat = element;
        for (var at = 0; at < own.Length; at++)
            flat = flat.Length == 0 ? own[at] : $"{(at > 0 && element.Length > 0 ? $"({flat})" : flat)} * {OwnCounts[at]} + {own[at]}";
        return flat;
    }

    /// <summary>The object of a group around the register in the register file, with a dot; empty for no group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="element">The number of the register among all its elements.</param>
    public string OwnerOf(LinkedGroup? group, string element)
    {
        var (path, indexes) = ("", new Queue<string>(Split(element)));
        foreach (var around in group?.Around.Reverse() ?? [])
            path += MemberNames.Of(around.Member, "") + (around.IsRepeated ? $"[{indexes.Dequeue()}]" : "") + ".";
        return path;
    }

    /// <summary>The numbers that tell an element apart, in the order of <see cref="Indexes"/>, from its number among all.</summary>
    public string[] Split(string element)
    {
        string[] sizes = [.. _groups.Select(static group => "_" + StemOf(group)), .. register.Group is null ? OwnCounts : Fields];
        return [.. sizes.Select((size, at) => string.Concat(
            element,
            string.Concat(sizes.Skip(at + 1).Select(static inner => $" / {inner}")),
            at > 0 ? $" % {size}" : ""))];
    }
}
