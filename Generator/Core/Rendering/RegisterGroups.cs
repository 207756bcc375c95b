using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The groups of the registers of a spec, as register file and driver have them.</summary>
internal sealed class RegisterGroups(IReadOnlyCollection<LinkedRegister> registers, ExpressionWriter expressions)
{
    /// <summary>All groups, each behind the one around it.</summary>
    public IReadOnlyList<LinkedGroup> All { get; } =
        [.. registers.Select(static register => register.Group).OfType<LinkedGroup>().SelectMany(static group => group.Around.Reverse()).Distinct()];

    /// <summary>The groups that are repeated.</summary>
    public IEnumerable<LinkedGroup> Repeated => All.Where(static group => group.IsRepeated);

    /// <summary>The groups in a group, or those in none.</summary>
    public IEnumerable<LinkedGroup> In(LinkedGroup? scope) => All.Where(group => Equals(group.Parent, scope));

    /// <summary>The repetition of a group.</summary>
    public LinkedDimension RepeatOf(LinkedGroup group) => registers.First(register => register.Group?.Around.Contains(group) == true).Dimensions[group.Depth - 1];

    /// <summary>The statement of a constructor that computes the number of repetitions.</summary>
    public string CountLine(LinkedGroup group)
    {
        var number = expressions.Number(RepeatOf(group).Count);
        return $"var {RegisterDimensions.StemOf(group)} = {(ExistenceOf(group) is { } exists ? $"{expressions.Condition(exists)} ? {number} : 0UL" : number)};";
    }

    /// <summary>The statement of a constructor that keeps the number of repetitions, once the registers are placed.</summary>
    public static string KeepLine(LinkedGroup group) => $"_{RegisterDimensions.StemOf(group)} = unchecked((int){RegisterDimensions.StemOf(group)});";

    /// <summary>The condition with which a group is there, without what differs from repetition to repetition.</summary>
    public Expression? ExistenceOf(LinkedGroup group) => ExpressionParts.All(ExpressionParts.ConditionsOf(group.When).Where(condition => !expressions.IsOfElement(condition)));

    /// <summary>The description of a group, for documentation.</summary>
    public static string DocOf(LinkedGroup group) => Prose.EndSentence(group.Title is null ? group.Name : $"{group.Name}, {Prose.Escape(group.Title)}");
}
