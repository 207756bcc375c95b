using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Checks;

/// <summary>Checks a group of registers by itself.</summary>
internal static class GroupChecks
{
    /// <summary>The largest number of groups that are in each other.</summary>
    private const int MostLevels = 4;

    public static void Check(GroupDeclaration group, Findings findings)
    {
        var name = group.Name.Value;
        RegisterChecks.CheckMember("A group", group.Member, group.Name.Span, findings);
        RegisterChecks.CheckNames(group.Member, group.Names, group.Count is { } repeats ? new[] { repeats }.ToEquatableArray() : default, findings);
        if (GroupDeclaration.Around(group).Count() > MostLevels)
            findings.Report(KeyRules.OutOfRange, group.Name.Span, $"{name} is nested in more than {MostLevels - 1} groups. Move its registers into the enclosing group.");
        else if (group is { Parent: not null, Block: { } block })
            findings.Report(RegisterRules.NoPlace, block.Span, $"{name} is in a group, and the block is a key of the group. Name the block there.");
        else if (group is { Parent: not null, Base: { } place })
            findings.Report(RegisterRules.NoPlace, place.Content, $"{name} is in a group and needs an offset in it. Use 'offset' instead of 'base'.");
        else if (group is { Offset: null, Base: null })
            findings.Report(RegisterRules.NoPlace, group.Name.Span, $"{name} has no place: add an 'offset'{(group.Parent is null ? ", or a 'base' to compute it from" : "")}.");
        else if (group is { Count: { } count, Stride: null })
            findings.Report(RegisterRules.CountAndStride, count.Content, $"{name} is repeated without a stride: add 'stride'.");
        else if (group is { Count: null, Stride: { } stride })
            findings.Report(RegisterRules.CountAndStride, stride.Content, $"{name} has a stride but no count. Add 'count', or remove 'stride'.");
    }
}
