using Vtd.Benchmarks.Unit;

namespace Vtd.Instructions;

/// <summary>Descriptors of the invalidation queue, nothing of which is cached; the fetch of one is a part of what it takes.</summary>
internal static class QueueDescriptors
{
    /// <summary>All that are counted, in the order in which they are printed.</summary>
    public static IReadOnlyList<UnitOperation> All { get; } =
    [
        Of("queue-iotlb-global", "legacy: IOTLB global"),
        Of("queue-iotlb-page", "legacy: IOTLB page"),
        Of("queue-wait", "legacy: wait, status write"),
        Of("queue-iec", "legacy: IEC global"),
        Of("queue-piotlb-page", "scalable: P-IOTLB page"),
        Of("queue-pasid-cache", "scalable: PASID-cache PASID"),
    ];

    private static UnitOperation Of(string name, string load) => new(name, () => Of(QueueLoad.Named(load).Prepare()));

    private static Action<int> Of(Guest guest) => repetitions =>
    {
        for (var left = repetitions; left > 0; left -= Guest.QueueLength)
            guest.RingQueue(Math.Min(left, Guest.QueueLength));
        if (guest.Unit.Counts.Descriptors != repetitions)
            throw new InvalidOperationException("The queue did not run as meant.");
    };
}
