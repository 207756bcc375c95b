using Demo;
using Vtd.Codegen.Tests.Harness;
using Outcome = Demo.CommandQueueOutcome;

namespace Vtd.Codegen.Tests;

public class DispatcherTests
{
    private readonly Recorder _handler = new();
    private readonly CommandQueueDispatcher _full = new(new DemoCapabilities { CAPS = new Caps { EXT = true, TURBO = true, SLOTS = 3 } });
    private readonly CommandQueueDispatcher _plain = new(new DemoCapabilities { CAPS = new Caps { SLOTS = 3 } });

    [Fact]
    public void A_new_descriptor_has_its_type()
    {
        Assert.Equal(0x05, new NotifyDescriptor().TYPE);
        Assert.Equal(0x203UL, new SelectDescriptor().Qword0);
        Assert.Equal(0x60, CopyDescriptor.TypeCode);
        Assert.Equal(0xC00UL, new CopyDescriptor().Qword0);
        Assert.Equal(CommandQueueType.Copy, (CommandQueueType)new CopyDescriptor().TYPE);
    }

    [Fact]
    public void A_descriptor_arrives_as_it_is()
    {
        var notify = new NotifyDescriptor { NOW = true, DATA = 7, ADDR = 0x1000 };

        Assert.Equal(Outcome.Handled, Dispatch(_plain, notify.CopyTo, 16));
        Assert.Equal([notify], _handler.Notified);
    }

    [Fact]
    public void A_larger_queue_pads_with_zeros()
    {
        var notify = new NotifyDescriptor { NOW = true };

        Assert.Equal(Outcome.Handled, Dispatch(_plain, notify.CopyTo, 32));
        Assert.Equal(Outcome.ReservedBits, Dispatch(_plain, bytes => { notify.CopyTo(bytes); bytes[31] = 0x80; }, 32));
        Assert.Equal(Outcome.ReservedBits, Dispatch(_plain, bytes => { notify.CopyTo(bytes); bytes[16] = 1; }, 32));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(24)]
    [InlineData(64)]
    public void Sizes_that_the_queue_does_not_have_are_refused(int size) =>
        Assert.Equal(Outcome.UnsupportedSize, _plain.Dispatch(new byte[size], _handler, out int _));

    [Fact]
    public void A_type_is_refused_at_a_size_that_is_not_its_own()
    {
        var copy = new CopyDescriptor { COUNT = 0x2A, TARGET = ulong.MaxValue };

        Assert.Equal(Outcome.Handled, Dispatch(_plain, copy.CopyTo, 32));
        Assert.Equal(0x2A, _handler.Copied.Single().COUNT);
        var bytes = new byte[32];
        copy.CopyTo(bytes);
        Assert.Equal(Outcome.UnsupportedSize, _plain.Dispatch(bytes.AsSpan(0, 16), _handler, out int _));
    }

    [Fact]
    public void Unknown_types_are_refused()
    {
        Assert.Equal(Outcome.UnknownType, Dispatch(_plain, _ => { }, 16));
        Assert.Equal(Outcome.UnknownType, Dispatch(_plain, bytes => bytes[1] = 0x0E, 16));
    }

    [Fact]
    public void Fields_that_the_implementation_lacks_are_reserved()
    {
        var notify = new NotifyDescriptor { NOW = true, EXTRA = true };

        Assert.Equal(Outcome.Handled, Dispatch(_full, notify.CopyTo, 16));
        Assert.Equal(Outcome.ReservedBits, Dispatch(_plain, notify.CopyTo, 16));
    }

    [Theory]
    [InlineData(0x00000040UL, 0UL)]
    [InlineData(0x80000000UL, 0UL)]
    [InlineData(0UL, 2UL)]
    public void Reserved_bits_are_refused(ulong low, ulong high)
    {
        var notify = new NotifyDescriptor { NOW = true };

        Assert.Equal(Outcome.ReservedBits, Dispatch(_full, new NotifyDescriptor(notify.Qword0 | low, high).CopyTo, 16));
        Assert.Empty(_handler.Notified);
    }

    [Theory]
    [InlineData(Mode.Off, 1, Outcome.IllegalValue)]
    [InlineData((Mode)3, 1, Outcome.IllegalValue)]
    [InlineData(Mode.Slow, 0, Outcome.IllegalValue)]
    [InlineData(Mode.Slow, 4, Outcome.IllegalValue)]
    [InlineData(Mode.Slow, 1, Outcome.Handled)]
    [InlineData(Mode.Slow, 3, Outcome.Handled)]
    [InlineData(Mode.Slow, 9, Outcome.Handled)]
    public void Only_legal_values_pass(Mode mode, byte level, Outcome expected) =>
        Assert.Equal(expected, Dispatch(_plain, new SelectDescriptor { MODE = mode, LEVEL = level }.CopyTo, 16));

