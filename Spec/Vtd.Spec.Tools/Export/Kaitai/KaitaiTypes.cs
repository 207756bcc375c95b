using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Kaitai;

/// <summary>The types of a spec.</summary>
/// <param name="spec">The spec.</param>
/// <param name="writer">The file.</param>
internal sealed class KaitaiTypes(LinkedSpec spec, KaitaiWriter writer)
{
    private readonly NumberedNames _numbers = new("_type");
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { KaitaiName.Of(spec.Header.Name) };

    /// <summary>Writes entries and descriptors, then the types that choose among them.</summary>
    public void Write()
    {
        var descriptors = spec.Descriptors.ToDictionary(static descriptor => descriptor, descriptor => Take(descriptor.Name));
        var entries = spec.Entries.ToDictionary(static entry => entry, entry => Take(entry.Name));
        foreach (var (descriptor, name) in descriptors)
            new KaitaiLayout(Layout.Of(spec, descriptor, descriptor.Sizes[0])).Write(writer, name);
        foreach (var (entry, name) in entries)
            new KaitaiLayout(Layout.Of(spec, entry)).Write(writer, name);
        foreach (var queue in spec.Queues)
            Queue(queue, [.. descriptors.Where(pair => pair.Key.Queues.Contains(queue.Name)).OrderBy(static pair => pair.Key.Code)]);
        foreach (var group in entries.Where(static pair => pair.Key.VariantOf is not null).GroupBy(static pair => pair.Key.VariantOf!, StringComparer.Ordinal))
            Variants(group.Key, [.. group.OrderBy(static pair => pair.Key.VariantPlace)]);
    }

    private string Take(string name) => _numbers.Take(KaitaiName.Of(name), _taken.Add);

    /// <summary>A type that reads the code, and by it the descriptor.</summary>
    private void Queue(LinkedQueue queue, IReadOnlyList<KeyValuePair<LinkedDescriptor, string>> descriptors)
    {
        var code = TypeField.Of(queue) with { Name = "CODE" };
        var size = queue.Type.Max(static range => range.Msb) / 8 * 8 + 8;
        var name = Take(queue.Name);
        var head = Take(queue.Name + "_code");
        new KaitaiLayout(new(spec, "queue", queue.Name, size, new[] { code }.ToEquatableArray()) { Title = queue.Title }).Write(writer, head);
        writer.Line(1, name + ":");
        writer.Doc(2, queue.Title ?? queue.Name);
        writer.Line(2, "seq:");
        writer.Line(3, "- id: head");
        writer.Line(4, $"type: {head}");
        writer.Line(2, "instances:");
        writer.Line(3, "descriptor:");
        writer.Line(4, "pos: 0");
        writer.Line(4, "type:");
        writer.Line(5, "switch-on: head.code");
        writer.Line(5, "cases:");
        foreach (var (descriptor, type) in descriptors)
            writer.Line(6, $"{Bits.Hex(descriptor.Code)}: {type}");
    }

    /// <summary>A type with each layout of the thing where the condition for it holds.</summary>
    private void Variants(string group, IReadOnlyList<KeyValuePair<LinkedEntry, string>> variants)
    {
        writer.Line(1, Take(group) + ":");
        writer.Line(2, "instances:");
        foreach (var (entry, type) in variants)
        {
            writer.Line(3, $"any_{type}:");
            writer.Line(4, "pos: 0");
            writer.Line(4, $"type: {type}");
            writer.Line(3, $"as_{type}:");
            writer.Line(4, $"value: any_{type}");
            if (entry.VariantWhen is { } when && KaitaiExpression.CanSay(when))
                writer.Line(4, $"if: \"{new KaitaiLayout(Layout.Of(spec, entry)).Condition(when, "any_" + type)}\"");
            else if (entry.VariantWhen is not null)
                writer.Lost(4, "condition over registers", ExpressionProse.Of(entry.VariantWhen));
        }
    }
}
