using System.Runtime.InteropServices;
using Demo;
using Demo.Codegen;
using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Access;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Drivers: which accesses they make, over memory, over a model and over a bus that takes notes.</summary>
public sealed class DriverTests : IDisposable
{
    private const int LogBase = 0x80;

    private static readonly DemoCapabilities s_capabilities = new()
    {
        CAPS = new Caps { EXT = true, SLOTS = 1, BASE = LogBase / 16 },
        GAUGES = new Gauges { COUNT = 2, SPACING = 1 },
        GAUGECAP = [new Gaugecap { HAS = true }, new Gaugecap { HAS = true }],
    };

    private readonly NotingBus _bus = new();
    private readonly nint _memory = Marshal.AllocHGlobal(DemoRegisters.Size + 8);

    public DriverTests()
    {
        for (var offset = 0; offset < DemoRegisters.Size; offset++)
            Marshal.WriteByte(Page, offset, 0);
    }

    private nint Page => (_memory + 7) & ~7;

    public void Dispose() => Marshal.FreeHGlobal(_memory);

    [Fact]
    public void Each_access_of_a_driver_is_one_access_of_the_width_of_the_register()
    {
        var registers = new DemoRegisters<NotingBus>(_bus, s_capabilities);

        _ = registers.DATA.Read();
        _ = registers.ADDR.Read();
        registers.DATA.Write(new Data(7));
        registers.ADDR.Write(new Addr { ORDER = 3 }.ToWrite(setSTART: true));
        registers.DATA.Update(data => data with { WORD = data.WORD + 1 });

        Assert.Equal(["r4 C", "r8 10", "w4 C 7", "w8 10 8000000000000003", "r4 C", "w4 C 8"], _bus.Notes);
    }

    [Fact]
    public void A_register_of_128_bits_takes_two_accesses_the_lowest_first()
    {
        var registers = new DemoRegisters<NotingBus>(_bus, s_capabilities);

        registers.LOG(1).Write(new Log { SPAN = 0xABCD }.ToWrite(clearF: true));
        var read = registers.LOG(1).Read();

        Assert.Equal(["w8 90 CD00000000000000", "w8 98 80000000000000AB", "r8 90", "r8 98"], _bus.Notes);
        Assert.Equal((0xABCD, true), (read.SPAN, read.F));
    }

    [Fact]
    public void Places_come_from_the_registers_that_say_so_read_once()
    {
        var model = new DemoRegisterFile(s_capabilities);
        var bus = new NotingBus(new DemoRegisterFileBus(model, new DemoRegisterHandler()));

        var registers = new DemoRegisters<NotingBus>(bus);

        Assert.Equal(["r4 0", "r4 28"], bus.Notes.Order());
        Assert.Equal((3, 2, 2), (registers.PORTCount, registers.LOGCount, registers.GAUGECount));
        registers.GAUGE(1).Write(new Gauge { LEVEL = 9 }.ToWrite());
        registers.TAIL.Write(new Tail(5));
        Assert.Equal(["w4 68 90000", "w4 E0 5"], bus.Notes[2..]);
        Assert.Equal((9U, 5U), (model.GetGAUGE(1).LEVEL, model.TAIL.T));
    }

