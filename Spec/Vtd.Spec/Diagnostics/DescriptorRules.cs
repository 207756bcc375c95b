namespace Vtd.Spec.Diagnostics;

/// <summary>Descriptors and the variants of entries: VTD07xx.</summary>
internal static class DescriptorRules
{
    public static readonly Rule NoQueue = new("VTD0701", "Descriptor without a queue");
    public static readonly Rule SizeNotInQueue = new("VTD0702", "Size that the queue does not have");
    public static readonly Rule SameType = new("VTD0703", "Two descriptors with one type code");
    public static readonly Rule SameVariant = new("VTD0704", "Two variants with one condition");

    public static readonly Rule QueuesDiffer = new("VTD0705", "Queues that one descriptor cannot be in");

    public static readonly Rule[] All = [NoQueue, SizeNotInQueue, SameType, SameVariant, QueuesDiffer];
}
