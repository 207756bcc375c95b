using System.Text.Json;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Tool.Tests.Decode;

public sealed class DecodeTests
{
    [Theory]
    [InlineData("GSTS", "0xc7000000")]
    [InlineData("gsts", "C7000000")]
    [InlineData("Gsts", "0xc700_0000")]
    [InlineData("Vtd.GSTS", "0xc7000000")]
    [InlineData("register:gsts", "0xc7000000")]
    public void ARegisterIsDecodedFieldByField(string name, string value)
    {
        var run = Run(name, value);

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.StartsWith("GSTS  Global Status  (register of 32 bits, section 11.4.4.2)\n  0xc7000000\n", run.Output);
        Assert.Contains("  31:0  1100 0111 0000 0000 0000 0000 0000 0000\n        abcd efgh i... .... .... .... .... ....\n", run.Output);
        Assert.Matches("\n  a  31    TES    1           DMA remapping is on *\n", run.Output);
        Assert.Matches(@"\n  d  28    AFLS   0           advanced fault logging is on \[only if CAP.AFL\] *\n", run.Output);
    }

    [Fact]
    public void AWideRegisterTakesWordsTheLowestFirst()
    {
        var fields = Fields("FRCD", "0x7cd80000", "0xc000000600000010");

        Assert.Equal("0x000000007cd80", fields["FI"].GetProperty("raw").GetString());
        Assert.Equal("0x0010", fields["SID"].GetProperty("raw").GetString());
        Assert.Equal("ReadDenied", fields["FR"].GetProperty("codes")[0].GetProperty("name").GetString());
        Assert.Equal("LGN.3", fields["FR"].GetProperty("codes")[0].GetProperty("mnemonic").GetString());

        // Bits 126 and 92, the higher one first.
        Assert.Equal(("126,92", "0x2"), (fields["T"].GetProperty("bits").GetString(), fields["T"].GetProperty("raw").GetString()));
    }

    [Theory]
    [InlineData("0xc000000600000010000000007cd80000")]
    [InlineData("c000000600000010:000000007cd80000")]
    [InlineData("c000000600000010:7cd80000")]
    [InlineData("--bytes", "00 00 d8 7c 00 00 00 00 10 00 00 00 06 00 00 c0")]
    [InlineData("--bytes", "0000d87c000000001000000006 0000c0")]
    [InlineData("--bytes", "00000000  00 00 d8 7c 00 00 00 00  10 00 00 00 06 00 00 c0  |...|....|\n00000010")]
    [InlineData("--bytes", "00000000: 0000 d87c 0000 0000 1000 0000 0600 00c0  ...|abcdef......")]
    [InlineData("--bytes", "00000040: 0000 d87c 0000 0000  ab\n00000048: 1000 0000 0600 00c0  cd")]
    public void TheSameValueCanBeWrittenInManyWays(params string[] value)
    {
        var run = Run(["FRCD", .. value]);

        Assert.Equal("", run.Error);
        Assert.Contains("\n  0xc000000600000010000000007cd80000\n", run.Output);
    }

    [Fact]
    public void ALeadingZeroMayBeLeftOutOfOneNumberOnly()
    {
        Assert.Contains("0x00000000000000000000001000000000", Run("FRCD", "0x1000000000").Output);
        Assert.Equal(
            "vtd: pasid-entry has 512 bits, that is 8 words of 64 bits; 3 are given; write 0 for the words that are zero, or the whole value as one number.\n",
            Run("pasid-entry", "1", "2", "3").Error);
        Assert.Equal("vtd: pasid-entry has 512 bits, that is 64 bytes; 3 are given.\n", Run("pasid-entry", "--bytes", "010203").Error);
        Assert.Equal("vtd: GSTS has 32 bits, so it is one number, not words of 64 bits; 2 are given.\n", Run("GSTS", "1", "2").Error);
    }

