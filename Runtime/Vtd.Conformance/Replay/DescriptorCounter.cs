using System.Runtime.InteropServices;
using Vtd.Architecture;
using Vtd.Conformance.Replay.Summary;

namespace Vtd.Conformance.Replay;

/// <summary>Counts the descriptors that the unit executes, by type and granularity.</summary>
internal sealed class DescriptorCounter(in VtdCapabilities capabilities) : IInvalidationQueueHandler
{
    private readonly InvalidationQueueDispatcher _dispatcher = new(capabilities);
    private readonly Dictionary<(InvalidationQueueType Type, string? Granularity), int> _counts = [];

    public void Count(ReadOnlySpan<byte> descriptor) => _dispatcher.Dispatch(descriptor, this);

    public IReadOnlyList<DescriptorCount> Summary() =>
    [
        .. from one in _counts
           orderby one.Key.Type, one.Key.Granularity
           select new DescriptorCount(one.Key.Type.ToString(), one.Key.Granularity, one.Value),
    ];

    public void Handle(in ContextCacheInvalidateDescriptor descriptor) => Count(InvalidationQueueType.ContextCacheInvalidate, descriptor.G);

    public void Handle(in IotlbInvalidateDescriptor descriptor) => Count(InvalidationQueueType.IotlbInvalidate, descriptor.G);

    public void Handle(in DeviceTlbInvalidateDescriptor descriptor) => Count(InvalidationQueueType.DeviceTlbInvalidate);

    public void Handle(in InterruptEntryCacheInvalidateDescriptor descriptor) => Count(InvalidationQueueType.InterruptEntryCacheInvalidate, descriptor.G);

    public void Handle(in WaitDescriptor descriptor) => Count(InvalidationQueueType.Wait);

    public void Handle(in PasidIotlbInvalidateDescriptor descriptor) => Count(InvalidationQueueType.PasidIotlbInvalidate, descriptor.G);

    public void Handle(in PasidCacheInvalidateDescriptor descriptor) => Count(InvalidationQueueType.PasidCacheInvalidate, descriptor.G);

    public void Handle(in PasidDeviceTlbInvalidateDescriptor descriptor) => Count(InvalidationQueueType.PasidDeviceTlbInvalidate, descriptor.G);

    public void Handle(in PageGroupResponseDescriptor descriptor) => Count(InvalidationQueueType.PageGroupResponse);

    private void Count(InvalidationQueueType type, Enum? granularity = null) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, (type, granularity?.ToString()), out _)++;
}
