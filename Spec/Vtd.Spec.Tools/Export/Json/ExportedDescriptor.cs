using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>A queue of descriptors.</summary>
internal sealed record ExportedQueue(
    string Name, string? Title, string? Section, string? About, string Confidence, string? Note, IReadOnlyList<int> Sizes, IReadOnlyList<ExportedRange> Type,
    IReadOnlyList<string> TypeMask)
{
    public static ExportedQueue Of(LinkedQueue queue)
    {
        var type = TypeField.Of(queue);
        return new ExportedQueue(
            queue.Name, queue.Title, queue.Section, queue.About, JsonText.Word(queue.Confidence), queue.Note, [.. queue.Sizes],
            [.. type.Bits.Select(range => new ExportedRange(range.Msb, range.Lsb))], JsonText.Words(BitWords.Mask(queue.Sizes[0], [type]), queue.Sizes[0]));
    }
}

/// <summary>A descriptor of a queue.</summary>
internal sealed record ExportedDescriptor(
    string Name, string TypeName, string? Title, string? Section, string? About, string Confidence, string? Note, string Queue, IReadOnlyList<string> Queues, string Type,
    IReadOnlyList<int> Sizes, IReadOnlyList<string> Require, IReadOnlyDictionary<string, IReadOnlyList<string>> Masks, IReadOnlyList<ExportedField> Fields)
{
    public static ExportedDescriptor Of(LinkedDescriptor descriptor, LinkedSpec spec)
    {
        var (size, queue) = (descriptor.Sizes[0], spec.Queues.First(queue => queue.Name == descriptor.Queue));
        return new ExportedDescriptor(
            descriptor.Name, descriptor.TypeName, descriptor.Title, descriptor.Section, descriptor.About, JsonText.Word(descriptor.Confidence), descriptor.Note,
            descriptor.Queue, [.. descriptor.Queues], Bits.Hex(descriptor.Code, TypeField.Of(queue).Width), [.. descriptor.Sizes], [.. descriptor.Require.Select(ExpressionProse.Of)],
            JsonText.Masks(size, descriptor.Fields), [.. descriptor.Fields.Select(field => ExportedField.Of(field, size))]);
    }
}
