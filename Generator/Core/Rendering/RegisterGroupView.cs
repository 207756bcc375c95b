using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The groups of a register file: an object for each repetition, which has the registers as members.</summary>
internal sealed class RegisterGroupView(IReadOnlyCollection<RegisterPlacement> placements, RegisterGroups groups)
{
    /// <summary>The fields of the register file that hold the objects of repeated groups and their number.</summary>
    public IEnumerable<string> Fields => groups.Repeated.Select(static group => $"int _{RegisterDimensions.StemOf(group)}")
        .Concat(groups.In(null).Where(static group => group.IsRepeated).Select(static group => $"{group.TypeName}[] {FieldOf(group)}"));

    /// <summary>The statements of the constructor that make the objects, once the registers are placed.</summary>
    public IEnumerable<string> Creation => groups.Repeated.Select(RegisterGroups.KeepLine).Concat(groups.In(null).SelectMany(static group => CreationOf(group, "this", "")));

    /// <summary>The view of the members of the register file, or of a group.</summary>
    public ScriptObject MembersOf(LinkedGroup? scope) => new()
    {
        ["registers"] = new ScriptArray(placements.Where(it => Equals(it.Group, scope)).Select(static it => it.View())),
        ["groups"] = new ScriptArray(groups.In(scope).Select(group => new ScriptObject
        {
            ["name"] = MemberNames.Of(group.Member, ""),
            ["type"] = group.TypeName,
            ["doc"] = RegisterGroups.DocOf(group),
            ["field"] = group.IsRepeated ? FieldOf(group) : null,
            ["elements"] = group.IsRepeated ? RegisterDimensions.ElementsOf(MemberNames.Of(group.Member, ""), groups.RepeatOf(group)) : [],
        })),
    };

    /// <summary>The views of the types of groups.</summary>
    /// <param name="render">Renders the members of a type.</param>
    public ScriptArray Types(Func<ScriptObject, string> render) => new(groups.All.Select(group => new ScriptObject
    {
        ["type"] = group.TypeName,
        ["doc"] = RegisterGroups.DocOf(group),
        ["is_repeated"] = group.Depth > 0,
        ["fields"] = new ScriptArray(groups.In(group).Where(static inner => inner.IsRepeated).Select(static inner => $"{inner.TypeName}[] {FieldOf(inner)}")),
        ["creation"] = new ScriptArray(groups.In(group).SelectMany(inner => CreationOf(inner, "registers", group.Depth > 0 ? "element" : ""))),
        ["members"] = render(MembersOf(group)).Replace("\n    ", "\n        "),
    }));

    private static string FieldOf(LinkedGroup group) => "_groupsOf" + group.Name;

    /// <summary>The statements that make the object of a group, or one for each repetition.</summary>
    private static IEnumerable<string> CreationOf(LinkedGroup group, string registers, string element)
    {
        if (!group.IsRepeated)
        {
            yield return $"{MemberNames.Of(group.Member, "")} = new({registers}{(element.Length == 0 ? "" : ", " + element)});";
            yield break;
        }

        var count = $"{(registers == "this" ? "" : registers + ".")}_{RegisterDimensions.StemOf(group)}";
        yield return $"{FieldOf(group)} = new {group.TypeName}[{count}];";
        yield return $"for (var index = 0; index < {count}; index++)";
        yield return $"    {FieldOf(group)}[index] = new({registers}, {(element.Length == 0 ? "" : $"{element} * {count} + ")}index);";
    }
}
