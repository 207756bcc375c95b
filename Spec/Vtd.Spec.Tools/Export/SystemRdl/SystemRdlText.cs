using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Export.Maps;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Export.SystemRdl;

/// <summary>Specs as SystemRDL 2.0: an address map for each block, and one around those that have places in the system.</summary>
public static class SystemRdlText
{
    /// <summary>The file.</summary>
    /// <exception cref="UnusableSpecException">The specs have no registers.</exception>
    public static ExportedText Of(IReadOnlyList<LinkedSpec> specs)
    {
        var map = MapBuilder.Of(specs, mostDimensions: 2);
        var writer = new RdlWriter();
        writer.Line("// Made by vtd export --format systemrdl; what is changed here is lost.");
        writer.Lost(map.Losses);
        foreach (var block in map.Blocks)
            Block(block, writer);
        var placed = map.Blocks.Where(static block => block.Block.Instances.Count > 0).ToList();
        if (placed.Count > 0)
        {
            writer.Line();
            writer.Braces("addrmap " + SystemName(map), () => Instances(placed, writer), "");
        }

        return new(writer.Text, writer.All);
    }

    private static string SystemName(RegisterMap map) =>
        new NumberedNames().Take("System", name => map.Blocks.All(block => block.Name != name));

    private static void Block(MappedBlock block, RdlWriter writer)
    {
        writer.Line();
        writer.Braces(
            $"addrmap {RdlWriter.Name(block.Name)}",
            () =>
            {
                writer.Lost(block.Losses);
                writer.Lost([new("size of the block", Bits.Hex((ulong)block.Block.Size))]);
                writer.Words("desc", block.About);
                writer.Line("default hw = rw;");
                foreach (var item in block.Registers.SelectMany(static register => register.Fields).Select(static field => field.Enum).OfType<MappedEnum>().DistinctBy(static item => item.Name))
                    Enum(item, writer);
                new RdlRegisterText(writer, block.Block.AccessSizes.Min() * 8).Write(block.Nodes);
            },
            "");
    }

    private static void Enum(MappedEnum item, RdlWriter writer) => writer.Braces(
        $"enum {RdlWriter.Name(item.Name)}",
        () =>
        {
            foreach (var code in item.Codes)
            {
                var head = $"{RdlWriter.Name(code.Name)} = {RdlNumber.Of(code.Value, item.Width)}";
                if (code.Meaning is { } meaning)
                    writer.Braces(head, () => writer.Words("desc", meaning), "");
                else
                    writer.Line(head + ";");
            }
        },
        "");

    private static void Instances(IEnumerable<MappedBlock> blocks, RdlWriter writer)
    {
        foreach (var block in blocks)
        {
            foreach (var instance in block.Block.Instances)
                writer.Line($"{RdlWriter.Name(block.Name)} {RdlWriter.Name(instance.Name)} @ {Bits.Hex(instance.Address)};");
        }
    }
}