    [Fact]
    public void Elements_are_counted()
    {
        var registers = new DemoRegisters<NotingBus>(_bus, s_capabilities);

        registers.PORT(2).Write(new Port { ON = true }.ToWrite());

        Assert.Equal(["w4 48 1"], _bus.Notes);
        Assert.Equal("index", Assert.Throws<ArgumentOutOfRangeException>(() => registers.PORT(3)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => registers.PORT(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => registers.LOG(2));
    }

    [Fact]
    public void What_a_device_does_not_have_cannot_be_accessed()
    {
        var registers = new DemoRegisters<NotingBus>(_bus, s_capabilities with { CAPS = new Caps { BASE = LogBase / 16 }, GAUGES = default });

        Assert.Equal("The device does not have TAIL.", Assert.Throws<InvalidOperationException>(() => registers.TAIL).Message);
        Assert.Equal(0, registers.GAUGECount);
        Assert.Throws<ArgumentOutOfRangeException>(() => registers.GAUGE(0));
    }

    [Fact]
    public void A_device_that_places_registers_outside_of_its_block_is_refused_at_once()
    {
        var wrong = s_capabilities with { CAPS = new Caps { SLOTS = 15, BASE = 0xFF } };

        Assert.Equal(
            Assert.Throws<ArgumentException>(() => new DemoRegisterFile(wrong)).Message,
            Assert.Throws<ArgumentException>(() => new DemoRegisters<NotingBus>(_bus, wrong)).Message);
    }

    [Fact]
    public void An_update_clears_and_triggers_nothing_that_is_not_named()
    {
        var model = new DemoRegisterFile(s_capabilities) { STATUS = new Status { ERR = true, DONE = true, CNT = 3 } };
        var registers = new DemoRegisters<DemoRegisterFileBus>(new(model, new DemoRegisterHandler()), s_capabilities);

        registers.STATUS.Update(status => (status with { LAST = 5 }).ToWrite());
        Assert.Equal((true, true, 5, 3), (model.STATUS.ERR, model.STATUS.DONE, model.STATUS.LAST, model.STATUS.CNT));

        registers.STATUS.Update(status => status.ToWrite(clearDONE: true));
        Assert.Equal((true, false, 5), (model.STATUS.ERR, model.STATUS.DONE, model.STATUS.LAST));
    }

    [Fact]
    public void Software_cannot_write_what_is_only_read_nor_write_back_what_acts()
    {
        Assert.Equal(typeof(ReadOnlyRegister<NotingBus, Caps>), TypeOf(nameof(DemoRegisters<NotingBus>.CAPS)));
        Assert.Equal(typeof(ReadWriteRegister<NotingBus, Data, Data>), TypeOf(nameof(DemoRegisters<NotingBus>.DATA)));
        Assert.Equal(typeof(ReadWriteRegister<NotingBus, Status, Status.Write>), TypeOf(nameof(DemoRegisters<NotingBus>.STATUS)));
        Assert.Null(typeof(ReadOnlyRegister<NotingBus, Caps>).GetMethod("Write"));
        Assert.Null(typeof(WriteOnlyRegister<NotingBus, Data>).GetMethod("Read"));

        static Type TypeOf(string name) => typeof(DemoRegisters<NotingBus>).GetProperty(name)!.PropertyType;
    }

    [Fact]
    public void Waiting_ends_when_the_condition_holds()
    {
        var registers = new DemoRegisters<NotingBus>(_bus, s_capabilities);
        _bus.OnRead = () => _bus.Memory[0x08] = (ulong)_bus.Notes.Count >= 4 ? Status.Masks.DONE : 0UL;

        Assert.True(registers.STATUS.SpinUntil(status => status.DONE, Timeout.InfiniteTimeSpan, out var last));

        Assert.True(last.DONE);
        Assert.Equal(Enumerable.Repeat("r4 8", 4), _bus.Notes);
    }

    [Fact]
    public void Waiting_ends_with_the_time_and_reads_once_at_least()
    {
        var registers = new DemoRegisters<NotingBus>(_bus, s_capabilities);

        Assert.False(registers.STATUS.SpinUntil(status => status.DONE, TimeSpan.Zero));
        Assert.Equal(["r4 8"], _bus.Notes);

        var time = System.Diagnostics.Stopwatch.StartNew();
        Assert.False(registers.STATUS.SpinUntil(status => status.DONE, TimeSpan.FromMilliseconds(20)));
        Assert.InRange(time.ElapsedMilliseconds, 20, 60_000);
    }

    [Fact]
    public void A_mapped_page_is_read_and_written_where_the_registers_are()
    {
        var registers = new DemoRegisters<MappedRegisters>(new(Page, DemoRegisters.Size, DemoRegisters.Size), s_capabilities);

        registers.DATA.Write(new Data(0x11223344));
        registers.ADDR.Write(new Addr { PAGE = 0x5000, ORDER = 2 }.ToWrite());
        Marshal.WriteInt32(Page, 0x08, 1);

        Assert.Equal((0x11223344, 0x5002L), (Marshal.ReadInt32(Page, 0x0C), Marshal.ReadInt64(Page, 0x10)));
        Assert.Equal((0x11223344U, 0x5000UL, true), (registers.DATA.Read().WORD, registers.ADDR.Read().PAGE, registers.STATUS.Read().DONE));
    }

    [Theory]
    [InlineData(1, 0xFFUL)]
    [InlineData(2, 0xFFFFUL)]
    [InlineData(4, 0xFFFF_FFFFUL)]
    [InlineData(8, ulong.MaxValue)]
    public void A_mapped_page_takes_accesses_of_each_size_and_touches_no_other_byte(int size, ulong ones)
    {
        var bus = new MappedRegisters(Page, 24, 24);

        bus.Write(8, size, ulong.MaxValue);

        Assert.Equal(ones, bus.Read(8, size));
        Assert.Equal((0UL, ones, 0UL), (bus.Read(0, 8), bus.Read(8, 8), bus.Read(16, 8)));
        Assert.Throws<ArgumentOutOfRangeException>(() => bus.Read(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => bus.Write(0, 16, 0));
    }

    [Fact]
    public void A_page_that_is_too_small_for_the_block_is_refused_when_the_bus_is_made()
    {
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => new MappedRegisters(Page, DemoRegisters.Size - 1, DemoRegisters.Size)).ParamName);
        Assert.Equal("address", Assert.Throws<ArgumentOutOfRangeException>(() => new MappedRegisters(0, DemoRegisters.Size, DemoRegisters.Size)).ParamName);
        Assert.Equal("address", Assert.Throws<ArgumentOutOfRangeException>(() => new MappedRegisters(Page + 4, DemoRegisters.Size, DemoRegisters.Size)).ParamName);
    }

    [Fact]
    public void A_model_that_refuses_an_access_says_why()
    {
        var bus = new DemoRegisterFileBus(new DemoRegisterFile(s_capabilities), new DemoRegisterHandler());

        var read = Assert.Throws<RegisterAccessException>(() => bus.Read(0x0E, 4));
        var write = Assert.Throws<RegisterAccessException>(() => bus.Write(DemoRegisters.Size, 4, 0));

        Assert.Equal((RegisterAccess.Misaligned, 0x0E, 4), (read.Access, read.Offset, read.Size));
        Assert.Equal("The register block refuses an access of 4 bytes at 0x100: Unmapped.", write.Message);
    }

    [Fact]
    public void Reads_and_writes_over_a_page_and_a_model_allocate_nothing()
    {
        var page = new DemoRegisters<MappedRegisters>(new(Page, DemoRegisters.Size, DemoRegisters.Size), s_capabilities);
        var model = new DemoRegisters<DemoRegisterFileBus>(new(new DemoRegisterFile(s_capabilities), new DemoRegisterHandler()), s_capabilities);

        Assert.Equal(0, Allocations.Of(() =>
        {
            page.DATA.Write(page.DATA.Read() with { WORD = 1 });
            page.PORT(1).Update(static port => (port with { ON = true }).ToWrite());
            model.LOG(1).Write(model.LOG(0).Read().ToWrite());
        }));
    }

    [Fact]
    public void Entries_are_written_to_and_read_from_memory_that_a_device_shares()
    {
        var memory = new byte[2 * WideEntry.SizeInBytes];
        var entry = new WideEntry { END = true }.WithPIRWord(3, 0x77);

        entry.CopyTo(memory.AsSpan(WideEntry.SizeInBytes));

        Assert.Equal(0x77, memory[WideEntry.SizeInBytes + 24]);
        Assert.Equal(entry, WideEntry.Read(memory.AsSpan(WideEntry.SizeInBytes)));
    }

    [Theory]
    [InlineData("4", "r4 8, r4 C, w4 8 55667788, w4 C 11223344, r4 0, w4 4 9")]
    [InlineData("2, 8", "r8 8, w8 8 1122334455667788, r2 0, r2 2, w2 4 9, w2 6 0")]
    public void A_register_takes_the_widest_accesses_of_its_block(string sizes, string notes)
    {
        var spec = $$"""
            spec: Narrow
            block: { size: 0x10, access: [{{sizes}}] }
            registers:
              STATE: { offset: 0, width: 32, access: ro, reset: 0, fields: { ALL: { bits: "31:0" } } }
              ORDER: { offset: 4, width: 32, access: wo, reset: 0, fields: { ALL: { bits: "31:0" } } }
              WORD: { offset: 8, width: 64, access: rw, reset: 0, fields: { ALL: { bits: "63:0" } } }
            """;
        var compilation = Generated.Compile(Generated.Texts(spec), """
            using System.Collections.Generic;
            using Consumer.Codegen;
            using Consumer.Narrow;
            sealed class Bus : IRegisterBus
            {
                private readonly List<string> _notes = [];
                public static string Run()
                {
                    var bus = new Bus();
                    var registers = new NarrowRegisters<Bus>(bus);
                    _ = registers.WORD.Read();
                    registers.WORD.Write(new Word(0x1122334455667788));
                    _ = registers.STATE.Read();
                    registers.ORDER.Write(new Order(9));
                    return string.Join(", ", bus._notes);
                }
                public ulong Read(int offset, int size) { _notes.Add($"r{size} {offset:X}"); return 0; }
                public void Write(int offset, int size, ulong value) => _notes.Add($"w{size} {offset:X} {value:X}");
            }
            """, TestOptions.WithParts("Driver"));

        Assert.Equal(notes, Generated.Method<Func<string>>(compilation, "Bus", "Run")());
    }

    /// <summary>A register is read if reads show something, written if writes do something, and by <c>ToWrite</c> if one value of a bit acts.</summary>
    [Fact]
    public void Access_words_decide_what_a_driver_can_do()
    {
        foreach (var (word, meaning) in AccessMeaning.All.Where(static entry => Vtd.Spec.Model.Access.Parse(entry.Key)!.Reserved == Vtd.Spec.Model.ReservedKind.None))
        {
            var spec = $$"""
                spec: One
                block: { size: 8, access: [4] }
                registers:
                  STATE: { offset: 0, width: 32, access: {{word}}, reset: 0, fields: { ALL: { bits: "31:0" } } }
                """;
            var compilation = Generated.Compile(Generated.Texts(spec), "", TestOptions.WithParts(TestOptions.EveryPart));
            var type = (INamedTypeSymbol)compilation.GetTypeByMetadataName("Consumer.One.OneRegisters`1")!.GetMembers("STATE").OfType<IPropertySymbol>().Single().Type;

            var isWritten = meaning.IsOnce || new[] { false, true }.Any(bit => meaning.AfterWrite(bit, false) != bit || meaning.AfterWrite(bit, true) != bit) || word == "oneshot";
            var acts = word == "oneshot" || (!meaning.IsOnce && isWritten
                && new[] { false, true }.Any(data => meaning.AfterWrite(false, data) == false && meaning.AfterWrite(true, data)));
            Assert.Empty(Generated.Complaints(compilation));
            Assert.Equal(
                (word, !meaning.Seen ? "WriteOnlyRegister" : isWritten ? "ReadWriteRegister" : "ReadOnlyRegister", !isWritten ? "State" : acts ? "Write" : "State"),
                (word, type.Name, type.TypeArguments[^1].Name));
        }
    }

    [Fact]
    public void A_model_that_acts_on_reads_acts_on_those_of_a_driver()
    {
        var compilation = Generated.Compile(
            Generated.Texts("""
                spec: One
                block: { size: 8, access: [4] }
                registers:
                  FIFO: { offset: 0, width: 32, access: ro, reset: 0, on-read: any, fields: { HEAD: { bits: "31:0" } } }
                """),
            """
            using Consumer.Codegen;
            using Consumer.One;
            sealed class Model : OneRegisterHandler
            {
                private uint _head = 7;
                public static string Run()
                {
                    var registers = new OneRegisters<OneRegisterFileBus>(new(new OneRegisterFile(), new Model()));
                    return registers.FIFO.Read().HEAD + " " + registers.FIFO.Read().HEAD;
                }
                public override Fifo OnReading(Fifo value) => new(_head);
                public override void OnRead(Fifo value) => _head++;
            }
            """,
            TestOptions.WithParts(TestOptions.EveryPart));

        Assert.Equal("7 8", Generated.Method<Func<string>>(compilation, "Model", "Run")());
    }

    [Theory]
    [InlineData("Types", "")]
    [InlineData("Driver", "ComputedOffset IRegisterBus MappedRegisters NarrowBus NarrowRegisters ReadOnlyRegister ReadWriteRegister RegisterBytes RegisterPlace RegisterTransfer WriteOnlyRegister")]
    [InlineData("Dispatchers", "WorkQueueDispatcher")]
    public void A_project_has_the_parts_that_it_asks_for(string parts, string types)
    {
        const string Spec = """
            spec: Narrow
            block: { size: 0x10, access: [4] }
            registers:
              STATE: { offset: 0, width: 32, access: ro, reset: 0, fields: { ALL: { bits: "31:0" } } }
            queues:
              WorkQueue: { sizes: [128], type: "3:0" }
            descriptors:
              wait: { queue: WorkQueue, type: 5, reserved: ["127:4"] }
            """;
        string[] always = ["FieldBits", "FieldLayout", "FieldText", "State", "WaitDescriptor"];

        var result = Generated.Run(Generated.Texts(Spec), TestOptions.WithParts(parts));

        Assert.Equal(
            always.Concat(types.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal),
            result.GeneratedSources.Select(source => source.HintName.Split('.')[1]).Order(StringComparer.Ordinal));
        Assert.Empty(Generated.Complaints(Generated.Compile(Generated.Texts(Spec), "", TestOptions.WithParts(parts))));
    }

    [Fact]
    public void Places_that_an_imported_capability_decides_need_the_capabilities()
    {
        var texts = Generated.Texts(
            """
            spec: Common
            block: { size: 0x10, access: [4] }
            registers:
              CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { PLACE: { bits: "31:0" } } }
            """,
            """
            spec: Narrow
            import: [Common]
            block: { size: 0x100, access: [4] }
            registers:
              ONE: { base: Common.CAP.PLACE * 16, width: 32, access: rw, reset: 0, fields: { ALL: { bits: "31:0" } } }
            """,
            """
            spec: Fixed
            block: { size: 0x100, access: [4] }
            registers:
              ONE: { base: 0x20, offset: 8, width: 32, access: rw, reset: 0, fields: { ALL: { bits: "31:0" } } }
            """);

        var compilation = Generated.Compile(texts, "", TestOptions.WithParts(TestOptions.EveryPart));

        Assert.Empty(Generated.Complaints(compilation));
        Assert.Equal("NarrowCapabilities", Assert.Single(Constructors("Narrow"), constructor => constructor.Parameters.Length > 0).Parameters.Last().Type.Name);
        Assert.Equal("TBus", Assert.Single(Constructors("Fixed"), constructor => constructor.Parameters.Length > 0).Parameters.Last().Type.Name);

        IEnumerable<IMethodSymbol> Constructors(string spec) => compilation.GetTypeByMetadataName($"Consumer.{spec}.{spec}Registers`1")!.InstanceConstructors;
    }

    [Fact]
    public void All_parts_of_all_specs_compile_without_complaints()
    {
        foreach (var texts in new[] { SpecFolders.Demo(), SpecFolders.Vtd() })
        {
            foreach (var parts in new[] { "Types", "Driver", TestOptions.EveryPart })
                Assert.Equal([], Generated.Complaints(Generated.Compile(texts, "", TestOptions.WithParts(parts))).Select(complaint => complaint.ToString()));
        }
    }

    /// <summary>Memory that notes each access, or asks another bus for it.</summary>
    private sealed class NotingBus(IRegisterBus? inner = null) : IRegisterBus
    {
        public List<string> Notes { get; } = [];

        public Dictionary<int, ulong> Memory { get; } = [];

        public Action? OnRead { get; set; }

        public ulong Read(int offset, int size)
        {
            Notes.Add($"r{size} {offset:X}");
            OnRead?.Invoke();
            return inner?.Read(offset, size) ?? Memory.GetValueOrDefault(offset);
        }

        public void Write(int offset, int size, ulong value)
        {
            Notes.Add($"w{size} {offset:X} {value:X}");
            inner?.Write(offset, size, value);
            Memory[offset] = value;
        }
    }
}
