using Vtd.Architecture;
using Vtd.Runtime.Caches;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>The pages that answered last answer again, for requests that need nothing else, while all that led to them is cached.</summary>
public class RecentPagesTests
{
    private const ulong NewOutput = 0xB000;
    private const ushort Neighbour = 0x0110;

    private static bool IsRecent(Machine machine, DmaRequest request) => machine.Guest.Unit.Recent.TryTranslate(request, out _);

    private static bool IsRecent(Machine machine) => IsRecent(machine, machine.Request(DmaAccess.Read));

    /// <summary>A machine whose page has answered, so that it is recent.</summary>
    private static Machine Asked(PasidTranslationType? type, Func<VtdUnitOptions, VtdUnitOptions>? options = null)
    {
        var machine = new Machine(type, options: options);
        Ask(machine);
        return machine;
    }

    private static void Ask(Machine machine)
    {
        Assert.Equal(DmaOutcome.Allowed, machine.Read().Outcome); // walks, and caches
        Assert.Equal(DmaOutcome.Allowed, machine.Read().Outcome); // is answered by the caches
        Assert.True(IsRecent(machine));
    }

    /// <summary>What takes an entry of a request away, by name, and whether legacy mode has it too.</summary>
    private static readonly Dictionary<string, (bool HasLegacy, Action<Guest> Do)> s_ends = new()
    {
        ["context global"] = (true, static guest => guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }))),
        ["context domain"] = (true, static guest => guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Domain, DID = Machine.Domain }))),
        ["context device"] = (true, static guest => guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = Machine.Device }))),
        ["PASID global"] = (false, static guest => guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }))),
        ["PASID domain"] = (false, static guest => guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Domain, DID = Machine.Domain }))),
        ["PASID"] = (false, static guest => guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = Machine.Domain, PASID = Machine.Pasid }))),
        ["IOTLB global"] = (true, static guest => guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }))),
        ["IOTLB domain"] = (true, static guest => guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = Machine.Domain }))),
        ["IOTLB page"] = (true, static guest => guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = Machine.Domain, ADDR = Machine.Input }))),
        ["P-IOTLB PASID"] = (false, static guest => guest.SubmitAndWait(Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = Machine.Domain, PASID = Machine.Pasid }))),
        ["P-IOTLB page"] = (false, static guest => guest.SubmitAndWait(Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = Machine.Domain, PASID = Machine.Pasid, ADDR = Machine.Input }))),
        ["another table"] = (true, static guest => guest.SetRootPointer(TranslationTableMode.AbortDma)),
        ["translation off"] = (true, static guest => guest.Translate(on: false)),
        ["reset"] = (true, static guest => guest.Unit.Reset()),
        ["restored"] = (true, static guest =>
        {
            using var snapshot = new MemoryStream();
            guest.Unit.Save(snapshot);
            snapshot.Position = 0;
            guest.Unit.Restore(snapshot);
        }),
    };

    public static TheoryData<string, string?> Ends
    {
        get
        {
            var data = new TheoryData<string, string?>();
            foreach (var (name, (hasLegacy, _)) in s_ends)
            {
                data.Add(name, nameof(PasidTranslationType.FirstStage));
                if (hasLegacy)
                    data.Add(name, null);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Nothing_is_recent_once_an_entry_of_it_is_taken_away(string end, string? type)
    {
        var machine = Asked(type is null ? null : Enum.Parse<PasidTranslationType>(type));

        s_ends[end].Do(machine.Guest);

        Assert.False(IsRecent(machine));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void What_follows_is_found_anew_and_is_recent_again(string end, string? type)
    {
        var machine = Asked(type is null ? null : Enum.Parse<PasidTranslationType>(type));
        var isOff = end is "another table" or "translation off" or "reset";
        (machine.IsLegacy ? machine.Second : machine.First).Map(Machine.Input, NewOutput | 7);
        s_ends[end].Do(machine.Guest);
        if (isOff)
        {
            machine.Guest.Unit.Reset();
            machine.Guest.SetRootPointer(machine.IsLegacy ? TranslationTableMode.Legacy : TranslationTableMode.Scalable);
            machine.Guest.StartQueue();
            machine.Guest.Translate(on: true);
        }

        Ask(machine);

        Assert.Equal(NewOutput, machine.Read().Page.Output);
    }

    [Fact]
    public void Another_mode_and_back_leaves_the_page_recent_only_after_it_has_answered()
    {
        var machine = Asked(null);
        machine.Guest.Translate(on: false);
        Assert.False(IsRecent(machine));
        machine.Guest.Translate(on: true);

        Assert.False(IsRecent(machine));
        Ask(machine);
    }

    [Fact]
    public void A_device_that_moves_gets_no_page_of_the_domain_that_it_left()
    {
        var machine = Asked(null);
        var tables = new PageTables(machine.Guest, 0xC00_0000, levels: 4, link: 3);
        tables.Map(Machine.Input, NewOutput | 3);
        machine.Guest.SetLegacyContext(Machine.Device, default(LegacyContextEntry) with { P = true, DID = 9, AW = SecondStageWidth.Bits48, SSPTPTR = tables.Root });
        machine.Guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = Machine.Device, DID = Machine.Domain }));

        for (var round = 0; round < 3; round++)
            Assert.Equal(NewOutput, machine.Read().Page.Output);
    }

    [Fact]
    public void Entries_that_make_room_for_others_take_their_pages_along()
    {
        var machine = Asked(null, options => options with { ContextCacheCapacity = 8 });
        for (ushort device = 0x200; device < 0x300; device++)
        {
            machine.Guest.SetLegacyContext(device, domain: 5, TranslationType.PassThrough);
            Assert.True(machine.Guest.Reads(device));
        }

        Assert.False(IsRecent(machine));
    }

    [Fact]
    public void Pages_that_make_room_for_others_are_not_recent()
    {
        var machine = Asked(null, options => options with { IotlbCapacity = 8 });
        for (var page = 1UL; page <= 64; page++)
        {
            machine.Second.Map(Machine.Input + page * 0x8000, 0x10_0000 | 3); // another place among recent pages each eighth page would share
            machine.Read(Machine.Input + page * 0x8000);
        }

        Assert.False(IsRecent(machine));
    }

    [Fact]
    public void A_page_that_was_written_to_has_the_rights_of_its_last_walk()
    {
        var machine = Asked(PasidTranslationType.FirstStage);
        Assert.False(IsRecent(machine, machine.Request(DmaAccess.Write))); // not dirty yet

        Assert.Equal(DmaOutcome.Allowed, machine.Write().Outcome);
        Assert.False(IsRecent(machine)); // the entry that was read-only has left
        Assert.Equal(DmaOutcome.Allowed, machine.Write().Outcome);

        Assert.True(IsRecent(machine, machine.Request(DmaAccess.Write)));
        Assert.True(IsRecent(machine, machine.Request(DmaAccess.Atomic)));
    }

    [Fact]
    public void A_page_that_may_only_be_read_answers_reads_alone()
    {
        var machine = new Machine(null);
        machine.Second.Map(Machine.Input, 0x9000 | 1);
        Ask(machine);

        Assert.False(IsRecent(machine, machine.Request(DmaAccess.Write)));
        Assert.False(IsRecent(machine, machine.Request(DmaAccess.Atomic)));
        Assert.Equal(FaultReason.WriteDenied, machine.Write().FaultReason);
    }

    [Fact]
    public void Requests_with_rules_of_their_own_take_the_long_way()
    {
        var machine = Asked(PasidTranslationType.FirstStage);
        var request = machine.Request(DmaAccess.Read);

        Assert.False(IsRecent(machine, request with { IsPrivileged = true }));
        Assert.False(IsRecent(machine, request with { IsTranslated = true }));
        Assert.False(IsRecent(machine, request with { Access = DmaAccess.Execute }));
        Assert.False(IsRecent(machine, request with { Access = (DmaAccess)7 }));
        Assert.False(IsRecent(machine, request with { Pasid = null }));
        Assert.False(IsRecent(machine, request with { Pasid = Machine.Pasid | 1 << 20 }));
        Assert.False(IsRecent(machine, request with { SourceId = Neighbour }));
        Assert.False(IsRecent(machine, request with { Address = Machine.Input + 0x1000 }));
    }

    [Fact]
    public void Privileged_requests_without_PASID_are_never_recent()
    {
        var machine = new Machine(PasidTranslationType.FirstStage, entry => entry with { SRE = true });
        machine.Change(Machine.ScalableContext + 8, value => value | 1UL << 20); // RID_PRIV
        var request = machine.Request(DmaAccess.Read) with { Pasid = null };
        machine.Guest.Unit.Translate(request);
        machine.Guest.Unit.Translate(request);

        Assert.False(IsRecent(machine, request));
    }

    [Fact]
    public void Requests_that_pass_through_get_no_page_of_other_requesters_of_their_domain()
    {
        var machine = Asked(null);
        machine.Guest.SetLegacyContext(Neighbour, Machine.Domain, TranslationType.PassThrough);

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(Machine.Input, machine.Guest.Unit.Translate(new(Neighbour, Machine.Input, DmaAccess.Read)).Page.Output);
            Assert.Equal(0x9000u, machine.Read().Page.Output);
        }
    }

    [Fact]
    public void A_page_in_the_interrupt_range_that_requests_with_PASID_get_is_none_for_requests_without()
    {
        var machine = new Machine(PasidTranslationType.SecondStage);
        const ulong Address = 0xFEE0_0000;
        machine.Second.Map(Address, 0x9000 | 3);
        var tagged = machine.Request(DmaAccess.Write, Address);

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(DmaOutcome.Allowed, machine.Guest.Unit.Translate(tagged).Outcome);
            Assert.Equal(DmaOutcome.Interrupt, machine.Guest.Unit.Translate(tagged with { Pasid = null }).Outcome);
            Assert.Equal(DmaOutcome.Allowed, machine.Guest.Unit.Translate(machine.Request(DmaAccess.Write) with { Pasid = null }).Outcome);
        }
    }

    [Fact]
    public void A_large_page_beside_the_interrupt_range_is_not_given_out_whole()
    {
        var machine = new Machine(null);
        machine.Second.Map(0xC000_0000, 0x83, level: 3); // a GiB at 0, so that no output is in the range

        for (var round = 0; round < 3; round++)
            Assert.Equal(new PageTranslation(0xFED0_0000, 0x3ED0_0000, 4096, PageRights.All), machine.Read(0xFED0_0123).Page);
    }

    [Fact]
    public void Nor_is_a_large_page_that_leads_beside_and_into_the_interrupt_range()
    {
        var machine = new Machine(null);
        const ulong Gigabyte = 1UL << 30;
        machine.Second.Map(4 * Gigabyte, 0xC000_0000 | 0x83, level: 3);

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(new PageTranslation(4 * Gigabyte + 0x3ED0_0000, 0xFED0_0000, 4096, PageRights.All), machine.Read(4 * Gigabyte + 0x3ED0_0123).Page);
            Assert.Equal(DmaOutcome.Blocked, machine.Read(4 * Gigabyte + 0x3EE0_0000).Outcome);
        }
    }

    [Theory]
    [InlineData(2, 1UL << 21)]
    [InlineData(3, 1UL << 30)]
    public void Large_pages_are_recent_at_each_address_that_asked(int level, ulong size)
    {
        var machine = new Machine(null);
        machine.Second.Map(size, 5 * size | 0x83, level);
        ulong[] addresses = [size, size + 0x1234, 2 * size - 1];

        foreach (var address in addresses)
        {
            machine.Read(address);
            machine.Read(address);
            Assert.True(machine.Guest.Unit.Recent.TryTranslate(machine.Request(DmaAccess.Write, address), out var result));
            Assert.Equal(new PageTranslation(size, 5 * size, size, PageRights.All), result.Page);
        }

        machine.Guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = Machine.Domain, ADDR = size + 0x4000 }));
        Assert.All(addresses, address => Assert.False(IsRecent(machine, machine.Request(DmaAccess.Read, address))));
    }

    [Fact]
    public void Requesters_that_share_a_domain_share_its_pages_but_not_their_fate()
    {
        var machine = Asked(null);
        machine.Guest.SetLegacyContext(Neighbour, default(LegacyContextEntry) with { P = true, DID = Machine.Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Machine.SecondRoot });
        var request = machine.Request(DmaAccess.Read) with { SourceId = Neighbour };
        Assert.False(IsRecent(machine, request)); // its entry is not even read

        machine.Guest.Unit.Translate(request);
        machine.Guest.Unit.Translate(request);
        Assert.True(IsRecent(machine, request));

        machine.Guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = Neighbour }));
        Assert.False(IsRecent(machine, request));
        Ask(machine);
        Assert.False(IsRecent(machine, request));
    }

    [Fact]
    public void Requesters_of_different_domains_share_no_page()
    {
        // More domains than places.
        const int Domains = 16;
        var machine = new Machine(null, options: options => options with { IotlbCapacity = 8 });
        for (var domain = 1; domain <= Domains; domain++)
        {
            machine.Guest.MapSecondStage(TableOf(domain));
            machine.Guest.SetLegacyContext(DeviceOf(domain), default(LegacyContextEntry) with { P = true, DID = (ushort)domain, AW = SecondStageWidth.Bits48, SSPTPTR = TableOf(domain) });
        }

        for (var question = 0; question < 4 * Domains; question++)
        {
            var domain = 1 + question / 2 % Domains; // twice each, so that the page is recent
            Assert.Equal(TableOf(domain), machine.Guest.Unit.Translate(new(DeviceOf(domain), Machine.Input, DmaAccess.Read)).Page.Output);
        }

        static ulong TableOf(int domain) => 0xC00_0000 + (ulong)domain * 0x1000;
        static ushort DeviceOf(int domain) => (ushort)(0x200 + domain);
    }

    [Fact]
    public void An_observer_misses_no_request()
    {
        var machine = new Machine(null, observer: new Silent());
        machine.Read();
        machine.Read();
        Assert.False(IsRecent(machine));
    }

    [Fact]
    public void Each_counts_as_a_hit_of_every_cache_that_it_needs()
    {
        var machine = Asked(PasidTranslationType.FirstStage);
        var before = Hits();

        Assert.True(IsRecent(machine));

        Assert.Equal((before.Context + 1, before.Pasid + 1, before.Page + 1), Hits());

        (long Context, long Pasid, long Page) Hits()
        {
            var counters = machine.Guest.Unit.Events.Counters;
            return (counters.HitsOf(CacheKind.Context), counters.HitsOf(CacheKind.Pasid), counters.HitsOf(CacheKind.Iotlb));
        }
    }

    [Fact]
    public void What_was_resolved_of_entries_that_are_gone_is_not_confirmed_by_their_successors()
    {
        var machine = new Machine(PasidTranslationType.FirstStage, entry => entry with { SRE = true });
        Ask(machine);
        machine.Guest.SubmitAndWait(Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = Machine.Domain, PASID = Machine.Pasid }));
        machine.Guest.Unit.Translate(machine.Request(DmaAccess.Read) with { IsPrivileged = true }); // caches the entry again, and resolves nothing

        Assert.Equal(DmaOutcome.Allowed, machine.Read().Outcome);

        Assert.False(IsRecent(machine));
    }

    [Fact]
    public void A_walk_of_a_requester_that_asked_before_counts_the_entries_that_were_cached()
    {
        var machine = Asked(PasidTranslationType.FirstStage);
        machine.First.Map(Machine.Input + 0x1000, 0xA000 | 7);
        var counters = machine.Guest.Unit.Events.Counters;
        (long Context, long Pasid, long Page, long Walks) Counted() =>
            (counters.HitsOf(CacheKind.Context), counters.HitsOf(CacheKind.Pasid), counters.HitsOf(CacheKind.Iotlb), counters.Misses[(int)CacheKind.Iotlb]);
        var before = Counted();

        Assert.Equal(DmaOutcome.Allowed, machine.Read(Machine.Input + 0x1000).Outcome);

        Assert.Equal((before.Context + 1, before.Pasid + 1, before.Page, before.Walks + 1), Counted());
    }

    [Fact]
    public void Privilege_without_PASID_does_not_count()
    {
        var machine = new Machine(PasidTranslationType.FirstStage);
        var request = machine.Request(DmaAccess.Read) with { Pasid = null, IsPrivileged = true };

        for (var round = 0; round < 3; round++)
            Assert.Equal(0x9000u, machine.Guest.Unit.Translate(request).Page.Output);

        Assert.Equal(DmaOutcome.Blocked, machine.Guest.Unit.Translate(request with { Address = Machine.Input + 0x1000 }).Outcome);
        Assert.False(machine.Record().PRIV);
    }

    private sealed class Silent : IUnitObserver;
}
