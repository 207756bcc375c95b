using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Import.IpXact;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Import;

public sealed class IpXactImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files => SampleFiles.With("VTD_IPXACT_FOLDER", ".xml", "device2009.xml", "device2014.xml");

    public void Dispose() => _folder.Dispose();

    /// <summary>The specs are free of errors, and an independent reading of the XML finds the same bits at the same places.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Specs_agree_with_the_file(string path)
    {
        var specs = IpXactImporter.Import(path, "");
        var loaded = ComparedFields.Load(specs);
        var blocks = PlainIpXact.BlocksOf(path).ToList();
        Assert.Equal(blocks.Count, specs.Count);
        foreach (var (spec, fields) in specs.Zip(blocks))
            ComparedFields.Agree(spec, loaded, fields);
    }

    [Fact]
    public void Facts_of_the_format_are_in_the_text_or_lost_by_name()
    {
        var text = SpecWriter.Write(Assert.Single(IpXactImporter.Import(SampleFiles.PathOf("device2014.xml"), "My")));
        Assert.All(
            [
                "spec: MyMainBlock\ndocument: example.org lib hub 1.0\nabout: A hub. In the memory map regs.\nblock:\n  size: 0x400\n  access: [2, 4, 8]\n  instances:\n    main_block: 0x4000\n",
                "    name: \"Control\"\n    about: controls it\n",
                "      Fast: { code: 2, meaning: \"quick\" }\n",
                "    access: rwo\n",
                "    on-read: [data]\n",
                "  half:\n",
                "  ch:\n    offset: 0x40\n    count: 4\n    stride: 16\n    registers:\n      from:\n        confidence: unverified\n        offset: 0x00\n",
                "      to:\n        confidence: unverified\n        offset: 0x04\n        count: 2\n        stride: 4\n",
                "      high: { bits: \"127:96\", reset: 0x12345678 }\n",
                "# lost: facts about the component beside its registers: model\n",
                "# lost: memory without registers: ram at 'h8000, range 'h1000\n",
                "# lost: IP-XACT's colour: red\n",
                "# lost: access of the hardware: volatile 1 fields\n",
                "enum: { read: CtrlMode, write: CtrlModeWritten }",
                "      # lost: reset of another kind: SOFT 0\n",
                "      # lost: IP-XACT's testable: false\n",
                "    # lost: IP-XACT's alternateRegisters: with elements of its own\n",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("12", 12UL)]
    [InlineData("0x1C", 0x1CUL)]
    [InlineData("#1c", 0x1CUL)]
    [InlineData("'h1_0", 0x10UL)]
    [InlineData("8'b101", 5UL)]
    [InlineData("8'sd12", 12UL)]
    [InlineData("4k", 4096UL)]
    [InlineData("2G", 1UL << 31)]
    public void Numbers(string text, ulong expected) => Assert.Equal((true, expected), (IpXactNumbers.TryParse(text, out var value), value));

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("'q1")]
    [InlineData("1 + 1")]
    [InlineData("99999999999T")]
    public void No_numbers(string text) => Assert.False(IpXactNumbers.TryParse(text, out _));

    [Theory]
    [InlineData("<component/>", "(1,2): the namespace is '', and IP-XACT of 2009")]
    [InlineData("<component xmlns=\"http://www.accellera.org/XMLSchema/IPXACT/1685-2022\"/>", "1685-2022', and IP-XACT of 2009")]
    [InlineData("<design/>", "(1,2): the root element is <design>, and that of an IP-XACT file is <component>.")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><component/>", "not valid XML")]
    [InlineData("<component xmlns=\"http://www.accellera.org/XMLSchema/IPXACT/1685-2014\"/>", "no memory map of the component has an address block with registers.")]
    public void Broken_files_give_one_error(string xml, string message)
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import(xml));
        Assert.Contains("block.xml(1,", failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<register><name>R</name><size>32</size></register>", "R has no <addressOffset>.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset></register>", "R has no <size>.")]
    [InlineData("<register><name>R</name><addressOffset>a + 1</addressOffset><size>32</size></register>", "'a + 1' is not a number, such as 12, 0x1C or 0b101.")]
    [InlineData("<register><name>R</name><dim>99999</dim><addressOffset>0</addressOffset><size>32</size></register>", "R has 65537 elements, and 1 to 65536 are possible.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset><size>32</size><field><name>F</name><bitOffset>0</bitOffset></field></register>", "F has no <bitWidth>.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset><size>32</size><access>rw</access></register>", "'rw' is not an access: read-only, write-only, read-write, writeOnce or read-writeOnce.")]
    [InlineData("<registerFile><name>R</name><addressOffset>0</addressOffset></registerFile>", "R has no <range>.")]
    public void Broken_registers_give_one_error(string register, string message)
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import(
            "<component xmlns=\"http://www.accellera.org/XMLSchema/IPXACT/1685-2014\"><memoryMaps><memoryMap><name>m</name><addressBlock><name>b</name><baseAddress>0</baseAddress>\n" + register
            + "</addressBlock></memoryMap></memoryMaps></component>"));
        Assert.Contains("block.xml(2,", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<ImportedSpec> Import(string xml) => IpXactImporter.Import(_folder.Write("block.xml", xml.Split('\n')), "");
}
