using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Values that do not fit their field, where the spec says that they wrap.</summary>
public class OverflowTests
{
    private const string Spec = """
        spec: Ring
        block: { size: 0x40, access: [4, 8] }
        enums:
          Mode: { width: 2, codes: { Off: 0, On: 1 } }
        registers:
          TAIL:
            offset: 0
            width: 32
            access: rw
            reset: 0
            fields:
              WRAPS: { bits: 31, access: ro }
              MODE: { bits: "30:29", enum: Mode, overflow: wrap }
              PARTS: { bits: ["28:27", "3:1"], overflow: wrap }
              COUNT: { bits: "26:20", overflow: wrap }
              POINTER: { bits: "18:4", scale: 16, overflow: wrap }
              EXACT: { bits: 19 }
            reserved: [0]
          LONG: { offset: 8, width: 64, access: rw, reset: 0, fields: { HIGH: { bits: "63:20", scale: 4096, overflow: wrap }, LOW: { bits: "19:0", overflow: wrap } } }
        entries:
          slot: { size: 128, fields: { ACROSS: { bits: "70:60", overflow: wrap } }, ignored: ["127:71", "59:0"] }
        """;

    private const string Code = """
        using Consumer.Ring;

        internal static class Use
        {
            public static string Run(ulong value)
            {
                unchecked
                {
                    var tail = new Tail(0x80080001) with { POINTER = value, COUNT = (byte)value, PARTS = (byte)value, MODE = (Mode)value };
                    var wide = new Long(0) with { HIGH = value, LOW = (uint)value };
                    var slot = new Slot(0, 0) with { ACROSS = (ushort)value };
                    return $"{tail.Value:X} {wide.Value:X} {slot.Qword1:X}_{slot.Qword0:X}";
                }
            }
        }
        """;

    private static readonly Lazy<Func<ulong, string>> s_run = new(static () => Generated.Method<Func<ulong, string>>(Generated.Compile(Generated.Texts(Spec), Code), "Use", "Run"));

    [Theory]
    [InlineData(0, "80080001 0 0_0")]
    [InlineData(ulong.MaxValue, "FFFFFFFF FFFFFFFFFFFFFFFF 7F_F000000000000000")]
    [InlineData(0x80010, "91080011 8080010 1_0")]
    public void Bits_that_do_not_fit_are_dropped_and_other_fields_stay(ulong value, string expected) => Assert.Equal(expected, s_run.Value(value));
}
