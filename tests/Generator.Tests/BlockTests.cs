using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>A spec with several blocks: a register file, a driver and addresses of instances for each.</summary>
public class BlockTests
{
    private const string Spec = """
        spec: Usb
        block: CORE
        blocks:
          CORE: { name: Core, size: 0x20, access: [4], instances: { USB0: 0x4000_0000, USB1: 0xFFFF_FFFF_0000_0000 } }
          FIFO: { size: 0x1000, access: [1, 4], endian: big }
        registers:
          CAP:
            offset: 0x00
            width: 32
            access: ro
            reset: given
            fields: { CHANNELS: { bits: "3:0" }, DMA: { bits: 4 }, PLACE: { bits: "11:5" } }
            reserved: ["31:12"]
          CTL: { offset: 0x04, width: 32, access: rw, reset: 1, on-write: any, fields: { MODE: { bits: "31:0" } } }
          LEVEL: { block: FIFO, offset: 0x04, width: 32, access: rw, reset: 0x0102_0304, when: CAP.DMA, on-write: any, fields: { MARK: { bits: "31:0" } } }
          DATA: { block: FIFO, base: CAP.PLACE * 16, offset: 0x100, count: CAP.CHANNELS, stride: 4, width: 32, access: rw, reset: 0, fields: { BYTES: { bits: "31:0" } } }
        """;

    private const string Code = """
        using System;
        using System.Collections.Generic;
        using Consumer.Codegen;
        using Consumer.Usb;

        internal sealed class CoreNotes : UsbCoreRegisterHandler
        {
            public List<string> Calls { get; } = [];

            /// <inheritdoc/>
            public override void OnWrite(Ctl before, Ctl after) => Calls.Add($"CTL {after.MODE:X}");
        }

        internal sealed class FifoNotes : UsbFifoRegisterHandler
        {
            public List<string> Calls { get; } = [];

            /// <inheritdoc/>
            public override void OnWrite(Level before, Level after) => Calls.Add($"LEVEL {after.MARK:X}");
        }

        /// <summary>What the test calls.</summary>
        public static class Probe
        {
            private static readonly UsbCapabilities s_capabilities = new() { CAP = new Cap { CHANNELS = 3, DMA = true, PLACE = 1 } };

            /// <summary>What software reads and writes in both blocks.</summary>
            public static string[] Run()
            {
                var (core, fifo) = (new UsbCoreRegisterFile(s_capabilities), new UsbFifoRegisterFile(s_capabilities));
                var (ofCore, ofFifo) = (new CoreNotes(), new FifoNotes());
                core.Write(4, 4, 7, ofCore);
                fifo.Write(4, 4, 0x0A0B_0C0D, ofFifo);
                var beyond = core.Read(0x20, 4, out _);
                fifo.SetDATA(2, new Data { BYTES = 0x1234_5678 });
                fifo.Read(0x118, 4, out var data);
                var driver = new UsbFifoRegisters<UsbFifoRegisterFileBus>(new(fifo, ofFifo), s_capabilities);
                var ctl = new UsbCoreRegisters<UsbCoreRegisterFileBus>(new(core, ofCore)).CTL.Read();
                return
                [
                    .. ofCore.Calls, .. ofFifo.Calls, beyond.ToString(), data.ToString("X"), driver.DATA(2).Read().BYTES.ToString("X"), ctl.MODE.ToString(),
                    UsbCoreInstances.USB0.ToString("X"), UsbCoreInstances.USB1.ToString("X"), (UsbCoreRegisterFile.Size + UsbFifoRegisterFile.Size).ToString("X"),
                ];
            }
        }
        """;

    [Fact]
    public void Each_block_is_a_register_file_of_its_own()
    {
        var assembly = Generated.Compile(Generated.Texts(Spec), Code, TestOptions.WithParts(TestOptions.EveryPart));

        Assert.Equal(
            ["CTL 7", "LEVEL D0C0B0A", "Unmapped", "78563412", "12345678", "7", "40000000", "FFFFFFFF00000000", "1020"],
            Generated.Method<Func<string[]>>(assembly, "Probe", "Run")());
    }

    [Fact]
    public void A_block_without_instances_has_no_type_for_them() =>
        Assert.DoesNotContain("Usb.UsbFifoInstances.g.cs", Generated.Run(Spec).GeneratedSources.Select(static source => source.HintName));

    [Fact]
    public void Names_that_differ_only_in_case_are_several_files()
    {
        const string Twins = """
            spec: Twin
            blocks:
              AB_C: { size: 0x20, access: [4], instances: { ONE: 0 } }
              A_BC: { size: 0x20, access: [4], instances: { ONE: 0 } }
            registers:
              X: { block: AB_C, offset: 0, width: 32, access: rw, reset: 0, on-write: any, fields: { V: { bits: "31:0" } } }
              Y: { block: A_BC, offset: 0, width: 32, access: rw, reset: 0, on-write: any, fields: { V: { bits: "31:0" } } }
            """;

        var compilation = Generated.Compile(Generated.Texts(Twins), options: TestOptions.WithParts(TestOptions.EveryPart));

        Assert.Empty(Generated.Complaints(compilation));
        Assert.NotNull(compilation.GetTypeByMetadataName("Consumer.Twin.TwinAbCRegisterFile"));
        Assert.NotNull(compilation.GetTypeByMetadataName("Consumer.Twin.TwinABcRegisterFile"));
    }
}
