using Vtd.Architecture;

namespace Vtd.Benchmarks.Unit;

/// <summary>A queue full of one descriptor. Domain 100 is one that nothing is cached of.</summary>
public sealed class QueueLoad
{
    private readonly bool _isScalable;
    private readonly string _descriptor;
    private readonly Action<Span<byte>> _write;

    private QueueLoad(bool scalable, string descriptor, double qemu, Action<Span<byte>> write)
    {
        _isScalable = scalable;
        _descriptor = descriptor;
        _write = write;
        Qemu = qemu;
    }

    /// <summary>What QEMU 10.2.2 takes for one, in ns: legacy mode with 128-bit descriptors, or scalable mode with the first
    /// stage and 256-bit descriptors.</summary>
    public double Qemu { get; }

    /// <summary>All that there is a figure for.</summary>
    public static IReadOnlyList<QueueLoad> All { get; } =
    [
        .. InBothModes("IOTLB global", 38, 40, to => new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }.CopyTo(to)),
        .. InBothModes("IOTLB domain", 53, 56, to => new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = 100 }.CopyTo(to)),
        .. InBothModes("IOTLB page", 54, 59, to => new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = 100, ADDR = 0x1000 }.CopyTo(to)),
        .. InBothModes("context global", 696, 1726, to => new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }.CopyTo(to)),
        .. InBothModes("context device", 227, 432, to => new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = Guest.SourceId(0) }.CopyTo(to)),
        .. InBothModes("device-TLB", 52, 47, to => new DeviceTlbInvalidateDescriptor { SID = Guest.SourceId(0), ADDR = 0x1000 }.CopyTo(to)),
        .. InBothModes("IEC global", 30, 34, to => new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Global }.CopyTo(to)),
        .. InBothModes("wait, status write", 54, 57, to => new WaitDescriptor { SW = true, STDATA = 1, STADDR = Guest.StatusWord }.CopyTo(to)),
        .. InBothModes("wait, fence only", 28, 30, to => new WaitDescriptor { FN = true }.CopyTo(to)),
        InScalableMode("PASID-cache global", 852, to => new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }.CopyTo(to)),
        InScalableMode("PASID-cache domain", 861, to => new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Domain, DID = 100 }.CopyTo(to)),
        InScalableMode("PASID-cache PASID", 853, to => new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = 100, PASID = Guest.Pasid }.CopyTo(to)),
        InScalableMode("P-IOTLB page", 58, to => new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = 100, PASID = Guest.Pasid, ADDR = 0x1000 }.CopyTo(to)),
        InScalableMode("P-IOTLB PASID", 57, to => new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = 100, PASID = Guest.Pasid }.CopyTo(to)),
    ];

    /// <summary>The one of this name.</summary>
    public static QueueLoad Named(string name) => All.Single(load => load.ToString() == name);

    /// <inheritdoc/>
    public override string ToString() => $"{(_isScalable ? "scalable" : "legacy")}: {_descriptor}";

    internal Guest Prepare()
    {
        var guest = new Guest(_isScalable);
        Span<byte> bytes = stackalloc byte[guest.DescriptorSize];
        _write(bytes);
        guest.Fill(bytes);
        return guest;
    }

    private static QueueLoad[] InBothModes(string descriptor, double legacy, double scalable, Action<Span<byte>> write) =>
        [new(scalable: false, descriptor, legacy, write), new(scalable: true, descriptor, scalable, write)];

    private static QueueLoad InScalableMode(string descriptor, double qemu, Action<Span<byte>> write) => new(scalable: true, descriptor, qemu, write);
}