    [Fact]
    public void Legal_values_of_a_field_count_only_where_it_exists()
    {
        var select = new SelectDescriptor { MODE = Mode.Slow, LEVEL = 1 };

        Assert.Equal(Outcome.Handled, Dispatch(_plain, select.CopyTo, 16));
        Assert.Equal(Outcome.IllegalValue, Dispatch(_full, select.CopyTo, 16));
        Assert.Equal(Outcome.Handled, Dispatch(_full, (select with { TURBO = 5 }).CopyTo, 16));
    }

    [Fact]
    public void Requirements_are_checked_against_fields_and_capabilities()
    {
        var select = new SelectDescriptor { MODE = Mode.Slow, LEVEL = 1 };

        Assert.Equal(Outcome.RequirementNotMet, Dispatch(_plain, new NotifyDescriptor().CopyTo, 16));
        Assert.Equal(Outcome.Handled, Dispatch(_plain, (select with { SIZE = 3 }).CopyTo, 16));
        Assert.Equal(Outcome.RequirementNotMet, Dispatch(_plain, (select with { SIZE = 4 }).CopyTo, 16));
        Assert.Equal(Outcome.RequirementNotMet, Dispatch(_plain, (select with { MODE = Mode.Fast }).CopyTo, 16));
        Assert.Equal(Outcome.Handled, Dispatch(_full, (select with { MODE = Mode.Fast, TURBO = 5 }).CopyTo, 16));
    }

    [Fact]
    public void The_result_is_that_of_the_handler_or_the_default()
    {
        var bytes = new byte[32];
        new CopyDescriptor { COUNT = 0x2A }.CopyTo(bytes);

        Assert.Equal(Outcome.Handled, _plain.Dispatch(bytes, _handler, out int count));
        Assert.Equal(0x2A, count);
        Assert.Equal(Outcome.UnsupportedSize, _plain.Dispatch(bytes.AsSpan(0, 16), _handler, out count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void A_descriptor_of_two_queues_is_one_type_and_may_have_a_field_called_TYPE()
    {
        const string Spec = """
            spec: Two
            queues:
              A: { sizes: [64], type: "7:0" }
              B: { sizes: [64, 128], type: "7:0" }
            descriptors:
              link: { queue: [A, B], type: 6, sizes: [64], fields: { TYPE: { bits: "9:8" } }, reserved: ["63:10"], require: TYPE != 3 }
              last: { queue: B, type: 7, reserved: ["63:8"] }
            """;
        const string Code = """
            using Consumer.Two;
            internal sealed class Probe : IAHandler<int>, IBHandler<int>
            {
                public int Handle(in LinkDescriptor descriptor) => 10 * descriptor.TYPE + descriptor.TYPE_CODE;
                public int Handle(in LastDescriptor descriptor) => descriptor.TYPE;
                public static string Of(byte type)
                {
                    var bytes = new byte[8];
                    new LinkDescriptor { TYPE = type }.CopyTo(bytes);
                    var a = new ADispatcher().Dispatch(bytes, new Probe(), out int first);
                    var b = new BDispatcher().Dispatch(bytes, new Probe(), out int second);
                    new LastDescriptor().CopyTo(bytes);
                    return $"{a} {first} {b} {second} {new ADispatcher().Dispatch(bytes, new Probe(), out int _)} {new BDispatcher().Dispatch(bytes, new Probe(), out int _)}";
                }
            }
            """;
        var of = Generated.Method<Func<byte, string>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Of");

        Assert.Equal("Handled 26 Handled 26 UnknownType Handled", of(2));
        Assert.Equal("RequirementNotMet 0 RequirementNotMet 0 UnknownType Handled", of(3));
    }

    [Fact]
    public void Dispatch_allocates_nothing()
    {
        var bytes = new byte[32];
        new NotifyDescriptor { NOW = true }.CopyTo(bytes);
        var handler = default(Quiet);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 1000; round++)
                _plain.Dispatch(bytes, handler, out bool _);
        }));
    }

    private Outcome Dispatch(CommandQueueDispatcher dispatcher, WriteBytes write, int size)
    {
        var bytes = new byte[size];
        write(bytes);
        return dispatcher.Dispatch(bytes, _handler, out int _);
    }

    private delegate void WriteBytes(Span<byte> bytes);

    private sealed class Recorder : ICommandQueueHandler<int>
    {
        public List<NotifyDescriptor> Notified { get; } = [];

        public List<CopyDescriptor> Copied { get; } = [];

        public int Handle(in NotifyDescriptor descriptor)
        {
            Notified.Add(descriptor);
            return 1;
        }

        public int Handle(in SelectDescriptor descriptor) => 1;

        public int Handle(in CopyDescriptor descriptor)
        {
            Copied.Add(descriptor);
            return (int)descriptor.COUNT;
        }
    }

    private readonly struct Quiet : ICommandQueueHandler<bool>
    {
        public bool Handle(in NotifyDescriptor descriptor) => true;

        public bool Handle(in SelectDescriptor descriptor) => true;

        public bool Handle(in CopyDescriptor descriptor) => true;
    }
}
