using Vtd.Spec.Model;

namespace Vtd.Tool.Docs.Views;

/// <summary>The page of a queue.</summary>
internal sealed record QueueView(Subject Subject, string Sizes, string TypeBits, Html? About, Html? Note, IReadOnlyList<DescriptorLine> Descriptors)
{
    public static QueueView Of(LinkedQueue it, SpecPages pages) => new(
        pages.Map[SubjectKind.Queue, it.Name],
        string.Join(", ", it.Sizes),
        Numbers.Bits(it.Type),
        pages.Prose.Of(it.About),
        pages.Prose.Of(it.Note),
        DescriptorLine.Of(it, pages));
}

/// <summary>A descriptor in a list.</summary>
internal sealed record DescriptorLine(string Code, Subject Subject, string Sizes)
{
    public static IReadOnlyList<DescriptorLine> Of(LinkedQueue queue, SpecPages pages) =>
    [
        .. pages.Spec.Descriptors
            .Where(descriptor => descriptor.Queue == queue.Name)
            .Select(descriptor => new DescriptorLine(
                Numbers.Hex(descriptor.Code), pages.Map[SubjectKind.Descriptor, descriptor.Name], string.Join(", ", descriptor.Sizes))),
    ];
}
