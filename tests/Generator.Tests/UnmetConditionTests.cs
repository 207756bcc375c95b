using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Given registers that hold what they should not by the spec's conditions.</summary>
public class UnmetConditionTests
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
              MANY:  { bits: "63:60", when: CAP.BOTH }
              SPLIT: { bits: ["40", "3"], when: CAP.A or CAP.B }
              BOTH:  { bits: 2, when: CAP.A and CAP.B }
              B:     { bits: 1 }
              A:     { bits: 0 }
            reserved: ["59:41", "39:4"]
          WIDE:
            offset: 0x10
            width: 128
            access: ro
            reset: given
            when: CAP.B
            fields:
              ALL: { bits: "127:64", when: not CAP.A }
              LOW: { bits: "63:0" }
          EACH:
            offset: 0x20
            width: 32
            count: 4
            stride: 4
            access: ro
            reset: given
            fields:
              X: { bits: "7:0", when: index < 2 }
            reserved: ["31:8"]
        """;

    private const string Code = """
        using System.Linq;
        using Consumer.Probe;

        internal static class Probe
        {
            public static string Find(ulong cap, ulong high, ulong low, uint each) => string.Join(
                "; ",
                new ProbeCapabilities { CAP = new Cap(cap), WIDE = new Wide(low, high), EACH = each == 0 ? default : [new Each(each), default, new Each(each)] }
                    .FindUnmetConditions().Select(unmet => unmet.Field + " takes " + unmet.Condition));
        }
        """;

    private static readonly Lazy<Func<ulong, ulong, ulong, uint, string>> s_find = new(static () => Generated.Method<Func<ulong, ulong, ulong, uint, string>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Find"));

    [Theory]
    [InlineData(0, 0, 0, 0, "")]
    [InlineData(7, 0, 0, 0, "")]
    [InlineData(5, 0, 0, 0, "CAP.BOTH takes CAP.B")]
    [InlineData(4, 0, 0, 0, "CAP.BOTH takes CAP.A; CAP.BOTH takes CAP.B")]
    [InlineData(0x4000_0000_0000_0000, 0, 0, 0, "CAP.MANY takes CAP.BOTH")]
    [InlineData(8, 0, 0, 0, "CAP.SPLIT takes CAP.A or CAP.B")]
    [InlineData(0x100_0000_0000, 0, 0, 0, "CAP.SPLIT takes CAP.A or CAP.B")]
    [InlineData(10, 0, 0, 0, "")]
    [InlineData(0, 0, 1, 0, "WIDE takes CAP.B")]
    [InlineData(1, 1, 0, 0, "WIDE takes CAP.B; WIDE.ALL takes not CAP.A")]
    [InlineData(2, 1, 1, 0, "")]
    [InlineData(0, 0, 0, 5, "EACH[2].X takes index < 2")]
    public void What_is_set_without_its_condition_is_named(ulong cap, ulong high, ulong low, uint each, string expected) =>
        Assert.Equal(expected, s_find.Value(cap, high, low, each));

    [Fact]
    public void Without_conditions_there_is_nothing_to_find() =>
        Assert.Empty(Generated.Complaints(Generated.Compile(Generated.Texts("""
            spec: Plain
            block: { size: 0x10, access: [4] }
            registers:
              CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { ALL: { bits: "31:0" } } }
            """), "internal static class Use { public static object Find() => new Consumer.Plain.PlainCapabilities().FindUnmetConditions(); }")));
}
