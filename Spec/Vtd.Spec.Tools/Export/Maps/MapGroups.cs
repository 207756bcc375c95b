using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Maps;

/// <summary>Puts mapped registers into their groups, and arrays with more dimensions than a format has into groups of their own.</summary>
/// <param name="mostDimensions">Dimensions that an array of registers can have in the format.</param>
internal sealed class MapGroups(int mostDimensions)
{
    /// <summary>Name of the register in a group that stands for a dimension of an array.</summary>
    private const string ElementName = "ELEMENT";

    /// <summary>The registers and the groups around them.</summary>
    public IReadOnlyList<MappedNode> Of(IEnumerable<MappedRegister> registers) => Inside(registers, null, 0);

    private List<MappedNode> Inside(IEnumerable<MappedRegister> registers, LinkedGroup? around, ulong start)
    {
        var nodes = new List<MappedNode>();
        foreach (var part in registers.GroupBy(register => Next(register.Register.Group, around)))
        {
            if (part.Key is { } group)
                nodes.Add(Group(group, [.. part], start));
            else
                nodes.AddRange(part.Select(register => Single(register, around, start)));
        }

        return nodes;
    }

    /// <summary>The group of a register that lies directly in another one; null if the register itself does.</summary>
    private static LinkedGroup? Next(LinkedGroup? group, LinkedGroup? around) =>
        group?.Around.FirstOrDefault(one => one.Parent?.Name == around?.Name);

    private MappedGroup Group(LinkedGroup group, IReadOnlyList<MappedRegister> registers, ulong start)
    {
        var offset = registers.Min(static register => register.Offset);
        return new(
            group.Member, offset - start, group.IsRepeated ? [registers[0].Dimensions[group.Depth - 1]] : [], ImportTexts.Meaning(group.Title, group.About), Inside(registers, group, offset));
    }

    private MappedNode Single(MappedRegister register, LinkedGroup? around, ulong start)
    {
        var own = register.Dimensions.Skip(around?.Depth ?? 0).ToList();
        var (name, offset) = (register.Register.Member, register.Offset - start);
        return own.Count <= mostDimensions && IsMatrix(own)
            ? register with { Name = name, Offset = offset, Dimensions = own }
            : Nested(name, offset, own, register with { Losses = [.. register.Losses, new("array of several dimensions", string.Join(" by ", own.Select(static array => array.Count)))] });
    }

    // Formats with several dimensions have elements one after the other.
    private static bool IsMatrix(List<ImportedArray> own) => own.Zip(own.Skip(1)).All(static pair => pair.First.Stride == pair.Second.Stride * (ulong)pair.Second.Count);

    private static MappedNode Nested(string name, ulong offset, IReadOnlyList<ImportedArray> dimensions, MappedRegister register) => dimensions.Count == 1
        ? register with { Name = name, Offset = offset, Dimensions = dimensions }
        : new MappedGroup(name, offset, [dimensions[0]], null, [Nested(ElementName, 0, [.. dimensions.Skip(1)], register)]);
}
