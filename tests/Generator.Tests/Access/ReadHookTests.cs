using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests.Access;

/// <summary>Registers with <c>on-read</c>: what the handler supplies before a value is taken, and does afterwards.</summary>
public class ReadHookTests
{
    private const string Spec = """
        spec: Port
        block: { size: 0x100, access: [1, 2, 4, 8] }
        registers:
          CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { HAS: { bits: 0 } }, reserved: ["31:1"] }
          COUNT: { offset: 0x04, width: 32, access: ro, reset: 0, on-read: any, fields: { TICKS: { bits: "31:0", overflow: wrap } } }
          FIFO:
            offset: 0x08
            width: 32
            reset: 0
            on-read: [DATA]
            on-write: any
            fields: { FULL: { bits: 31, access: rc }, SENT: { bits: "15:8", access: wo }, DATA: { bits: "7:0", access: ro } }
            reserved: ["30:16"]
          PLAIN: { offset: 0x0C, width: 32, access: rw, reset: 0, fields: { X: { bits: "31:0" } } }
          GATE:
            offset: 0x10
            width: 32
            reset: 0
            on-write: any
            fields: { GO: { bits: 31, access: oneshot }, KEY: { bits: "7:0", access: rwo } }
            reserved: ["30:8"]
          LOG:
            offset: 0x20
            count: 2
            stride: 16
            width: 128
            access: rc
            reset: 0
            on-read: any
            fields: { HIGH: { bits: "127:64" }, LOW: { bits: "63:0" } }
          SOMETIMES: { offset: 0x40, width: 32, access: rc, reset: 5, when: CAP.HAS, on-read: any, fields: { X: { bits: "31:0" } } }
        """;

    private const string Code = """
        using System;
        using System.Collections.Generic;
        using Consumer.Codegen;
        using Consumer.Port;

        /// <summary>A device that counts reads and has a FIFO.</summary>
        internal sealed class Device : PortRegisterHandler
        {
            private readonly Queue<byte> _fifo = new();
            private readonly List<string> _calls = new();
            private uint _ticks;

            /// <summary>Runs the accesses and tells what was seen.</summary>
            public static string Run(bool has, string accesses)
            {
                var file = new PortRegisterFile(new PortCapabilities { CAP = new Cap { HAS = has } });
                file.FIFO = file.FIFO with { FULL = true };
                file.SetLOG(1, new Log(0x1111, 0x2222));
                var device = new Device();
                foreach (var data in "abc")
                    device._fifo.Enqueue((byte)data);
                foreach (var access in accesses.Split(' '))
                {
                    var parts = access.Substring(2).Split('=');
                    var offset = Convert.ToInt32(parts[0], 16);
                    var size = access[1] - '0';
                    ulong value = 0;
                    var result = access[0] == 'w' ? file.Write(offset, size, Convert.ToUInt64(parts[1], 16), device) : access[0] == 'r' ? file.Read(offset, size, out value, device) : access[0] == 'p' ? file.Peek(offset, size, out value) : ((RegisterFile)file).Read(offset, size, out value);
                    device._calls.Add(result == RegisterAccess.Done ? value.ToString("x") : result.ToString());
                }

                return string.Join(" ", device._calls);
            }

            /// <inheritdoc/>
            public override Count OnReading(Count value)
            {
                _calls.Add("?");
                return value with { TICKS = ++_ticks };
            }

            /// <inheritdoc/>
            public override Fifo OnReading(Fifo value) => value with { DATA = _fifo.Count > 0 ? _fifo.Peek() : (byte)0 };

            /// <inheritdoc/>
            public override void OnRead(Fifo value)
            {
                _calls.Add($"{(char)value.DATA}{(value.FULL ? "!" : "")}");
                _fifo.TryDequeue(out _);
            }

            /// <inheritdoc/>
            public override void OnWrite(Fifo before, Fifo after) => _calls.Add($"{before.Value:x}>{after.Value:x}");

            /// <inheritdoc/>
            public override void OnWrite(Gate before, Gate after) => _calls.Add($"{before.Value:x}>{after.Value:x}");

            /// <inheritdoc/>
            public override void OnRead(int index, Log value) => _calls.Add($"{index}:{value.HIGH:x}/{value.LOW:x}");

            /// <inheritdoc/>
            public override Sometimes OnReading(Sometimes value) => throw new InvalidOperationException();
        }
        """;

    private static readonly Lazy<Func<bool, string, string>> s_run =
        new(static () => Generated.Method<Func<bool, string, string>>(Generated.Compile(Generated.Texts(Spec), Code), "Device", "Run"));

    [Theory]
    [InlineData("r404 r404 p404 r404", "? 1 ? 2 2 ? 3")]
    [InlineData("r104 r304 p404", "? 1 UnsupportedSize 1")]
    [InlineData("r408 r408 r408 r408", "a! 80000061 b 62 c 63 \0 0")]
    [InlineData("r10B r108 r109 r108", "80 a 61 0 b 62")]
    [InlineData("p408 p408 r408", "80000000 80000000 a! 80000061")]
    [InlineData("p808 r808 r80A r804", "80000000 a! 80000061 Misaligned Misaligned")]
    [InlineData("r800 r808", "? 100000000 a! 80000061")]
    [InlineData("r830 r838 r830 r820", "1:2222/1111 1111 1:2222/0 2222 1:0/0 0 0:0/0 0")]
    [InlineData("r434 r438 r838", "1:2222/1111 0 1:2222/1111 2222 1:0/1111 0")]
    [InlineData("r40C r1FF r2FE", "0 Unmapped Unmapped")]
    [InlineData("r440", "0")]
    [InlineData("b408 b408 p408", "80000000 0 0")]
    [InlineData("w408=1234 p408 r408", "80000000>80001200 0 80000000 a! 80000061")]
    [InlineData("w410=80000005 w410=80000009 p410", "0>80000005 0 5>80000005 0 5")]
    [InlineData("w111=FF w410=7 w110=9 p410", "0>0 0 0>7 0 7>7 0 7")]
    public void The_handler_is_called_before_and_after_each_value_is_taken(string accesses, string expected) => Assert.Equal(expected, s_run.Value(false, accesses));

    [Fact]
    public void Reading_without_the_handler_does_not_compile()
    {
        var compilation = Generated.Compile(Generated.Texts(Spec), """
            internal static class Forgetful
            {
                internal static void Run(Consumer.Port.PortRegisterFile file) => file.Read(4, 4, out _);
            }
            """);

        var complaint = Assert.Single(Generated.Complaints(compilation));
        Assert.Equal("CS0619", complaint.Id);
        Assert.Contains("use Peek", complaint.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_effects_and_hooks_nothing_of_them_is_generated()
    {
        var files = Generated.Run("""
            spec: Plain
            block: { size: 0x10, access: [4] }
            registers:
              PLAIN: { offset: 0, width: 32, access: rw, reset: 0, fields: { X: { bits: "31:0" } } }
            """).GeneratedSources;

        Assert.DoesNotContain(files, static file => file.HintName.Contains("RegisterEffects", StringComparison.Ordinal));
        Assert.All(files, static file => Assert.DoesNotContain("Effects", file.SourceText.ToString(), StringComparison.Ordinal));
    }
}
