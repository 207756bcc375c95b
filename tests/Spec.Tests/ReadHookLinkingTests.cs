using Vtd.Spec.Model;

namespace Vtd.Spec.Tests;

/// <summary><c>on-read</c> in the model: in a register, from a template and from an overlay.</summary>
public sealed class ReadHookLinkingTests
{
    private const string Spec = """
        spec: Test
        block: { size: 0x100, access: [4] }
        templates:
          registers:
            fifo:
              width: 32
              reset: 0
              on-read: [DATA]
              fields: { DATA: { bits: "7:0", access: ro }, OVERRUN: { bits: 8, access: rc } }
              reserved: ["31:9"]
        registers:
          RX: { like: fifo, offset: 0 }
          ALL: { like: fifo, offset: 4, on-read: any }
          PLAIN: { offset: 8, width: 32, access: rwo, reset: 0, fields: { X: { bits: "31:0" } } }
        """;

    private static Dictionary<string, LinkedRegister> Registers(params (string, string)[] overlays)
    {
        var (spec, findings) = TestData.Link([("test.vtd.yaml", Spec), .. overlays]);
        Assert.Equal([], findings.Select(TestData.Describe));
        return spec.Registers.ToDictionary(register => register.Mnemonic);
    }

    [Fact]
    public void ItIsAnyOrAListOfFields()
    {
        var registers = Registers();

        Assert.Equal(["DATA"], registers["RX"].ReadHook!.Fields);
        Assert.Equal([], registers["ALL"].ReadHook!.Fields);
        Assert.Null(registers["PLAIN"].ReadHook);
        Assert.Null(registers["RX"].Hook);
    }

    [Fact]
    public void AReadReachesItThroughTheFieldsThatItNames()
    {
        var registers = Registers();

        Assert.Equal(["DATA"], registers["RX"].Fields.Where(registers["RX"].ReadHook!.Has).Select(field => field.Name));
        Assert.All(registers["ALL"].Fields, field => Assert.True(registers["ALL"].ReadHook!.Has(field)));
    }

    [Fact]
    public void AnOverlayReplacesIt() =>
        Assert.Equal(["OVERRUN"], Registers(("other.vtd.yaml", "spec: Test\noverlay: an erratum\nregisters: { RX: { on-read: [OVERRUN] } }"))["RX"].ReadHook!.Fields);

    [Fact]
    public void TheWordsOfAccessAreRowsOfTheTable()
    {
        var registers = Registers();

        Assert.Equal(ReadEffect.Clears, registers["RX"].Fields.Single(field => field.Name == "OVERRUN").Access.OnRead);
        Assert.True(registers["PLAIN"].Fields.Single().Access is { IsWriteOnce: true, OnWrite: WriteEffect.Stores, IsReadable: true, IsSticky: false });
    }
}
