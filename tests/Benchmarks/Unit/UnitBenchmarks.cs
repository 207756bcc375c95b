using BenchmarkDotNet.Attributes;
using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Benchmarks.Unit;

/// <summary>One register access by software: with the unit's lock, as a device model has it done.</summary>
[MemoryDiagnoser]
public class RegisterAccess
{
    private readonly Guest _guest = new(scalable: false);

    [Benchmark]
    public ulong ReadVER() => _guest.Unit.ReadRegister(Ver.Offset, 4);

    [Benchmark]
    public ulong ReadCAP() => _guest.Unit.ReadRegister(Cap.Offset, 8);

    [Benchmark]
    public ulong ReadGSTS() => _guest.Unit.ReadRegister(Gsts.Offset, 4);

    [Benchmark]
    public ulong ReadIQA() => _guest.Unit.ReadRegister(Iqa.Offset, 8);

    [Benchmark]
    public void WriteFEDATA() => _guest.Unit.WriteRegister(Fedata.Offset, 4, 0x1234);

    [Benchmark]
    public void WriteFECTL() => _guest.Unit.WriteRegister(Fectl.Offset, 4, Fectl.ResetValue);

    [Benchmark]
    public void WriteFSTS() => _guest.Unit.WriteRegister(Fsts.Offset, 4, Fsts.Masks.PFO);

    [Benchmark]
    public void WriteGCMD() => _guest.Unit.WriteRegister(Gcmd.Offset, 4, Gcmd.Masks.TE | Gcmd.Masks.QIE);

    [Benchmark]
    public void WriteIQT() => _guest.Unit.WriteRegister(Iqt.Offset, 8, 0);
}

/// <summary>One descriptor of a full queue, its fetch included.</summary>
[MemoryDiagnoser]
public class QueueDescriptor
{
    private Guest _guest = null!;

    [ParamsSource(nameof(Loads))]
    public string Load { get; set; } = "";

    public static IEnumerable<string> Loads => QueueLoad.All.Select(load => load.ToString());

    [GlobalSetup]
    public void Open() => _guest = QueueLoad.Named(Load).Prepare();

    [Benchmark(OperationsPerInvoke = Guest.QueueLength)]
    public void Execute() => _guest.RingFullQueue();

    [GlobalCleanup]
    public void Check() => _guest.Check();
}

/// <summary>The same descriptors with pages of other domains cached: what they do not drop must not cost.</summary>
public class QueueDescriptorBesideOthers
{
    private Guest _guest = null!;

    [Params("legacy: IOTLB domain", "legacy: IOTLB page", "scalable: P-IOTLB page")]
    public string Load { get; set; } = "";

    [Params(0, 64, 1024, 8192)]
    public int Held { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _guest = QueueLoad.Named(Load).Prepare();
        _guest.CachePages(device: 1, pasid: null, Held);
    }

    [Benchmark(OperationsPerInvoke = Guest.QueueLength)]
    public void Execute() => _guest.RingFullQueue();

    [GlobalCleanup]
    public void Check()
    {
        _guest.Check();
        if (_guest.Unit.EntriesOf(CacheKind.Iotlb) != Held)
            throw new InvalidOperationException("Pages of another domain were dropped.");
    }
}

/// <summary>One DMA request that finds its page in the caches.</summary>
[MemoryDiagnoser]
public class CacheHit
{
    private const int Pages = 1000;

    private Guest _guest = null!;
    private uint? _pasid;
    private ulong _address;

    [Params("legacy", "scalable", "scalable, PASID")]
    public string Request { get; set; } = "";

    [GlobalSetup]
    public void Open()
    {
        _guest = new Guest(scalable: Request != "legacy");
        _pasid = Request == "scalable, PASID" ? Guest.Pasid : null;
        _guest.CachePages(device: 0, _pasid, Pages);
    }

    [Benchmark]
    public DmaResult OnePage() => Translate(0x123);

    [Benchmark]
    public DmaResult ManyPages()
    {
        _address = (_address + 0x1000) % (Pages * 0x1000);
        return Translate(_address);
    }

    private DmaResult Translate(ulong address) => _guest.Unit.Translate(Guest.Write(device: 0, _pasid, address));

    [GlobalCleanup]
    public void Check()
    {
        if (_guest.Unit.EntriesOf(CacheKind.Iotlb) != Pages || OnePage().Outcome != DmaOutcome.Allowed)
            throw new InvalidOperationException("Not cached.");
    }
}

/// <summary>One DMA request that finds its context and PASID entry cached but walks four levels for its page.</summary>
[MemoryDiagnoser]
public class CacheMiss
{
    private const int Pages = 1024;

    private Guest _guest = null!;
    private ulong _address;

    [Params("legacy", "scalable")]
    public string Request { get; set; } = "";

    [GlobalSetup]
    public void Open() => _guest = new Guest(scalable: Request != "legacy", capacity: 8);

    [Benchmark]
    public DmaResult Walk()
    {
        _address = (_address + 0x1000) % (Pages * 0x1000);
        var result = _guest.Unit.Translate(Guest.Write(device: 0, pasid: null, _address));
        return result.Outcome == DmaOutcome.Allowed ? result : throw new InvalidOperationException("Not mapped.");
    }
}

/// <summary>A system reset of a unit that is in use.</summary>
public class SystemReset
{
    private const int Units = 100;

    private readonly Guest[] _guests = [.. Enumerable.Range(0, Units).Select(_ => new Guest(scalable: false))];

    [Params(0, 64, 1024, 8192)]
    public int Held { get; set; }

    [IterationSetup]
    public void Use()
    {
        foreach (var guest in _guests)
        {
            guest.SwitchOn();
            guest.CachePages(device: 0, pasid: null, Held);
        }
    }

    [Benchmark(OperationsPerInvoke = Units)]
    public void Reset()
    {
        foreach (var guest in _guests)
            guest.Unit.Reset();
    }
}
