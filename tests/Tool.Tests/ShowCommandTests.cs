using Vtd.Spec.Tools.Specs;

namespace Vtd.Tool.Tests;

public sealed class ShowCommandTests
{
    [Fact]
    public void ARegisterIsShownWithItsBitsAndFields()
    {
        var run = Run("fectl");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.StartsWith("FECTL  Fault Event Control  (register of 32 bits at 0x38, section 11.4.7.2)\n\n  31:0  ab.. .... .... .... .... .... .... ....\n", run.Output);
        Assert.Matches("\n     bits  field  access  reset  meaning *\n  a  31    IM     rw      0x1    the message is held back *\n", run.Output);
        Assert.Matches("\n  [.]  29:0         rsvdp ", run.Output);
    }

    [Fact]
    public void AnEntryIsShownWithItsCodes()
    {
        var run = Run("legacy-context-entry");

        Assert.Contains("\n  it is this if  RTADDR.TTM == Legacy\n", run.Output);
        Assert.Matches("\n  a  87:72 +DID +rw +domain id", run.Output);
        Assert.Matches(@"\nTranslationType  Translation Type  \(codes\)\n  0x0  UntranslatedOnly ", run.Output);
    }

    [Fact]
    public void RowsOfReservedBitsAreFolded() => Assert.Contains("\n  511:192  all reserved\n  191:160  aaaa ", Run("pasid-entry").Output);

    [Fact]
    public void AGroupAndAQueueAreShownInWhole()
    {
        Assert.Matches("(?s)^legacy-root-entry .*\n\nscalable-root-entry ", Run("root-entry").Output);
        Assert.Matches("(?s)^context-cache-invalidate .*\n\niotlb-invalidate .*\n\nwait ", Run("InvalidationQueue").Output);
    }

    [Fact]
    public void AnEnumIsShownWithMnemonics() => Assert.Matches(@"\n  0x05 +WriteDenied +LGN\.2; write or AtomicOp ", Run("FaultReason").Output);

    [Fact]
    public void AFieldIsShownByItself() => Assert.StartsWith("GSTS.TES  (field of 1 bit, section 11.4.4.2)\n", Run("gsts.tes").Output);

    [Fact]
    public void AComputedPlaceIsShownAsTheSpecWritesIt() =>
        Assert.StartsWith("FRCD  Fault Recording  (register of 128 bits at CAP.FRO * 16 + 0x0, CAP.NFR + 1 of them every 16 bytes, section 11.4.7.6)\n", Run("FRCD").Output);

    [Fact]
    public void AnUnknownNameIsOneLine() => Assert.Equal((2, "", "vtd: There is no 'FEKTL' in Vtd; did you mean 'FECTL'?\n"), (Run("FEKTL").ExitCode, Run("FEKTL").Output, Run("FEKTL").Error));

    [Fact]
    public void EveryDeclarationCanBeShown()
    {
        var spec = LoadedSpecs.Load(SpecText.Shipped).Specs[0];
        foreach (var name in spec.Registers.Select(static one => $"register:{one.Mnemonic}").Concat(spec.Entries.Select(static one => $"entry:{one.Name}")).Concat(spec.Enums.Select(static one => $"enum:{one.Name}")).Concat(spec.Queues.Select(static one => one.Name)))
            Assert.Equal((name, 0, ""), (name, Run(name).ExitCode, Run(name).Error));
    }

    private static VtdRun Run(params string[] arguments) => VtdRun.Of(["show", .. arguments]);
}
