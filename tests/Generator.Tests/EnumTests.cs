using Demo;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

public class EnumTests
{
    [Fact]
    public void Flags_are_bits()
    {
        Assert.Equal(1, (int)Wires.Data);
        Assert.Equal(8, (int)Wires.Reset);
        Assert.Equal("Data, Reset", (Wires.Data | Wires.Reset).ToString());
        Assert.Equal("SPLIT 0x00090000 { WIRES = Data, Reset }", (new Demo.Split(0) with { WIRES = Wires.Data | Wires.Reset }).ToString());
    }

    [Fact]
    public void Codes_have_names_that_are_no_identifiers_and_second_names()
    {
        const string Spec = """
            spec: Serial
            queue: Commands
            enums:
              Rate:
                width: 4
                open: true
                traits: [fast]
                codes:
                  9600: { code: 0, as: Baud9600 }
                  "8N1": { code: 1, as: Eight, mnemonic: S.1, is: [fast] }
                  default: { code: 1, as: PowerOn, alias-of: "8N1", mnemonic: S.2, is: [fast], meaning: the rate after power-on }
                  Slow: 2
            queues: { Commands: { sizes: [64], type: "7:0" } }
            descriptors:
              go:
                type: 1
                fields: { RATE: { bits: "11:8", enum: Rate, legal: [default, Baud9600, 7] } }
                reserved: ["63:12"]
                require: [RATE != Slow, RATE == default or RATE != default]
            """;
        const string Code = """
            using Consumer.Serial;
            internal sealed class Probe : ICommandsHandler<int>
            {
                public int Handle(in GoDescriptor descriptor) => 0;
                public static string Of(byte rate)
                {
                    var bytes = new byte[8];
                    (new GoDescriptor() with { RATE = (Rate)rate }).CopyTo(bytes);
                    var code = GoDescriptor.Read(bytes).RATE;
                    return $"{new CommandsDispatcher().Dispatch(bytes, new Probe(), out int _)} {code.IsFast()} {code.Describe()} {Rate.PowerOn == Rate.Eight}";
                }
            }
            """;
        var of = Generated.Method<Func<byte, string>>(Generated.Compile(Generated.Texts(Spec), Code), "Probe", "Of");

        Assert.Equal("Handled False 9600 True", of(0));
        Assert.Equal("Handled True S.1: 8N1 True", of(1));
        Assert.Equal("IllegalValue False Slow True", of(2));
        Assert.Equal("Handled False Rate 0x7 True", of(7));
    }

    [Theory]
    [InlineData(Fault.NotPresent, false, "F.1", "F.1: entry not present")]
    [InlineData(Fault.Malformed, true, "F.2", "F.2: reserved bits are \"set\"")]
    [InlineData(Fault.Denied, true, null, "Denied")]
    [InlineData((Fault)0xAB, false, null, "Fault 0xAB")]
    public void Codes_are_described(Fault code, bool isQualified, string? mnemonic, string description)
    {
        Assert.Equal(isQualified, code.IsQualified());
        Assert.Equal(mnemonic, code.Mnemonic());
        Assert.Equal(description, code.Describe());
    }
}
