using Vtd.Spec.Tests;

namespace Vtd.Tool.Tests.Export;

/// <summary>Headers in the hands of compilers.</summary>
public sealed class CompilerTests
{
    /// <summary>A header of macros alone is no program in C.</summary>
    private const string Program = "int nothing;\n";

    [GccFact]
    public void HeadersCompileWithoutWarnings()
    {
        const string Timer = "tests/Package.Tests/Consumers/Timer";
        string[][] specs =
        [
            ["Spec/vtd"], ["tests/Generator.Tests/Specs"], ["tests/Generator.Tests/Ports"], ["tests/Package.Tests/Consumers/Nvme"], [$"{Timer}/registers.vtd.yaml", $"{Timer}/tables"], [$"{Timer}/watchdog.vtd.yaml"],
        ];
        foreach (var paths in specs)
            Gcc.Compiles(Exports.Header([.. paths.Select(Repository.PathOf)]) + Program);
        using var folder = new TemporaryFolder();
        var good = GoodInputs.FilesWithParts.Select((file, i) => folder.Write($"{i}.vtd.yaml", file.Text.Split('\n'))).ToArray();
        Gcc.Compiles(Exports.Header(good) + Program);
        Gcc.Compiles(Exports.Header(folder.Write("arrays.vtd.yaml", ArrayInputs.Text.Split('\n'))) + Program);
    }

    /// <summary>Every kind of macro, with values that its spec, Samples/timer.vtd.yaml, says in other words.</summary>
    [GccFact]
    public void MacrosHaveTheValuesOfTheSpec()
    {
        var header = Exports.Header(Repository.PathOf("tests/Tool.Tests/Export/Samples"));

        Gcc.Proves(header + "enum { one = 1 };\n",
        [
            "TIMER_BLOCK_SIZE == 512",
            "TIMER_CTL_OFFSET == 16 && TIMER_CTL_WIDTH == 32 && TIMER_CTL_RESET == 0x80000001",
            "TIMER_CTL_ACCESS_RW == 0x8000000F && TIMER_CTL_ACCESS_ONESHOT == 0x40000000 && TIMER_CTL_ACCESS_RSVDP == 0x3FFFFFF0",
            "TIMER_CTL_JOB_MASK == 0xC && TIMER_CTL_JOB_SHIFT == 2 && TIMER_STATE_RINGING == 2 && TIMER_COMMAND_SNOOZE == 3",
            "sizeof(TIMER_CTL_OFF_MASK) == 4 && sizeof(TIMER_CAP_LAST_MASK) == 8 && TIMER_CTL_OFF_MASK > 0 && ~TIMER_CTL_OFF_MASK == 0x7FFFFFFF",
            "((0x80000002 & TIMER_CTL_UNIT_MASK) >> TIMER_CTL_UNIT_SHIFT) == TIMER_UNIT_SECOND_OR_MORE",
            "TIMER_SIZES_SMALL == 1 && TIMER_SIZES_LARGE == 8",
            "TIMER_ALARM_OFFSET(one + 1) == 0x30 && TIMER_ALARM_COUNT == 4 && TIMER_ALARM_STRIDE == 8 && TIMER_ALARM_INDEX_FIRST == 0 && TIMER_ALARM_INDEX_LAST == 3",
            "TIMER_CAP_FIRST_PARTS == 2 && TIMER_CAP_FIRST_PART1_MASK == 0x300000000 && TIMER_CAP_FIRST_PART1_VALUE_SHIFT == 4",
            "TIMER_CHANNEL_COUNT(0x0F) == 16 && TIMER_CHANNEL_STRIDE(0x0000020000000000) == 64",
            "TIMER_CHANNEL_OFFSET(0x0000000000000020, one) == 0x20 + 0x100 + 16",
            "TIMER_CHANNEL_OFFSET(0x0000020100000020 | one, 2 + one) == (0x12 << 4) + 0x100 + 3 * 64",
            "TIMER_CHANNEL_LIMIT_WORD == 1 && TIMER_CHANNEL_LIMIT_MASK == 0xFFFFFFFFFFFFFFFF && TIMER_CHANNEL_LIMIT_SHIFT == 0",
            "TIMER_CHANNEL_START_SCALE == 4096 && TIMER_CHANNEL_ACCESS_RSVDZ_WORD0 == 0xFFF",
            "TIMER_COMMAND_QUEUE_TYPE_PART1_MASK == 0x300 && TIMER_STOP_DESCRIPTOR_TYPE == 8",
            "TIMER_START_DESCRIPTOR_WIDTH == 64 && TIMER_START_DESCRIPTOR_MAX_WIDTH == 128 && TIMER_STOP_DESCRIPTOR_WORDS == 2",
            "TIMER_SHORT_SLOT_DELAY_WORD == 0 && TIMER_SHORT_SLOT_DELAY_SHIFT == 32",
            "TIMER_LONG_SLOT_DELAY_PART0_MASK == 0xFFFFFFFF00000000 && TIMER_LONG_SLOT_DELAY_PART1_WORD == 1",
            "TIMER_LONG_SLOT_DELAY_PART1_MASK == 0xFF && TIMER_LONG_SLOT_DELAY_PART1_VALUE_SHIFT == 32",
            "TIMER_LONG_SLOT_MAP_PARTS == 3 && TIMER_LONG_SLOT_MAP_PART2_MASK == 0xFFFFFFFFFF && TIMER_LONG_SLOT_MAP_PART2_VALUE_SHIFT == 120",
        ]);
        Gcc.Disproves(header, "TIMER_CTL_OFFSET == 17");
    }
    [GccFact]
    public void EachDimensionOfAnArrayHasItsIndex() =>
        Gcc.Proves(Exports.Header(Repository.PathOf("tests/Generator.Tests/Ports")),
        [
            "PORTS_PORT_MODE_OFFSET(2) == 0x180 && PORTS_PORT_MODE_COUNT(0x3) == 4 && PORTS_PORT_MODE_STRIDE == 0x40",
            "PORTS_PORT_ROUTE_OFFSET(2, 1, 3) == 0x100 + 2 * 0x40 + 0x10 + 0x10 + 3 * 4",
            "PORTS_PORT_ROUTE_COUNT0(0x3) == 4 && PORTS_PORT_ROUTE_COUNT1 == 2 && PORTS_PORT_ROUTE_COUNT2 == 4",
            "PORTS_PORT_ROUTE_STRIDE0 == 0x40 && PORTS_PORT_ROUTE_STRIDE1 == 0x10 && PORTS_PORT_ROUTE_STRIDE2 == 4",
        ]);
}
