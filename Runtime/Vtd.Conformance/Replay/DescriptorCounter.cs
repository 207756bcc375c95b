using System.Runtime.InteropServices;
using Vtd.Architecture;
using Vtd.Conformance.Replay.Summary;

namespace Vtd.Conformance.Replay;

/// <summary>Counts the descriptors that the unit executes, by type and granularity.</summary>
internal sealed class DescriptorCounter(in VtdCapabilities capabilities) : IInvalidationQueueHandler<DescriptorCounter.Key>
{
    private readonly InvalidationQueueDispatcher _dispatcher = new(capabilities);
    private readonly Dictionary<Key, int> _counts = [];

    public void Count(ReadOnlySpan<byte> descriptor)
    {
        if (_dispatcher.Dispatch(descriptor, this, out Key key) == InvalidationQueueOutcome.Handled)
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _)++;
    }

    public IReadOnlyList<DescriptorCount> Summary() =>
    [
        .. from one in _counts
           orderby one.Key.Type, one.Key.Granularity
           select new DescriptorCount(one.Key.Type.ToString(), one.Key.Granularity, one.Value),
    ];

    public Key Handle(in ContextCacheInvalidateDescriptor descriptor) => Of(InvalidationQueueType.ContextCacheInvalidate, descriptor.G);

    public Key Handle(in IotlbInvalidateDescriptor descriptor) => Of(InvalidationQueueType.IotlbInvalidate, descriptor.G);

    public Key Handle(in DeviceTlbInvalidateDescriptor descriptor) => Of(InvalidationQueueType.DeviceTlbInvalidate);

    public Key Handle(in InterruptEntryCacheInvalidateDescriptor descriptor) => Of(InvalidationQueueType.InterruptEntryCacheInvalidate, descriptor.G);

    public Key Handle(in WaitDescriptor descriptor) => Of(InvalidationQueueType.Wait);

    public Key Handle(in PasidIotlbInvalidateDescriptor descriptor) => Of(InvalidationQueueType.PasidIotlbInvalidate, descriptor.G);

    public Key Handle(in PasidCacheInvalidateDescriptor descriptor) => Of(InvalidationQueueType.PasidCacheInvalidate, descriptor.G);

    public Key Handle(in PasidDeviceTlbInvalidateDescriptor descriptor) => Of(InvalidationQueueType.PasidDeviceTlbInvalidate, descriptor.G);

    public Key Handle(in PageGroupResponseDescriptor descriptor) => Of(InvalidationQueueType.PageGroupResponse);

    private static Key Of(InvalidationQueueType type, Enum? granularity = null) => new(type, granularity?.ToString());

    /// <summary>What descriptors are counted by.</summary>
    /// <param name="Type">The type.</param>
    /// <param name="Granularity">The granularity, if the type has one.</param>
    internal readonly record struct Key(InvalidationQueueType Type, string? Granularity);
}
