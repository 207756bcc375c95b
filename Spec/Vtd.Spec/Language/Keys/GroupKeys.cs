using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Groups of registers. Their registers become registers of the file, which know their group.</summary>
internal static class GroupKeys
{
    private const string Name = "a group of registers";
    private const string RegistersKey = "registers";
    private const string GroupsKey = "groups";

    private static readonly NumberShape s_offset = new("an offset below 0x100000 (bytes), such as 0x100", 0, 0xF_FFFF);
    private static readonly ExpressionShape s_stride = new("a number of bytes or an expression, such as 4 << CAP.DSTRD");

    public static readonly MapShape Groups = new("groups by name", Shapes.Mnemonic with { Kind = NameKind.Group }, new TableShape("a group", Name));

    public static readonly KeyTable<GroupDeclaration> Group = new(Name,
        TitledKeys.Title<GroupDeclaration>(),
        TitledKeys.Section<GroupDeclaration>(),
        TitledKeys.About<GroupDeclaration>(),
        BlockKeys.Of<GroupDeclaration>(static (group, block) => group with { Block = block }),
        new("offset", s_offset, "Bytes from the start of the block, from base, or from the start of the group around it.",
            (values, node, group) => group with { Offset = values.Number(node, s_offset) }),
        new("base", Shapes.Number, "Bytes from the start of the block, computed from fields of given registers.",
            (values, node, group) => group with { Base = values.Expression(node, Shapes.Number) }),
        new("count", Shapes.Number, "The number of repetitions; once if it is missing.",
            (values, node, group) => group with { Count = values.Expression(node, Shapes.Number) }),
        new("stride", s_stride, "Bytes from one repetition to the next.",
            (values, node, group) => group with { Stride = values.Expression(node, s_stride) }),
        new("names", Shapes.ElementNames, "The names of the repetitions, the first one first.",
            (values, node, group) => group with { Names = values.NameList(node, Shapes.Mnemonic, Shapes.ElementNames) }),
        new("when", Shapes.Condition, "Its registers exist only if this holds.",
            (values, node, group) => group with { When = values.Expression(node, Shapes.Condition) }),
        new(RegistersKey, RegisterKeys.Registers, "Its registers, whose offsets count from the start of the group. Elsewhere their names begin with that of the group: TIMER_CONFIG.",
            static (_, _, group) => group),
        new(GroupsKey, Groups, "Groups inside it, whose offsets count from the start of the group.",
            static (_, _, group) => group));

    /// <summary>Reads groups and adds their registers to those of the file.</summary>
    public static SpecFile Read(ValueReader values, YamlNode node, SpecFile file)
    {
        var members = new GroupMembers(values);
        members.Read(node, parent: null);
        return file with { Registers = file.Registers.Concat(members.Registers).ToEquatableArray(), IsComplete = file.IsComplete && members.IsComplete };
    }

    /// <summary>Collects the registers of groups.</summary>
    private sealed class GroupMembers(ValueReader values)
    {
        public List<RegisterDeclaration> Registers { get; } = [];

        public bool IsComplete { get; private set; } = true;

        public void Read(YamlNode node, GroupDeclaration? parent)
        {
            values.Map(node, Groups, name => new GroupDeclaration(Within(parent, name)) { Parent = parent }, ReadGroup, out var isComplete);
            IsComplete &= isComplete;
        }

        private GroupDeclaration ReadGroup(ValueReader reader, YamlNode node, GroupDeclaration group)
        {
            var before = reader.Findings.Count;
            group = reader.Table(node, Group, group, group.Name.Span);
            if (reader.Findings.Count == before)
                GroupChecks.Check(group, reader.Findings);
            var isBroken = group.Parent is { IsBroken: true } || reader.Findings.Count > before;
            group = group with { IsBroken = isBroken };
            if (node is not YamlMapping mapping)
                return group;

            if (mapping[RegistersKey] is { } registers)
            {
                var read = reader.Map(registers, RegisterKeys.Registers, name => new RegisterDeclaration(Within(group, name)) { Group = group }, RegisterKeys.Read, out var isComplete);
                Registers.AddRange(isBroken ? read.Select(static register => register with { IsBroken = true }) : read);
                IsComplete &= isComplete;
            }

            if (mapping[GroupsKey] is { } groups)
                Read(groups, group);
            else if (mapping[RegistersKey] is null)
                reader.Findings.Report(KeyRules.Missing, group.Name.Span, $"{group.Name.Value} has neither registers nor groups. Add '{RegistersKey}:', or remove it.");
            return group;
        }

        /// <summary>The name of a member of a group in the spec.</summary>
        private Located<string> Within(GroupDeclaration? group, Located<string> name)
        {
            if (group is null)
                return name;
            var whole = new Located<string>($"{group.Name.Value}_{name.Value}", name.Span);
            if (whole.Value.Length > Names.Longest)
                values.Findings.Report(KeyRules.NotAName, name.Span, $"The name together with the names of its groups has {whole.Value.Length} characters; the maximum is {Names.Longest}. Shorten one of them.");
            return whole;
        }
    }
}
