using Vtd.Spec.Declarations;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Names of registers in the conditions of a group: a register of the group, or of a group around it, is named without the group.</summary>
internal static class GroupNames
{
    /// <summary>The name of a register in the spec.</summary>
    /// <param name="name">The name in a condition.</param>
    /// <param name="group">The group that has the condition; null for none.</param>
    /// <param name="table">The names of the spec.</param>
    public static string InSpec(string name, GroupDeclaration? group, SymbolTable table)
    {
        foreach (var around in GroupDeclaration.Around(group))
        {
            var whole = $"{around.Name.Value}_{name}";
            if (NamedItems.Find(table.Registers, whole) is not null)
                return whole;
        }

        return name;
    }

    /// <summary>The expression with the names that registers have in the spec.</summary>
    /// <param name="expression">An expression of the group.</param>
    /// <param name="group">The group that has the expression; null for none.</param>
    /// <param name="table">The names of the spec.</param>
    public static Expression InSpec(Expression expression, GroupDeclaration? group, SymbolTable table) => expression switch
    {
        FieldExpression { Register: { } name, Spec: null } field => field with { Register = InSpec(name, group, table) },
        BitExpression bit => bit with { Operand = (FieldExpression)InSpec(bit.Operand, group, table) },
        NotExpression not => not with { Operand = InSpec(not.Operand, group, table) },
        BinaryExpression binary => binary with { Left = InSpec(binary.Left, group, table), Right = InSpec(binary.Right, group, table) },
        _ => expression,
    };

    /// <summary>Whether each element of a register in a group belongs to one element of another register: that of the same repetitions of the groups around both.</summary>
    /// <param name="group">The group of the first register; null for none.</param>
    /// <param name="other">The other register.</param>
    public static bool HaveSameElement(GroupDeclaration? group, RegisterSymbol other)
    {
        foreach (var around in GroupDeclaration.Around(group))
        {
            if (around.Name.Value == other.Group)
                return other.Dimensions == GroupDeclaration.Around(around).Count(static repeated => repeated.Count is not null);
        }

        return false;
    }
}
