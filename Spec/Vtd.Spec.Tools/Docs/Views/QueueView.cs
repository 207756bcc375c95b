using Vtd.Spec.Model;
using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>The page of a queue.</summary>
internal sealed record QueueView(Subject Subject, string Sizes, string TypeBits, Html? About, Html? Note, IReadOnlyList<DescriptorLine> Descriptors)
{
    public static QueueView Of(LinkedQueue it, DocContext context) => new(
        context.Map[SubjectKind.Queue, it.Name],
        string.Join(", ", it.Sizes),
        Numbers.Bits(it.Type),
        context.Prose.Of(it.About),
        context.Prose.Of(it.Note),
        DescriptorLine.Of(it, context));
}

/// <summary>A descriptor in a list.</summary>
internal sealed record DescriptorLine(string Code, Subject Subject, string Sizes)
{
    public static IReadOnlyList<DescriptorLine> Of(LinkedQueue queue, DocContext context) =>
    [
        .. context.Spec.Descriptors
            .Where(descriptor => descriptor.Queues.Contains(queue.Name))
            .OrderBy(descriptor => descriptor.Code)
            .Select(descriptor => new DescriptorLine(
                Numbers.Hex(descriptor.Code), context.Map[SubjectKind.Descriptor, descriptor.Name], string.Join(", ", descriptor.Sizes))),
    ];
}
