using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Fields of registers that share bits: a capability decides which one is there, or another field says what the bits mean.</summary>
public class SharedFieldTests
{
    private const string Spec = """
        spec: Shared
        block: { size: 0x20, access: [4] }
        registers:
          CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { X: { bits: 0 }, OLD: { bits: "31:24", when: not HW.NEW }, RECENT: { bits: "31:28", when: HW.NEW } }, reserved: ["23:1"] }
          HW: { offset: 4, width: 32, access: ro, reset: given, fields: { NEW: { bits: 0 } }, reserved: ["31:1"] }
          R:
            offset: 8
            width: 32
            access: rw
            reset: 0x80
            on-write: [SETS]
            on-read: [CLEARS]
            fields:
              WORD:   { bits: "31:16", when: CAP.X }
              SETS:   { bits: "31:8", access: rw1s, when: not CAP.X }
              CLEARS: { bits: "15:8", access: rc, when: CAP.X }
              ALWAYS: { bits: "7:0" }
          MODE:
            offset: 12
            width: 32
            access: rw
            reset: 0
            fields:
              INPUT:  { bits: 0 }
              OUTPUT: { bits: "7:2", when: INPUT == 0 }
              FILTER: { bits: "7:4", when: INPUT == 1 }
              SCALE:  { bits: "3:2", when: INPUT == 1 }
            reserved: ["31:8", 1]
          BOTH: { offset: 16, width: 32, count: 2, stride: 4, access: rw, reset: 0, when: CAP.X, fields: { A: { bits: "31:0", when: HW.NEW }, B: { bits: "31:0", access: rw1c, when: not HW.NEW } } }
          DONE: { offset: 24, width: 32, access: rw1c, reset: 0, fields: { ALL: { bits: "3:0", when: CAP.X }, FIRST: { bits: "1:0", when: not CAP.X }, SECOND: { bits: "3:2", when: not CAP.X } }, reserved: ["31:4"] }
          BUSY: { offset: 28, width: 32, access: rw0c, reset: 0, fields: { ALL: { bits: "3:0", when: CAP.X }, FIRST: { bits: "1:0", when: not CAP.X }, SECOND: { bits: "3:2", when: not CAP.X } }, reserved: ["31:4"] }
        """;

    private const string Code = """
        using System;
        using Consumer.Codegen;
        using Consumer.Shared;

        internal sealed class Handler : SharedRegisterHandler
        {
            public string Calls = "";

            public override void OnWrite(R before, R after) => Calls += "write ";

            public override R OnReading(R value) { Calls += "read "; return value; }
        }

        internal static class Probe
        {
            public static Func<int, ulong?, string> Make(bool hasX, bool isNew)
            {
                var capabilities = new SharedCapabilities { CAP = new Cap { X = hasX, OLD = 0x50 }, HW = new Hw { NEW = isNew } };
                var (file, handler) = (new SharedRegisterFile(capabilities), new Handler());

                return (offset, value) =>
                {
                    handler.Calls = "";
                    if (value is { } written)
                        file.Write(offset, 4, written, handler);
                    file.Read(offset, 4, out var read, handler);
                    return $"{handler.Calls}{read:X}";
                };
            }

            public static int Unmet(bool isNew) => System.Linq.Enumerable.Count(new SharedCapabilities { CAP = new Cap { OLD = 0x50 }, HW = new Hw { NEW = isNew } }.FindUnmetConditions());

            public static string Writes() =>
                $"{new Done(15).ToWrite().Value:X} {new Done(15).ToWrite(clearALL: 5).Value:X} {new Done(15).ToWrite(clearFIRST: 2, clearSECOND: 1).Value:X} "
                + $"{new Busy(15).ToWrite().Value:X} {new Busy(15).ToWrite(clearALL: 5).Value:X} {new Busy(15).ToWrite(clearSECOND: 1).Value:X}";

            public static string View(uint value) => $"{new Mode(value).OUTPUT:X} {new Mode(value).FILTER:X} {new Mode(value).SCALE:X} {new Mode { FILTER = 3, SCALE = 2 }.OUTPUT:X}";
        }
        """;

    private static readonly Lazy<Microsoft.CodeAnalysis.Compilation> s_compilation = new(static () => Generated.Compile(Generated.Texts(Spec), Code));

    private static Func<int, ulong?, string> Device(bool hasX, bool isNew = false) =>
        Generated.Method<Func<bool, bool, Func<int, ulong?, string>>>(s_compilation.Value, "Probe", "Make")(hasX, isNew);

    [Fact]
    public void With_the_capability_the_bits_have_the_access_of_its_fields()
    {
        var device = Device(hasX: true);

        Assert.Equal("read 12340078", device(8, 0x1234_5678));
        Assert.Equal("read 78", device(8, 0x0000_FF78));
    }

    [Fact]
    public void Without_it_they_have_that_of_the_other_one()
    {
        var device = Device(hasX: false);

        Assert.Equal("write 12345678", device(8, 0x1234_5678));
        Assert.Equal("write 12345600", device(8, 0));
    }

    [Fact]
    public void Elements_of_an_array_that_is_absent_have_neither()
    {
        Assert.Equal("0", Device(hasX: false)(16, 7));
        Assert.Equal("0", Device(hasX: true)(16, 7));
        Assert.Equal("7", Device(hasX: true, isNew: true)(20, 7));
    }

    [Fact]
    public void A_field_that_changes_says_what_the_bits_mean_and_they_are_stored_all_the_same()
    {
        var device = Device(hasX: false);

        Assert.Equal("FC", device(12, 0xFC));
        Assert.Equal("FD", device(12, 0xFD));
        Assert.Equal("2D B 1 E", Generated.Method<Func<uint, string>>(s_compilation.Value, "Probe", "View")(0xB5));
    }

    [Fact]
    public void A_write_acts_on_the_field_that_is_named() =>
        Assert.Equal("0 5 6 F A B", Generated.Method<Func<string>>(s_compilation.Value, "Probe", "Writes")());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bits_that_one_of_two_fields_has_contradict_nothing(bool isNew)
    {
        Assert.Equal(0, Generated.Method<Func<bool, int>>(s_compilation.Value, "Probe", "Unmet")(isNew));
        Assert.Equal("50000000", Device(hasX: false, isNew)(0, null));
    }
}
