using System.Globalization;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export.Markdown;

/// <summary>Specs as a manual in Markdown.</summary>
public static class ManualText
{
    /// <summary>The manual.</summary>
    public static string Of(IReadOnlyList<LinkedSpec> specs)
    {
        var writer = new MarkdownWriter();
        foreach (var spec in specs)
            Write(spec, writer);
        return writer.Text;
    }

    private static void Write(LinkedSpec spec, MarkdownWriter writer)
    {
        var layouts = new ManualLayouts(writer);
        writer.Heading(1, spec.Header.Name);
        writer.Paragraph(spec.Header.Document);
        foreach (var block in spec.Blocks)
            Write(block, [.. spec.Registers.Where(register => register.Block == block.Name)], writer);
        foreach (var register in spec.Registers)
            layouts.Write(Layout.Of(spec, register), $"{PlaceWords.Of(register)}", register.About, register.Condition);
        foreach (var queue in spec.Queues)
            Write(queue, spec, writer);
        foreach (var descriptor in spec.Descriptors)
            layouts.Write(Layout.Of(spec, descriptor, descriptor.Sizes[0]), $"type code {Bits.Hex(descriptor.Code)} of {string.Join(", ", descriptor.Queues)}", descriptor.About, null);
        foreach (var entry in spec.Entries)
            layouts.Write(Layout.Of(spec, entry), entry.VariantOf is { } group ? $"a layout of {group}" : null, entry.About, entry.VariantWhen);
        foreach (var item in spec.Enums)
            Write(item, writer);
    }

    private static void Write(LinkedBlock block, IReadOnlyList<LinkedRegister> registers, MarkdownWriter writer)
    {
        writer.Heading(2, ManualLayouts.Title(block.Name.Length == 0 ? "Registers" : block.Name, block.Title, block.Section));
        writer.Paragraph(block.About);
        writer.Paragraph($"{Bits.Hex((ulong)block.Size)} bytes; accesses have {string.Join(", ", block.AccessSizes)} bytes.");
        if (block.Instances.Count > 0)
            writer.Table(["instance", "address"], block.Instances.Select(static instance => new[] { instance.Name, Bits.Hex(instance.Address) }));
        if (registers.Count > 0)
            writer.Table(["offset", "register", "bits", "name"], registers.Select(static register => new[] { PlaceWords.Of(register), register.Mnemonic, Number(register.Width), register.Title ?? "" }));
    }

    private static void Write(LinkedQueue queue, LinkedSpec spec, MarkdownWriter writer)
    {
        writer.Heading(2, ManualLayouts.Title(queue.Name, queue.Title, queue.Section));
        writer.Paragraph(queue.About);
        writer.Paragraph(queue.Note);
        writer.Paragraph($"Descriptors of {string.Join(", ", queue.Sizes)} bits; bits {Bits.Text(queue.Type)} have the type code.");
        writer.Table(
            ["type", "descriptor", "name"],
            spec.Descriptors.Where(descriptor => descriptor.Queues.Contains(queue.Name)).OrderBy(static descriptor => descriptor.Code)
                .Select(static descriptor => new[] { Bits.Hex(descriptor.Code), descriptor.Name, descriptor.Title ?? "" }));
    }

    private static void Write(LinkedEnum item, MarkdownWriter writer)
    {
        writer.Heading(2, ManualLayouts.Title(item.Name, item.Title, item.Section));
        writer.Paragraph(item.About);
        writer.Paragraph(item.Note);
        writer.Table([item.IsFlags ? "bit" : "value", "code", "meaning"], item.Codes.Select(code => new[]
        {
            item.IsFlags ? code.Value.ToString(CultureInfo.InvariantCulture) : Bits.Hex(code.Value, item.Width), code.Name,
            string.Join("; ", new[] { code.Mnemonic, code.Meaning, code.AliasOf is { } other ? $"another name of {other}" : null, code.Note }.OfType<string>()),
        }));
        if (item.IsOpen)
            writer.Paragraph("Other values are legal as well.");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
