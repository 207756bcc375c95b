using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

public class ScalableTranslationTests
{
    private const PagePermissions All = PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute;
    private const ulong Large = 0x80;

    private static ulong SizeOf(int level) => 1UL << (3 + 9 * level);

    private static byte[] PasidPages(ulong address) => Guest.Bytes(new PasidIotlbInvalidateDescriptor
    {
        G = PasidIotlbGranularity.Page, DID = Machine.Domain, PASID = Machine.Pasid, ADDR = address,
    });

    private static void AssertMaps(Machine machine, ulong input, ulong output, ulong size)
    {
        for (var round = 0; round < 2; round++) // walked, then cached
        {
            var result = machine.Write(input + size - 1);
            Assert.Equal((DmaOutcome.Allowed, 0), (result.Outcome, (byte)result.FaultReason));
            Assert.Equal((input, output, size), (result.Page.Input, result.Page.Output, result.Page.Size));
            Assert.Equal(PagePermissions.Read | PagePermissions.Write, result.Page.Permissions & ~PagePermissions.Execute);
            Assert.Equal(output + size - 1, result.Translate(input + size - 1));
            Assert.Equal(1, machine.Guest.Unit.EntriesOf(CacheKind.Iotlb));
        }
        Assert.Equal(DmaOutcome.Blocked, machine.Write(input + size).Outcome);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    [InlineData(5, 3)]
    public void First_stage_translates_at_every_level(int levels, int level)
    {
        var machine = new Machine(
            PasidTranslationType.FirstStage,
            entry => entry with { FSPM = levels == 5 ? FirstStagePagingMode.Level5 : FirstStagePagingMode.Level4 });
        var input = (ulong.MaxValue << (2 + 9 * levels)) + 3 * SizeOf(level); // of the upper half
        machine.First.Map(input, 5 * SizeOf(level) | 7 | (level > 1 ? Large : 0), level);
        AssertMaps(machine, input, 5 * SizeOf(level), SizeOf(level));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    public void Second_stage_translates_at_every_level(int width, int level)
    {
        var machine = new Machine(PasidTranslationType.SecondStage, entry => entry with { AW = (SecondStageWidth)width });
        var input = (1UL << (29 + 9 * width)) + 3 * SizeOf(level);
        machine.Second.Map(input, 5 * SizeOf(level) | 3 | (level > 1 ? Large : 0), level);
        AssertMaps(machine, input, 5 * SizeOf(level), SizeOf(level));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    public void A_nested_page_is_as_large_as_both_stages_agree(int first, int second)
    {
        var machine = new Machine(PasidTranslationType.Nested);
        var size = SizeOf(Math.Min(first, second));
        var input = 9 * SizeOf(3);
        var guest = 5 * SizeOf(3);
        var output = 7 * SizeOf(3);
        machine.First.Map(input, guest | 7 | (first > 1 ? Large : 0), first);
        machine.Second.Map(guest, output | 3 | (second > 1 ? Large : 0), second);
        AssertMaps(machine, input, output, size);
    }

    [Fact]
    public void A_part_of_a_page_goes_with_any_address_of_the_page()
    {
        var machine = new Machine(PasidTranslationType.Nested);
        machine.First.Map(0x20_0000, 0x40_0000 | 7 | Large, level: 2);
        machine.Second.Map(0x40_3000, 0x77_7003);
        for (var page = 4UL; page < 20; page++) // so many are cached that a request looks for the pages that it names
        {
            machine.Second.Map(0x40_0000 + page * 0x1000, 0x50_0003);
            machine.Read(0x20_0000 + page * 0x1000);
        }
        Assert.Equal(0x77_7000UL, machine.Read(0x20_3000).Page.Output);

        machine.Second.Map(0x40_3000, 0x88_8003);
        machine.Guest.SubmitAndWait(PasidPages(0x40_0000));
        Assert.Equal(0x77_7000UL, machine.Read(0x20_3000).Page.Output);
        machine.Guest.SubmitAndWait(PasidPages(0x3F_F000)); // another 4 KiB of the same 2 MiB
        Assert.Equal(0x88_8000UL, machine.Read(0x20_3000).Page.Output);
    }

    [Fact]
    public void A_nested_hit_has_the_rights_that_both_stages_give()
    {
        var machine = new Machine(PasidTranslationType.Nested);
        machine.First.Map(Machine.Input, 0x9000 | 0x67); // writable and dirty
        machine.Second.Map(0, 0x81, level: 2);
        Assert.Equal(PagePermissions.Read | PagePermissions.Execute, machine.Read().Page.Permissions);
        Assert.Equal(0x85, (byte)machine.Write().FaultReason);
    }

    [Fact]
    public void Requests_without_pasid_use_the_entry_of_RID_PASID()
    {
        var machine = new Machine(PasidTranslationType.FirstStage);
        machine.Guest.SetPasid(Machine.Device, Machine.RidPasid, GuestTables.FirstStage(9, 0xA00_0000) with { PWSNP = true });
        new PageTables(machine.Guest, 0xA00_0000, 4, 7).Map(Machine.Input, 0xB000 | 7);
        Assert.Equal(0x9000UL, machine.Read().Page.Output);
        Assert.Equal(0xB000UL, machine.Guest.Unit.Translate(new(Machine.Device, Machine.Input, DmaAccess.Read)).Page.Output);
    }

    [Fact]
    public void Pass_through_gives_the_same_address_and_needs_no_page()
    {
        var machine = new Machine(PasidTranslationType.PassThrough);
        Assert.Equal(new PageTranslation(0x1234_5000, 0x1234_5000, 4096, All), machine.Write(0x1234_5678).Page);
        Assert.Equal((1, 1, 0), (machine.Guest.Unit.EntriesOf(CacheKind.Context), machine.Guest.Unit.EntriesOf(CacheKind.Pasid), machine.Guest.Unit.EntriesOf(CacheKind.Iotlb)));
    }

    [Fact]
    public void The_interrupt_range_is_an_address_like_others_for_requests_with_pasid()
    {
        var machine = new Machine(PasidTranslationType.FirstStage);
        machine.First.Map(0xFEE0_0000, 0x9000 | 7);
        Assert.Equal(0x9000UL, machine.Write(0xFEE0_0000).Page.Output);
        Assert.Equal(DmaOutcome.Interrupt, machine.Guest.Unit.Translate(new(Machine.Device, 0xFEE0_0000, DmaAccess.Write)).Outcome);
    }

    [Fact]
    public void A_large_page_around_the_interrupt_range_is_blocked_there_only()
    {
        var machine = new Machine(PasidTranslationType.FirstStage);
        machine.First.Map(0x20_0000, 0xFEE0_0000 | 7 | Large, level: 2);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(0x87, (byte)machine.Read(0x20_0000).FaultReason);
            Assert.Equal(0x87, (byte)machine.Read(0x2F_FFFF).FaultReason);
            Assert.Equal(new PageTranslation(0x31_2000, 0xFEF1_2000, 4096, PagePermissions.Read | PagePermissions.Execute), machine.Read(0x31_2345).Page);
        }
    }

    public static TheoryData<ulong, bool, string> Rights => new()
    {
        { 7, false, "RW" }, { 5, false, "R" }, { 3, false, "" },
        { 7, true, "RW" }, { 5, true, "RW" }, { 3, true, "RW" }, { 1, true, "RW" },
    };

    /// <summary>Each kind of access, in each order, so that some find a page that others cached.</summary>
    [Theory]
    [MemberData(nameof(Rights))]
    public void Hits_have_the_rights_of_misses(ulong bits, bool isPrivileged, string allowed)
    {
        DmaAccess[] accesses = [DmaAccess.Read, DmaAccess.Write, DmaAccess.Execute];
        foreach (var first in accesses)
        {
            var machine = new Machine(PasidTranslationType.FirstStage, entry => entry with { SRE = true, ERE = true, NXE = true });
            machine.First.Map(Machine.Input, 0x9000 | bits | 1UL << 63);
            machine.Guest.Unit.Translate(machine.Request(first) with { IsPrivileged = !isPrivileged });
            foreach (var access in accesses)
            {
                var letter = access switch { DmaAccess.Read => 'R', DmaAccess.Write => 'W', _ => 'X' };
                var outcome = machine.Guest.Unit.Translate(machine.Request(access) with { IsPrivileged = isPrivileged }).Outcome;
                Assert.Equal((first, access, allowed.Contains(letter)), (first, access, outcome == DmaOutcome.Allowed));
            }
        }
    }
}