    [Theory]
    [InlineData("GSTS has 32 bits; 0x100000000 needs 33.", "GSTS", "0x100000000")]
    [InlineData("'0xg' is no hexadecimal number.", "GSTS", "0xg")]
    [InlineData("'0x' is no hexadecimal number.", "GSTS", "0x")]
    [InlineData("'-1' is no hexadecimal number.", "GSTS", "--", "-1")]
    [InlineData("'1 2' is no hexadecimal number.", "GSTS", "1 2")]
    [InlineData("'?[31m' is no hexadecimal number.", "GSTS", "\u001b[31m")]
    [InlineData("'0x10000000000000000' is more than a word of 64 bits; several values are words, the lowest first.", "FRCD", "0x10000000000000000", "0")]
    [InlineData("'123' is no byte; bytes are pairs of hexadecimal digits.", "GSTS", "--bytes", "123")]
    [InlineData("No bytes are given.", "GSTS", "--bytes", " ")]
    [InlineData("GSTS needs a value, for instance: vtd decode GSTS 0x0.", "GSTS")]
    [InlineData("There is no 'GSTZ' in Vtd; did you mean 'GSTS'?", "GSTZ", "0")]
    [InlineData("There is no 'pasidentri' in Vtd; did you mean 'pasid-entry'?", "pasidentri", "0")]
    [InlineData("There is no register 'ECAB'; did you mean 'ECAP'?", "GSTS", "0", "--given", "ECAB.PT=1")]
    [InlineData("RTADDR has no field 'TTN'; did you mean 'TTM'?", "GSTS", "0", "--given", "RTADDR.TTN=1")]
    [InlineData("--given takes REGISTER.FIELD=VALUE or REGISTER=VALUE, not 'ECAP'.", "GSTS", "0", "--given", "ECAP")]
    [InlineData("RTADDR.TTM has 2 bits; 4 needs 3.", "GSTS", "0", "--given", "RTADDR.TTM=4")]
    [InlineData("no.yaml: no such file or folder", "GSTS", "0", "--spec", "no.yaml")]
    public void WhatCannotBeDecodedIsOneLineAndTheWayOut(string error, params string[] arguments)
    {
        var run = Run(arguments);

        Assert.Equal((2, "", $"vtd: {error}\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData]
    [InlineData("--json")]
    [InlineData("GSTS", "0", "--dmesg", "file")]
    [InlineData("--regset", "file", "--dmesg", "file")]
    public void OneThingIsDecodedAtATime(params string[] arguments)
    {
        var run = Run(arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("vtd: Say what to decode: a thing and its value", run.Error);
    }

    [Fact]
    public void HugeValuesAreRefused()
    {
        Assert.Equal("vtd: The value has more than 4096 bits; nothing is that wide.\n", Run("GSTS", new string('f', 100_000)).Error);
        Assert.Equal("vtd: The value has more than 4096 bits; nothing is that wide.\n", Run("GSTS", string.Join(':', Enumerable.Repeat("f", 10_000))).Error);
        Assert.Equal("vtd: More than 512 bytes; nothing is that wide.\n", Run("GSTS", "--bytes", new string('0', 100_000)).Error);
    }

    [Theory]
    [InlineData(0, "GSTS", "0x80000000")]
    [InlineData(1, "GSTS", "0x80000001")]
    [InlineData(0, "FECTL", "0x80000001")]
    [InlineData(0, "legacy-context-entry", "0", "0x70")]
    public void OnlyBitsThatMustBeZeroAreWrong(int exitCode, params string[] arguments) => Assert.Equal(exitCode, Run(arguments).ExitCode);

    [Fact]
    public void ReservedBitsThatAreSetAreNamed()
    {
        var run = Run("GSTS", "0x80000d01");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("wrong: Bits 11:10, 8, 0 are reserved and set.\n", run.Output);
        Assert.Contains("  31:0  1000 0000 0000 0000 0000 1101 0000 0001\n        abcd efgh i... .... .... !!.! .... ...!\n", run.Output);
        Assert.Contains("note:  Bit 0 is reserved and set; software keeps what it read there.\n", Run("FECTL", "0x80000001").Output);
    }

    [Fact]
    public void AFieldWhoseGateFailsHasReservedBits()
    {
        Assert.Equal((0, 0, 1), (
            Run("GSTS", "0x10000000").ExitCode,
            Run("GSTS", "0x10000000", "--given", "CAP.AFL=1").ExitCode,
            Run("GSTS", "0x10000000", "--given", "CAP.AFL=0").ExitCode));
        Assert.Contains("wrong: AFLS exists only if CAP.AFL, which does not hold; its bits are reserved, and set.\n", Run("GSTS", "0x10000000", "--given", "CAP=0").Output);
        Assert.DoesNotContain("only if CAP.AFL", Run("GSTS", "0x10000000", "--given", "CAP=8").Output);
    }

    [Fact]
    public void ConditionsOfARegisterKnowItsOwnFields()
    {
        // PSS without SMTS: real machines report it, so it is a remark.
        var run = Run("ECAP", "0x800000000");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("note:  PSS is set, but means something only if ECAP.SMTS, which does not hold.\n", run.Output);
        Assert.DoesNotContain("PSS is set", Run("ECAP", "0x80800000002").Output);
    }

    [Fact]
    public void CodesThatThereAreNotAreWrong()
    {
        Assert.Contains("wrong: PGTT is 0x7, which is not a defined PasidTranslationType.\n", Run("pasid-entry", "0x1c1").Output);
        var empty = Run("pasid-entry", "0");
        Assert.Equal(0, empty.ExitCode);
        Assert.Contains("note:  PGTT is 0x0, which is not a defined PasidTranslationType.\n", empty.Output);
    }

    [Fact]
    public void FlagsAreNamedOneByOne()
    {
        var sagaw = Fields("CAP", "0x1400")["SAGAW"];

        Assert.Equal(["Bits39", "Bits48"], new[] { Fields("CAP", "0x600")["SAGAW"] }.SelectMany(field => field.GetProperty("codes").EnumerateArray()).Select(code => code.GetProperty("name").GetString()));
        Assert.Equal(["Bits48"], sagaw.GetProperty("codes").EnumerateArray().Select(code => code.GetProperty("name").GetString()));
        Assert.Contains("wrong: SAGAW has bits 0x10 that SecondStageWidths does not name.\n", Run("CAP", "0x1400").Output);
    }

    [Fact]
    public void ValuesAreScaled() => Assert.Equal("0x44dd3f000", Fields("legacy-root-entry", "0x44dd3f001", "0")["CTP"].GetProperty("value").GetString());

    [Fact]
    public void AVariantIsChosenByWhatIsGiven()
    {
        Assert.Contains("\nopen:  It can be legacy-root-entry if RTADDR.TTM == Legacy, or scalable-root-entry if RTADDR.TTM == Scalable; --given tells.\n", Run("root-entry", "1", "0").Output);
        Assert.StartsWith("legacy-root-entry ", Run("root-entry", "1", "0", "--given", "RTADDR.TTM=Legacy").Output);
        Assert.StartsWith("scalable-root-entry ", Run("RootEntry", "1", "0", "--given", "rtaddr.ttm=scalable").Output);
        Assert.StartsWith("scalable-root-entry ", Run("RootEntry", "1", "0", "--given", "rtaddr=0x400").Output);
        Assert.StartsWith("vtd: 0x1 is no root-entry: it would have to be legacy-root-entry (RTADDR.TTM == Legacy), or scalable-root-entry", Run("root-entry", "1", "--given", "RTADDR.TTM=3").Error);
        Assert.Contains("note:  An entry is a legacy-root-entry only if RTADDR.TTM == Legacy, which does not hold.\n", Run("legacy-root-entry", "1", "--given", "RTADDR.TTM=Scalable").Output);
    }

    [Fact]
    public void TheNumberOfWordsCanTellAVariant()
    {
        Assert.StartsWith("scalable-context-entry ", Run("context-entry", "1", "0", "0", "0").Output);
        Assert.Equal("vtd: context-entry has 256 bits, that is 4 words of 64 bits; 3 are given; write 0 for the words that are zero, or the whole value as one number.\n", Run("context-entry", "1", "0", "0").Error);
    }

    [Theory]
    [InlineData("wait", "descriptor", "0x200000025", "0x185f6729c4")]
    [InlineData("wait", "invalidation-queue", "0x200000025", "0x185f6729c4")]
    [InlineData("wait", "descriptor", "0x200000025", "0x185f6729c4", "0", "0")]
    [InlineData("pasid-cache-invalidate", "descriptor", "0x7")]
    public void TheTypeOfADescriptorIsFoundOut(string name, params string[] arguments)
    {
        var run = Run(arguments);

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.StartsWith(name + " ", run.Output);
    }

    [Fact]
    public void TheSizeOfADescriptorFollowsTheWords()
    {
        Assert.Contains("(descriptor of 128 bits", Run("wait", "0x25", "0").Output);
        Assert.Contains("(descriptor of 256 bits", Run("wait", "0x25", "0", "0", "0").Output);
        Assert.Contains("(descriptor of 256 bits", Run("pasid-cache-invalidate", "0x7").Output);
        Assert.Contains("wrong: pasid-cache-invalidate is not legal in 128 bits, only in 256.\n", Run("descriptor", "0x7", "0").Output);
        Assert.Contains("wrong: Bit 192 is reserved and set.\n", Run("wait", "0x25", "0", "0", "1").Output);
    }

    [Fact]
    public void ADescriptorMustKeepItsRules()
    {
        Assert.Contains("wrong: Requirement not met: IF or SW or FN.\n", Run("descriptor", "0x5", "0").Output);
        Assert.Contains("wrong: G is 0x0 (None); legal is Global, Domain, Page.\n", Run("descriptor", "0x2", "0").Output);
        Assert.Contains("wrong: The type code is 0x5; that of iotlb-invalidate is 0x2.\n", Run("iotlb-invalidate", "0x25", "0").Output);
        Assert.Equal(0, Run("descriptor", "0x32", "0x3f").ExitCode);
        Assert.Contains("wrong: Requirement not met: ", Run("descriptor", "0x32", "0x3f", "--given", "CAP.MAMV=9").Output);
        Assert.Equal(0, Run("descriptor", "0x32", "0x9", "--given", "CAP.MAMV=9").ExitCode);
    }

    [Fact]
    public void ATypeThatThereIsNotIsAnError()
    {
        // Types have bits 11:9 too.
        Assert.StartsWith("vtd: InvalidationQueue has no descriptor of type 0xf (bits 11:9,3:0); its types are 0x1, 0x2, ", Run("descriptor", "0xf").Error);
        Assert.StartsWith("vtd: InvalidationQueue has no descriptor of type 0x15 ", Run("descriptor", "0x205").Error);
        Assert.StartsWith("vtd: A descriptor of InvalidationQueue has 256 bits, that is 4 words of 64 bits; 3 are given", Run("descriptor", "5", "0", "0").Error);
    }

    [Fact]
    public void ACodeIsExplained()
    {
        var known = Run("faultreason", "05");
        var unknown = Run("FaultReason", "0xf0");

        Assert.Equal((0, 1), (known.ExitCode, unknown.ExitCode));
        Assert.Matches(@"WriteDenied +Fault Reason -> write or AtomicOp meets W = 0 at some level \(LGN\.2\)", known.Output);
        Assert.Contains("wrong: 0xf0 is not a defined FaultReason.\n", unknown.Output);
        Assert.Equal("vtd: FaultReason has 8 bits; 0x105 needs 9.\n", Run("FaultReason", "0x105").Error);
        Assert.Equal(1, Run("PasidTranslationType", "0").ExitCode);
    }

    [Fact]
    public void AnElementOfAnArrayHasItsOwnName()
    {
        Assert.StartsWith("FRCD[3]  ", Run("FRCD3", "0").Output);
        Assert.StartsWith("FRCD[3]  ", Run("frcd[3]", "0").Output);
        Assert.StartsWith("FRCD  ", Run("FRCD", "0").Output);
        Assert.Equal(2, Run("GSTS3", "0").ExitCode);
    }

    [Fact]
    public void ARegisterIsFoundByItsOffset()
    {
        Assert.StartsWith("FSTS  Fault Status ", Run("0x34", "0x2").Output);
        Assert.StartsWith("FRCD[1]  ", Run("0x410", "0", "--given", "CAP=0x200000140000000").Output + Run("0x410", "0", "--given", "CAP=0x10040000000").Output);
        Assert.Equal("vtd: No register is at offset 0x36; FSTS begins at 0x34. Places that are computed need --given CAP=... and ECAP=....\n", Run("0x36", "1").Error);
        Assert.Equal("vtd: '0xzz' is no offset of a register.\n", Run("0xzz", "1").Error);
    }

    [Fact]
    public void ARegisterIsFoundByItsAddressInEachInstance()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("usb.vtd.yaml",
        [
            "spec: Usb",
            "block: CORE",
            "blocks:",
            "  CORE: { size: 0x10, access: [4], instances: { USB0: 0x1000, USB1: 0xFFFF_FFFF_0000_0000 } }",
            "  FIFO: { size: 0x10, access: [4], instances: { FIFO0: 0x2000 } }",
            "registers:",
            "  CTL: { offset: 4, width: 32, reset: 0, access: rw, fields: { MODE: { bits: \"31:0\" } } }",
            "  DATA: { block: FIFO, offset: 4, width: 32, reset: 0, access: rw, fields: { WORD: { bits: \"31:0\" } } }",
        ]);

        Assert.StartsWith("CTL  ", Run("0x1004", "1", "--spec", path).Output);
        Assert.StartsWith("CTL  ", Run("0xFFFFFFFF00000004", "1", "--spec", path).Output);
        Assert.StartsWith("DATA  ", Run("0x2004", "1", "--spec", path).Output);
        Assert.Equal("vtd: Several registers are at offset 0x4; say which: CTL, DATA.\n", Run("0x4", "1", "--spec", path).Error);
        Assert.Equal(2, Run("0x1008", "1", "--spec", path).ExitCode);
    }

    [Theory]
    [InlineData("GSTS.TES  (field of 1 bit, section 11.4.4.2)\n  0x1\n", "GSTS.TES", "1")]
    [InlineData("GSTS.TES  (field of 1 bit, section 11.4.4.2)\n  0x1\n", "gsts.tes=1")]
    [InlineData("RTADDR.TTM  (field of 2 bits, section 11.4.5)\n  0x1\n", "RTADDR.TTM=Scalable")]
    [InlineData("pasid-entry.PGTT  (field of 3 bits, section 9.6)\n  0x2\n", "pasid-entry.PGTT", "2")]
    [InlineData("legacy-root-entry.CTP  (field of 52 bits, section 9.1)\n  0x000000044dd3f\n", "root-entry.CTP", "44dd3f")]
    public void AFieldIsDecodedByItself(string start, params string[] arguments) => Assert.StartsWith(start, Run(arguments).Output);

    [Theory]
    [InlineData("RTADDR has no field 'TTN'; did you mean 'TTM'?", "RTADDR.TTN", "1")]
    [InlineData("RTADDR.TTM has 2 bits; 0x4 needs 3.", "RTADDR.TTM", "4")]
    [InlineData("FaultReason is an enum and has no fields.", "FaultReason.X", "1")]
    [InlineData("There is no 'GSTZ' in Vtd; did you mean 'GSTS'?", "GSTZ.TES=1")]
    [InlineData("'0x1' is no THING=VALUE; after one of these only others can follow.", "GSTS=1", "0x1")]
    public void AFieldThatIsNoneIsOneLine(string error, params string[] arguments) => Assert.Equal($"vtd: {error}\n", Run(arguments).Error);

    [Fact]
    public void SeveralValuesTellAboutEachOther()
    {
        var open = Run("GSTS=0x10000000", "FSTS=0x2");
        var decided = Run("GSTS=0x10000000", "CAP=0x0");

        Assert.Equal((0, 1), (open.ExitCode, decided.ExitCode));
        Assert.Matches("(?s)^GSTS  .*\n\nFSTS  ", open.Output);
        Assert.Contains("wrong: AFLS exists only if CAP.AFL, which does not hold", decided.Output);
        Assert.Equal(1, Run("register:GSTS=0x10000000", "Vtd.CAP=0").ExitCode);
        Assert.Equal(2, Run("GSTS=1", "CAP=0", "--json").Json.GetProperty("decoded").GetArrayLength());
    }

    [Fact]
    public void ReservedBitsOfCapabilitiesAreNamed() =>
        Assert.Contains("note:  Bit 23 is reserved and set (deprecated isochrony bit): the hardware is of another revision of the architecture.\n", Run("CAP", "0xc0000020e60262").Output);

    [Fact]
    public void RowsWithoutASetBitAreFolded()
    {
        var run = Run("pasid-entry", "1", "0", "0", "0", "0", "0", "0", "8000000000000000");

        Assert.Contains("  511:480  1000 ", run.Output);
        Assert.Contains("\n   479:32  all 0\n", run.Output);
        Assert.Contains("\n     31:0  0000 ", run.Output);
    }

    [Fact]
    public void OtherSpecsCanBeUsed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("uart.vtd.yaml",
        [
            "spec: Uart",
            "block: { size: 0x10, access: [4] }",
            "registers:",
            "  STATUS: { offset: 4, width: 32, reset: 0, access: rw, confidence: unverified, fields: { LEVEL: { bits: \"30:0\", note: from a forum }, LOST: { bits: 31 } } }",
            "  PORT: { base: 8, count: STATUS, offset: 0, width: 32, reset: 0, access: rw, fields: { P: { bits: \"31:0\" } } }",
        ]);
        var broken = Run("STATUS", "5", "--spec", path);
        folder.Write("uart.vtd.yaml",
        [
            "spec: Uart",
            "block: { size: 0x10, access: [4] }",
            "registers:",
            "  STATUS: { offset: 4, width: 32, reset: 0, access: rw, confidence: unverified, fields: { LEVEL: { bits: \"30:0\", note: from a forum }, LOST: { bits: 31 } } }",
        ]);
        var run = Run("STATUS", "5", "--spec", path);

        Assert.Equal(2, broken.ExitCode);
        Assert.Matches(@"^vtd: .*uart\.vtd\.yaml\([0-9]+,[0-9]+\): VTD[0-9]{4}: .*\n$", broken.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("spec:  STATUS: unverified\nspec:  LEVEL: from a forum\n", run.Output);
        Assert.Equal(2, Run("GSTS", "0", "--spec", path).ExitCode);
    }

    [Fact]
    public void ANameOfTwoThingsAsksWhich()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("twice.vtd.yaml",
        [
            "spec: Twice",
            "block: { size: 0x10, access: [4] }",
            "registers:",
            "  SLOT: { offset: 4, width: 32, reset: 0, access: rw, fields: { A: { bits: \"31:0\" } } }",
            "queues:",
            "  Ring: { sizes: [64], type: \"3:0\" }",
            "descriptors:",
            "  slot: { queue: Ring, type: 1, fields: { B: { bits: \"63:4\" } } }",
        ]);

        Assert.Equal("vtd: 'Slot' can mean several things; say which: register:SLOT, descriptor:slot.\n", Run("Slot", "0", "--spec", path).Error);
        Assert.Contains("(register of 32 bits)", Run("SLOT", "0", "--spec", path).Output);
        Assert.Contains("(descriptor of 64 bits)", Run("Descriptor:SLOT", "0", "--spec", path).Output);
    }

    [Fact]
    public void JsonKeepsItsNames()
    {
        var root = Run("FRCD", "0", "0", "--json").Json;
        var thing = root.GetProperty("decoded")[0];

        Assert.Equal(["decoded"], Names(root));
        Assert.Equal(["spec", "kind", "name", "title", "section", "confidence", "note", "bits", "value", "condition", "fields", "remarks"], Names(thing));
        Assert.Equal(["name", "bits", "raw", "value", "codes", "writtenCodes", "reserved", "gate", "exists", "meaning", "confidence", "note"], Names(thing.GetProperty("fields")[0]));
        Assert.Equal(["name", "mnemonic", "meaning", "confidence", "note"], Names(Fields("FRCD", "0")["FR"].GetProperty("codes")[0]));
        Assert.Equal(["kind", "wrong", "field", "text"], Names(Run("GSTS", "1", "--json").Json.GetProperty("decoded")[0].GetProperty("remarks")[0]));
        Assert.Equal(2, Run("root-entry", "0", "--json").Json.GetProperty("decoded").GetArrayLength());
    }

    [Fact]
    public void EveryThingOfTheSpecCanBeDecoded()
    {
        foreach (var (name, size) in Things())
        {
            Assert.Contains(Run(name, "0").ExitCode, new[] { 0, 1 });
            Assert.Contains(Run(name, new string('f', size / 4), "--json").ExitCode, new[] { 0, 1 });
        }
    }

    private static IEnumerable<(string Name, int Size)> Things()
    {
        var spec = LoadedSpecs.Load(SpecText.Shipped).Specs[0];
        return spec.Registers.Select(one => ("register:" + one.Mnemonic, one.Width))
            .Concat(spec.Entries.Select(one => ("entry:" + one.Name, one.Size)))
            .Concat(spec.Descriptors.Select(one => ("descriptor:" + one.Name, one.Sizes[0])));
    }

    private static Dictionary<string, JsonElement> Fields(params string[] arguments) =>
        Run([.. arguments, "--json"]).Json.GetProperty("decoded")[0].GetProperty("fields").EnumerateArray().ToDictionary(field => field.GetProperty("name").GetString()!);

    private static IEnumerable<string> Names(JsonElement one) => one.EnumerateObject().Select(property => property.Name);

    private static VtdRun Run(params string[] arguments) => VtdRun.Of(["decode", .. arguments]);
}
