using CsCheck;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Register arrays whose place, count and distance are all computed, made with any capabilities at all.</summary>
public class HostileCapabilitiesTests
{
    private const string Spec = """
        spec: Probe
        block: { size: 0x1000, access: [4, 8] }
        registers:
          CAP:
            offset: 0
            width: 64
            access: ro
            reset: given
            fields:
              COUNT:  { bits: "15:0" }
              STRIDE: { bits: "39:16" }
              BASE:   { bits: "62:40" }
              HUGE:   { bits: 63 }
          GIVEN:
            base: CAP.BASE
            count: CAP.COUNT
            stride: CAP.STRIDE - 8 * CAP.HUGE
            width: 128
            access: ro
            reset: given
            fields:
              H: { bits: "127:64" }
              L: { bits: "63:0" }
          CTL:
            offset: 0x100
            count: 4
            stride: 16
            width: 128
            reset: 0
            when: index < CAP.COUNT and GIVEN.L[0] == 1
            on-write: any
            fields:
              H: { bits: "127:64", access: rw1s, when: index + 1 == GIVEN.H }
              L: { bits: "63:0", access: rw }
        """;

    private const string Code = """
        using Consumer.Probe;

        internal static class Probe
        {
            public static string Make(ulong capabilities)
            {
                try
                {
                    var file = new ProbeRegisterFile(new ProbeCapabilities
                    {
                        CAP = new Cap(capabilities),
                        GIVEN = [new Given(1, 1), new Given(0, 2), new Given(3, 7), new Given(1, 4)],
                    });
                    var handler = new Handler();
                    for (var element = 0; element < 4; element++)
                    {
                        file.Write(0x100 + 16 * element, 8, 0xA, handler);
                        file.Write(0x108 + 16 * element, 8, 0xB, handler);
                        file.Write(0x108 + 16 * element, 8, 0x4, handler);
                    }

                    var text = $"{file.GIVENCount}";
                    for (var element = 0; element < file.GIVENCount && element < 5; element++)
                        text += $" {file.GetGIVEN(element).L},{file.GetGIVEN(element).H}";
                    for (var element = 0; element < 4; element++)
                        text += $" {file.GetCTL(element).L:X},{file.GetCTL(element).H:X}";
                    return text + handler.Calls;
                }
                catch (System.ArgumentException misplaced)
                {
                    return misplaced.Message;
                }
            }

            private sealed class Handler : IProbeRegisterHandler
            {
                public string Calls { get; private set; } = "";

                public void OnWrite(int index, Ctl before, Ctl after) => Calls += $" {index}:{before.H:X}>{after.H:X}";
            }
        }
        """;

    private static readonly Lazy<Func<ulong, string>> s_make = new(static () => Generated.Method<Func<ulong, string>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Make"));

    [Fact]
    public void Elements_have_what_they_are_given_and_conditions_of_their_own() =>
        Assert.Equal(
            // The second is not there, the third lacks its high part, the fourth is past the count.
            "3 1,1 0,2 3,7 A,F 0,0 A,0 0,0 0:0>0 0:0>B 0:B>F 2:0>0",
            s_make.Value(Capabilities(count: 3, stride: 24, start: 0x400)));

    [Theory]
    [InlineData(2, 0, 0x400, "GIVEN at 0x400 cannot have elements that are 0 bytes apart")]
    [InlineData(2, 8, 0x400, "GIVEN at 0x400 cannot have elements that are 8 bytes apart")]
    [InlineData(2, 20, 0x400, "GIVEN at 0x400 cannot have elements that are 20 bytes apart")]
    [InlineData(2, 16, 0x404, "GIVEN at 0x404 is not aligned to its width")]
    [InlineData(2, 16, 0xFF0, "GIVEN at 0xFF0 does not fit")]
    [InlineData(65535, 16, 0x400, "GIVEN at 0x400 does not fit")]
    [InlineData(2, 0xFFFFF8, 0x400, "GIVEN at 0x400 does not fit")]
    [InlineData(1, 16, 0x7FFFF8, "GIVEN at 0x7FFFF8 does not fit")]
    [InlineData(2, 16, 0xF0, "GIVEN[1] at 0x100 lies on CTL[0] at 0x100")]
    public void What_does_not_fit_is_refused_with_its_reason(int count, int stride, int start, string expected) =>
        Assert.Contains(expected, s_make.Value(Capabilities(count, stride, start)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 3)]
    [InlineData(1, 0xFFFFFF)]
    public void The_distance_of_one_element_does_not_matter(int count, int stride) =>
        Assert.StartsWith($"{count} ", s_make.Value(Capabilities(count, stride, 0x400)), StringComparison.Ordinal);

    [Fact]
    public void A_distance_below_zero_is_refused() =>
        Assert.Contains("does not fit", s_make.Value(Capabilities(2, 0, 0x400) | (1UL << 63)), StringComparison.Ordinal);

    [Fact]
    public void Any_capabilities_make_a_register_file_or_are_refused() =>
        Gen.OneOf(
            Gen.ULong,
            Gen.Select(Gen.Int[0, 300], Gen.Int[0, 40], Gen.Int[0, 0x1000 / 8], (count, stride, start) => Capabilities(count, stride, 8 * start)))
            .Sample(capabilities => s_make.Value(capabilities).Length > 0, iter: 2000, threads: 1);

    private static ulong Capabilities(int count, int stride, int start) => (uint)count | ((ulong)(uint)stride << 16) | ((ulong)(uint)start << 40);
}
