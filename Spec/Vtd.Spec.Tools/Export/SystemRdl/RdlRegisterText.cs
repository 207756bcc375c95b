using System.Globalization;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Export.Maps;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.SystemRdl;

/// <summary>Registers and register files of SystemRDL.</summary>
/// <param name="writer">The file.</param>
/// <param name="leastAccess">Bits of the smallest access of the block.</param>
internal sealed class RdlRegisterText(RdlWriter writer, int leastAccess)
{
    /// <summary>Writes registers, and groups as register files.</summary>
    public void Write(IEnumerable<MappedNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is MappedRegister register)
                Register(register);
            else
                Group((MappedGroup)node);
        }
    }

    private void Group(MappedGroup group) => writer.Braces(
        "regfile",
        () =>
        {
            writer.Lost(NamesOf(group));
            writer.Words("desc", group.About);
            Write(group.Nodes);
        },
        Place(group));

    private void Register(MappedRegister mapped)
    {
        if (mapped.Neighbour is { IsForSameAccesses: true } neighbour)
        {
            writer.Lost([new("register at the place of another one", $"{mapped.Name}, at that of {neighbour.Name}")]);
            return;
        }

        var register = mapped.Register;
        writer.Braces(
            "reg",
            () =>
            {
                writer.Lost(mapped.Losses);
                writer.Lost(NamesOf(mapped));
                writer.Words("name", register.Title);
                writer.Words("desc", register.About);
                writer.Line(string.Create(CultureInfo.InvariantCulture, $"regwidth = {register.Width};"));
                writer.Line(string.Create(CultureInfo.InvariantCulture, $"accesswidth = {Math.Min(register.Width, leastAccess)};"));
                foreach (var field in mapped.Fields)
                    Field(field, mapped.Reset is not null);
            },
            Place(mapped));
    }

    private void Field(MappedField field, bool hasReset) => writer.Braces(
        "field",
        () =>
        {
            writer.Lost(field.Losses);
            writer.Lost(RdlAccessText.LossesOf(field));
            if (field.Field.WriteEnum is { } written)
                writer.Lost([new("codes of writes", written.QualifiedName)]);
            writer.Words("desc", field.Field.Meaning);
            foreach (var property in RdlAccessText.Of(field))
                writer.Line(property + ";");
            if (hasReset)
                writer.Line($"reset = {RdlNumber.Of(field.Reset, field.Bits.Width)};");
            if (field.Enum is { } codes)
                writer.Line($"encode = {RdlWriter.Name(codes.Name)};");
        },
        string.Create(CultureInfo.InvariantCulture, $" {RdlWriter.Name(field.Name)}[{field.Bits.Msb}:{field.Bits.Lsb}]"));

    private static IEnumerable<Loss> NamesOf(MappedNode node) =>
        node.Dimensions.Where(static array => array.Names.Count > 0).Select(static array => new Loss("names of elements", string.Join(", ", array.Names)));

    private static string Place(MappedNode node) =>
        $" {RdlWriter.Name(node.Name)}{string.Concat(node.Dimensions.Select(static array => string.Create(CultureInfo.InvariantCulture, $"[{array.Count}]")))} @ {Bits.Hex(node.Offset)}"
        + (node.Dimensions is [.., var last] ? $" += {Bits.Hex(last.Stride)}" : "");
}
