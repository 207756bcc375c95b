using System.Numerics;
using System.Xml.Linq;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Export.Maps;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Svd;

/// <summary>Registers and clusters of SVD files. The order of the elements is that of the schema.</summary>
/// <param name="comments">Writes what is lost.</param>
internal sealed class SvdRegisterText(SvdComments comments)
{
    /// <summary>Writes registers, and groups as clusters.</summary>
    public IEnumerable<XElement> Of(IEnumerable<MappedNode> nodes) => [.. nodes.Select(node => node is MappedRegister register ? Register(register) : Cluster((MappedGroup)node))];

    private XElement Cluster(MappedGroup group) => new(
        "cluster", Dimension(group), Name(group), new XElement("description", ImportTexts.OneLine(group.About ?? "")), Offset(group), Of(group.Nodes));

    private XElement Register(MappedRegister mapped)
    {
        var register = mapped.Register;
        var hasReset = mapped.Reset is { } reset && reset <= ulong.MaxValue;
        return new(
            "register",
            comments.Of(mapped.Losses),
            mapped.Reset is { } wide && !hasReset ? comments.Of([new("reset value of more than 64 bits", Bits.Hex(wide, register.Width))]) : [],
            Dimension(mapped),
            Name(mapped),
            SvdComments.Element("displayName", register.Title),
            SvdComments.Described(register.About),
            mapped.Neighbour is { } neighbour ? new XElement("alternateRegister", neighbour.Name) : null,
            Offset(mapped),
            new XElement("size", register.Width),
            hasReset ? new XElement("resetValue", Bits.Hex((BigInteger)mapped.Reset!, register.Width)) : null,
            new XElement("fields", mapped.Fields.Select(Field)));
    }

    private XElement Field(MappedField field) => new(
        "field",
        comments.Of(field.Losses),
        comments.Of(SvdAccess.LossesOf(field)),
        new XElement("name", field.Name),
        SvdComments.Described(field.Field.Meaning),
        new XElement("lsb", field.Bits.Lsb),
        new XElement("msb", field.Bits.Msb),
        SvdAccess.Of(field),
        Enum(field.Enum, field.Field.WriteEnum is null ? null : "read"),
        Enum(field.WriteEnum, "write"));

    private static XElement? Enum(MappedEnum? item, string? usage) => item is null ? null : new(
        "enumeratedValues",
        new XElement("name", item.Name),
        usage is null ? null : new XElement("usage", usage),
        item.Codes.Select(static code => new XElement(
            "enumeratedValue", new XElement("name", code.Name), SvdComments.Described(code.Meaning), new XElement("value", Bits.Hex(code.Value)))));

    private static XElement[] Dimension(MappedNode node) => node.Dimensions is [var array]
        ? [new("dim", array.Count), new("dimIncrement", Bits.Hex(array.Stride)), .. array.Names.Count == 0 ? Array.Empty<XElement>() : [new("dimIndex", string.Join(",", array.Names))]]
        : [];

    // Elements in brackets are numbered.
    private static XElement Name(MappedNode node) => new("name", node.Name + (node.Dimensions is not [var array] ? "" : array.Names.Count == 0 ? "[%s]" : "_%s"));

    private static XElement Offset(MappedNode node) => new("addressOffset", Bits.Hex(node.Offset, 8));
}
