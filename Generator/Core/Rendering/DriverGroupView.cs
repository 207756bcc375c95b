using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The groups of a driver: a value for each repetition, which has the registers as members.</summary>
internal sealed class DriverGroupView(IReadOnlyCollection<DriverRegister> registers, RegisterGroups groups)
{
    /// <summary>The groups whose repetitions are computed somewhere.</summary>
    private LinkedGroup[] Computed => [.. groups.Repeated.Where(group => registers.Any(register => register.IsComputed && register.Group?.Around.Contains(group) == true))];

    /// <summary>The fields of the driver that keep what was computed.</summary>
    public IEnumerable<string> Fields => Computed.Where(HasComputedCount).Select(static group => "_" + RegisterDimensions.StemOf(group))
        .Concat(Computed.Where(HasComputedStride).Select(StrideField));

    /// <summary>The statements of the constructor that compute the numbers of repetitions.</summary>
    public IEnumerable<string> Counts => Computed.Select(groups.CountLine);

    /// <summary>The statements of the constructor that keep what was computed, once the places are checked.</summary>
    /// <param name="expressions">Writes expressions.</param>
    public IEnumerable<string> Keeps(ExpressionWriter expressions) => Computed.Where(HasComputedCount).Select(RegisterGroups.KeepLine)
        .Concat(Computed.Where(HasComputedStride).Select(group => $"{StrideField(group)} = unchecked((int){expressions.Number(groups.RepeatOf(group).Stride)});"));

    /// <summary>The view of the members of the driver, or of a group.</summary>
    public ScriptObject MembersOf(LinkedGroup? scope) => new()
    {
        ["registers"] = new ScriptArray(registers.Where(register => Equals(register.Group, scope)).Select(static register => register.View())),
        ["groups"] = new ScriptArray(groups.In(scope).Select(group => ViewOf(group, scope))),
    };

    /// <summary>The views of the types of groups.</summary>
    /// <param name="render">Renders the members of a type.</param>
    public ScriptArray Types(Func<ScriptObject, string> render) => new(groups.All.Select(group => new ScriptObject
    {
        ["type"] = group.TypeName,
        ["doc"] = RegisterGroups.DocOf(group),
        ["is_repeated"] = group.Depth > 0,
        ["members"] = render(MembersOf(group)).Replace("\n    ", "\n        "),
    }));

    private ScriptObject ViewOf(LinkedGroup group, LinkedGroup? scope)
    {
        var name = MemberNames.Of(group.Member, "");
        var (self, offset) = (scope is null ? "this" : "_registers", scope is { Depth: > 0 } ? "_offset" : "");
        if (!group.IsRepeated)
            return View(null, $"{self}{(offset.Length > 0 ? ", " + offset : "")}");

        var (repeat, owner) = (groups.RepeatOf(group), scope is null ? "" : "_registers.");
        var stride = HasComputedStride(group) ? owner + StrideField(group) : CSharp.Decimal((long)((NumberExpression)repeat.Stride).Value);
        var count = HasComputedCount(group) ? $"{owner}_{RegisterDimensions.StemOf(group)}" : CSharp.Decimal((long)((NumberExpression)repeat.Count).Value);
        return View(count, $"{self}, {(offset.Length > 0 ? offset + " + " : "")}{stride} * FieldBits.Within(index, {name}Count, nameof(index))");

        ScriptObject View(string? number, string arguments) => new()
        {
            ["name"] = name,
            ["type"] = group.TypeName,
            ["doc"] = RegisterGroups.DocOf(group),
            ["count"] = number,
            ["elements"] = group.IsRepeated ? RegisterDimensions.ElementsOf(name, groups.RepeatOf(group)) : [],
            ["arguments"] = arguments,
        };
    }

    private bool HasComputedCount(LinkedGroup group) => groups.RepeatOf(group).Count is not NumberExpression || groups.ExistenceOf(group) is not null;

    private bool HasComputedStride(LinkedGroup group) => groups.RepeatOf(group).Stride is not NumberExpression;

    private static string StrideField(LinkedGroup group) => "_repeatStrideOf" + group.Name;
}
