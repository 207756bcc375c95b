using System.Globalization;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Legal values of register fields: <c>IsLegal</c> against the rule written out by hand.</summary>
public class LegalFieldTests
{
    private const string Spec = """
        spec: Legal
        block: { size: 0x40, access: [1, 2, 4, 8] }
        enums:
          Mode: { width: 2, codes: { Off: 0, Slow: 1, Fast: 2, Burst: 3 } }
        registers:
          CAP: { offset: 0, width: 8, access: ro, reset: given, fields: { DIV: { bits: 0 } }, reserved: ["7:1"] }
          CTL:
            offset: 2
            width: 16
            access: rw
            reset: 0
            fields:
              MODE: { bits: "1:0", enum: Mode, legal: [Off, Fast] }
              SIZE: { bits: "5:2", legal: ["1..3", 8], when: MODE == Fast }
              RATE: { bits: "5:2", when: MODE != Fast }
              DIV: { bits: "9:6", legal: "1..15", when: CAP.DIV }
              REST: { bits: "15:10" }
          ALONE: { offset: 8, width: 128, access: rw, reset: 0, fields: { HIGH: { bits: "127:120", legal: "0..0x7F" }, LOW: { bits: "119:64" }, REST: { bits: "63:0" } } }
        """;

    private const string Code = """
        using Consumer.Legal;

        /// <summary>What the test calls.</summary>
        public static class Probe
        {
            /// <summary>Whether a value of CTL is legal.</summary>
            public static bool Ctl(ushort value, bool hasDivider) => new Ctl(value).IsLegal(new LegalCapabilities { CAP = new Cap { DIV = hasDivider } });

            /// <summary>Whether a value of ALONE is legal.</summary>
            public static bool Alone(ulong high) => new Alone(0, high).IsLegal();
        }
        """;

    [Fact]
    public void A_value_is_legal_if_each_field_that_exists_holds_a_legal_value()
    {
        var assembly = Generated.Compile(Generated.Texts(Spec), Code);
        Assert.Empty(Generated.Complaints(assembly));
        var isLegal = Generated.Method<Func<ushort, bool, bool>>(assembly, "Probe", "Ctl");

        for (var value = 0; value <= ushort.MaxValue; value++)
        {
            var (mode, size, divider) = (value & 3, (value >> 2) & 0xF, (value >> 6) & 0xF);
            var isRight = mode is 0 or 2 && (mode != 2 || size is 1 or 2 or 3 or 8);
            Assert.True(isRight == isLegal((ushort)value, false), value.ToString("X4", CultureInfo.InvariantCulture));
            Assert.True((isRight && divider != 0) == isLegal((ushort)value, true), value.ToString("X4", CultureInfo.InvariantCulture));
        }

        var alone = Generated.Method<Func<ulong, bool>>(assembly, "Probe", "Alone");
        Assert.Equal((true, false), (alone(0x7FFF_FFFF_FFFF_FFFF), alone(0x8000_0000_0000_0000)));
    }
}
