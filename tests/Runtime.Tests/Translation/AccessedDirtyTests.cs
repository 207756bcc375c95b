using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

public class AccessedDirtyTests
{
    private const ulong FirstAccessed = 1 << 5;
    private const ulong FirstDirty = 1 << 6;
    private const ulong FirstExtended = 1 << 10;
    private const ulong SecondAccessed = 1 << 8;
    private const ulong SecondDirty = 1 << 9;

    private static ulong[] First(Machine machine) =>
        [.. Enumerable.Range(1, 4).Select(level => machine.First.Read(machine.First.Entry(Machine.Input, level)) & (FirstAccessed | FirstDirty | FirstExtended))];

    private static ulong[] Second(Machine machine) => [.. Enumerable.Range(1, 4).Select(level => Second(machine, Machine.Input, level))];

    private static ulong Second(Machine machine, ulong address, int level) =>
        machine.Second.Read(machine.Second.Entry(address, level)) & (SecondAccessed | SecondDirty);

    [Fact]
    public void First_stage_marks_every_entry_accessed_and_the_page_dirty_once_it_is_written()
    {
        var machine = new Machine(PasidTranslationType.FirstStage);
        Assert.Equal(PagePermissions.Read | PagePermissions.Execute, machine.Read().Page.Permissions);
        Assert.Equal([FirstAccessed, FirstAccessed, FirstAccessed, FirstAccessed], First(machine));

        // The page is cached by the read; the write must walk all the same.
        Assert.Equal(PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute, machine.Write().Page.Permissions);
        Assert.Equal([FirstAccessed | FirstDirty, FirstAccessed, FirstAccessed, FirstAccessed], First(machine));
    }

    [Fact]
    public void A_page_that_is_known_dirty_is_not_marked_again()
    {
        var machine = new Machine(PasidTranslationType.FirstStage);
        machine.Write();
        machine.First.Map(Machine.Input, 0x9000 | 7);
        machine.Write();
        Assert.Equal(0UL, First(machine)[0]);
    }

    [Fact]
    public void The_extended_bit_is_kept_if_asked_for()
    {
        var machine = new Machine(PasidTranslationType.FirstStage, entry => entry with { EAFE = true });
        machine.Read();
        Assert.All(First(machine), bits => Assert.Equal(FirstAccessed | FirstExtended, bits));
    }

    [Fact]
    public void A_denied_request_marks_nothing_where_it_is_denied()
    {
        var machine = new Machine(PasidTranslationType.FirstStage);
        machine.First.Map(Machine.Input, 0x9000 | 5);
        Assert.Equal(0x85, (byte)machine.Write().FaultReason);
        Assert.Equal([0, FirstAccessed, FirstAccessed, FirstAccessed], First(machine));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Second_stage_marks_entries_if_the_pasid_entry_says_so(bool keeps)
    {
        var machine = new Machine(PasidTranslationType.SecondStage, entry => entry with { SSADE = keeps });
        machine.Read();
        var accessed = keeps ? SecondAccessed : 0;
        Assert.Equal([accessed, accessed, accessed, accessed], Second(machine));
        machine.Write();
        Assert.Equal([accessed | (keeps ? SecondDirty : 0), accessed, accessed, accessed], Second(machine));
    }

    [Fact]
    public void Legacy_tables_are_never_marked()
    {
        var machine = new Machine(null);
        machine.Write();
        Assert.Equal([0, 0, 0, 0], Second(machine));
    }

    [Fact]
    public void Marking_a_nested_table_makes_its_page_dirty()
    {
        var machine = new Machine(PasidTranslationType.Nested, entry => entry with { SSADE = true });
        Assert.Equal(DmaOutcome.Allowed, machine.Read().Outcome);
        Assert.Equal(SecondAccessed | SecondDirty, Second(machine, Machine.FirstRoot, level: 2));
        Assert.Equal(SecondAccessed, Second(machine, 0, level: 2));
        Assert.Equal([FirstAccessed, FirstAccessed, FirstAccessed, FirstAccessed], First(machine));

        Assert.Equal(DmaOutcome.Allowed, machine.Write().Outcome);
        Assert.Equal(SecondAccessed | SecondDirty, Second(machine, 0, level: 2));
        Assert.Equal(FirstAccessed | FirstDirty, First(machine)[0]);
    }

    [Theory]
    [InlineData(PasidTranslationType.FirstStage, 3, 0)]
    [InlineData(PasidTranslationType.FirstStage, 1000, 0x91)]
    [InlineData(PasidTranslationType.SecondStage, 3, 0)]
    [InlineData(PasidTranslationType.SecondStage, 1000, 0x7D)]
    internal void A_lost_race_is_tried_again_but_not_for_ever(PasidTranslationType type, int races, byte fault)
    {
        var machine = new Machine(type, entry => entry with { SSADE = true }, memory: memory => new RacingTables(memory, races));
        Assert.Equal(fault, (byte)machine.Write().FaultReason);
    }
}
