using Vtd.Architecture;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;
using Vtd.Runtime.Tests.Translation;
using static Vtd.Runtime.Tests.Quirks.QuirkOptions;

namespace Vtd.Runtime.Tests.Quirks;

/// <summary>Counts and observers tell what a unit has invalidated, not what software asked for.</summary>
public class InvalidationCountTests
{
    private static readonly int IotlbOffset = Guest.AllEcap.IRO * 16 + 8;

    private readonly Observer _observer = new();

    [Theory]
    [WithAndWithout(UnitQuirk.ContextDomainIsGlobal)]
    public void Contexts_of_a_domain(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = Start(quirk);
        var domain = new ContextCacheInvalidateDescriptor { G = ContextGranularity.Domain, DID = 3 };

        guest.SubmitAndWait(Guest.Bytes(domain));

        Assert.Equal([hasQuirk ? "context/global=1" : "context/domain=1"], Counts(guest));
        Assert.Equal([(InvalidationQueueType.ContextCacheInvalidate, hasQuirk ? InvalidationGranularity.Global : InvalidationGranularity.Domain)], _observer.Taken);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.ContextDomainIsGlobal)]
    public void Contexts_of_a_domain_by_register(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirk));

        guest.Write64(Ccmd.Offset, (new Ccmd(0) with { ICC = true, CIRG = ContextGranularity.Domain, DID = 3 }).Value);

        Assert.Equal([hasQuirk ? "context/global=1" : "context/domain=1"], Counts(guest));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.RegisterCommandsInScalableMode)]
    public void Registers_in_scalable_mode(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = new Guest(options: With(quirk));
        guest.SetRootPointer(TranslationTableMode.Scalable);

        guest.Write64(IotlbOffset, (new Iotlb(0) with { IVT = true, IIRG = IotlbGranularity.Global }).Value);

        Assert.Equal(hasQuirk ? ["iotlb/global=1"] : [], Counts(guest));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.RegisterCommandsHang)]
    public void Registers_while_the_queue_is_on(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = Start(quirk);

        guest.Write64(IotlbOffset, (new Iotlb(0) with { IVT = true, IIRG = IotlbGranularity.Global }).Value);

        Assert.Equal(hasQuirk, new Iotlb(guest.Unit.ReadRegister(IotlbOffset, 8)).IVT);
        Assert.Empty(Counts(guest));
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidCacheInvalidationsIgnored)]
    public void The_PASID_cache(UnitQuirk? quirk, bool hasQuirk)
    {
        var guest = Start(quirk);

        guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = 3, PASID = 5 }));

        Assert.Equal(hasQuirk ? [] : ["pasid/pasid=1"], Counts(guest));
        Assert.Equal([(InvalidationQueueType.PasidCacheInvalidate, hasQuirk ? null : InvalidationGranularity.Pasid)], _observer.Taken);
    }

    [Theory]
    [WithAndWithout(UnitQuirk.PasidInvalidationsDropSecondStage)]
    public void Translations_of_a_PASID(UnitQuirk? quirk, bool hasQuirk)
    {
        var machine = new Machine(PasidTranslationType.SecondStage, options: With(quirk));
        machine.Read();

        machine.Guest.SubmitAndWait(Guest.Bytes(
            new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = Machine.Domain, PASID = Machine.Pasid }));

        Assert.Equal(hasQuirk ? 0 : 1, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));
        Assert.Equal(["iotlb/pasid=1"], Counts(machine.Guest));
    }

    [Theory]
    [InlineData(UnitQuirk.UnboundedIndexMask, "interrupt/global=1")]
    [InlineData(UnitQuirk.OldDescriptors, "interrupt/global=1")]
    public void An_index_mask_beyond_the_largest(UnitQuirk quirk, string count)
    {
        var guest = Start(quirk);
        var index = new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = 100, IM = (byte)(Guest.AllEcap.MHMV + 1) };

        guest.SubmitAndWait(Guest.Bytes(index));

        Assert.Equal([count], Counts(guest));
        Assert.Equal([(InvalidationQueueType.InterruptEntryCacheInvalidate, InvalidationGranularity.Global)], _observer.Taken);
    }

    [Theory]
    [InlineData(DescriptorWidth.Bits128)]
    [InlineData(DescriptorWidth.Bits256)]
    public void Descriptors_that_old_releases_ignore(DescriptorWidth width)
    {
        var guest = new Guest(observer: _observer, options: With(UnitQuirk.OldDescriptors));
        guest.StartQueue(width);
        var pasids = Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global });
        var pages = Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = 3, PASID = 5, ADDR = 0x1000 });
        var size = width == DescriptorWidth.Bits256 ? 32 : 16;

        guest.SubmitAndWait(pasids[..size], pages[..size]);

        Assert.Empty(Counts(guest));
        Assert.Equal([(InvalidationQueueType.PasidCacheInvalidate, null), (InvalidationQueueType.PasidIotlbInvalidate, null)], _observer.Taken);
        Assert.Equal(3, guest.Unit.Counts.Descriptors);
    }

    [Fact]
    public void A_type_of_which_old_releases_read_the_lower_bits()
    {
        var guest = Start(UnitQuirk.OldDescriptors);
        var descriptor = Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = 3 });
        descriptor[1] |= 2; // bit 4 of the type

        guest.Submit(descriptor);

        Assert.True(guest.FSTS.IQE); // the bit is reserved to them
        Assert.Empty(Counts(guest));
        Assert.Empty(_observer.Taken);
    }

    [Fact]
    public void Descriptors_that_are_refused_or_wait_count_for_nothing()
    {
        var guest = Start(UnitQuirk.PasidAddressMaskBounded);

        guest.Submit(Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, AM = 63 }));

        Assert.True(guest.FSTS.IQE);
        Assert.Empty(Counts(guest));
        Assert.Equal(0, guest.Unit.Counts.Descriptors);
    }

    private Guest Start(UnitQuirk? quirk)
    {
        var guest = new Guest(observer: _observer, options: With(quirk));
        guest.StartQueue();
        return guest;
    }

    private static IEnumerable<string> Counts(Guest guest) =>
        from kind in Enum.GetValues<StaleKind>()
        where InvalidationReport.NameOf(kind) is not null
        from granularity in Enum.GetValues<InvalidationGranularity>()
        let count = guest.Unit.Events.Counters.Invalidations[(int)kind][(int)granularity]
        where count > 0
        select $"{InvalidationReport.NameOf(kind)}/{InvalidationReport.NameOf(kind, granularity)}={count}";

    private sealed class Observer : IUnitObserver
    {
        /// <summary>Descriptors that were executed, but those that wait.</summary>
        public List<(InvalidationQueueType Type, InvalidationGranularity? Granularity)> Taken { get; } = [];

        public void DescriptorExecuted(InvalidationQueueType type, InvalidationGranularity? granularity, ReadOnlySpan<byte> descriptor)
        {
            if (type != InvalidationQueueType.Wait)
                Taken.Add((type, granularity));
        }
    }
}
