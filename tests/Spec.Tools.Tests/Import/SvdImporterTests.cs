using System.Xml.Linq;
using Vtd.Spec.Checks;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Import.Svd;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Import;

public sealed class SvdImporterTests : IDisposable
{
    /// <summary>Names a folder of *.svd files, such as those of a vendor, that are imported and compared as well.</summary>
    private const string FolderVariable = "VTD_SVD_FOLDER";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Files beside <see cref="Svd.Chip"/>, which is the empty name.</summary>
    public static TheoryData<string> Files =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? ["", .. Directory.GetFiles(folder, "*.svd").Order(StringComparer.Ordinal)] : [""];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_of_a_spec()
    {
        var specs = Import(Svd.Chip);
        Assert.Equal(["Uart", "Wide", "Effects"], specs.Select(static spec => spec.Name));
        Assert.Equal(
            """
            spec: Uart
            document: Example X1 2
            about: "A serial port. Interrupts: UART0_IRQ 7."
            block:
              size: 0x100
              access: [4]
              instances:
                UART0: 0x40000000
                UART1: 0x40001000

            enums:
              CtrlMode:
                confidence: unverified
                width: 2
                codes:
                  NormalMode: { code: 0, meaning: as usual }
                  V2wire: 2

            templates:
              registers:
                data:
                  width: 32
                  access: rw
                  reset: 0
                  fields:
                    VALUE: { bits: "31:0", meaning: the whole register }

            registers:
              CTRL:
                about: "Control"
                confidence: unverified
                offset: 0x00
                width: 32
                access: rw
                reset: 0x10
                fields:
                  CH2: { bits: "21:20", meaning: a channel }
                  CH1: { bits: "19:18", meaning: a channel }
                  CH0: { bits: "17:16", meaning: a channel }
                  START: { bits: 8, access: wo, meaning: "starts" }
                  MODE: { bits: "5:4", enum: CtrlMode, meaning: "mode" }
                  # lost: code for all other values: others
                  EN: { bits: 0, meaning: "Enables \"all\" of it" }
                reserved: ["31:22", "15:9", "7:6", "3:1"]
              STAT:
                about: "Status"
                confidence: unverified
                offset: 0x04
                width: 32
                access: rw1c
                reset: undefined
                fields:
                  ERR: { bits: 31, meaning: an error }
                  STATE: { bits: "1:0", access: ro, enum: CtrlMode, meaning: mode in use }
                reserved: ["30:2"]
              DATA:
                like: data
                about: "Data"
                confidence: unverified
                offset: 0x08
              DATA2:
                like: data
                about: "Data"
                confidence: unverified
                offset: 0x0C
              SLOT:
                about: "Slots"
                confidence: unverified
                offset: 0x20
                count: 4
                stride: 8
                width: 32
                access: rw
                reset: 0
                fields:
                  VALUE: { bits: "15:0", meaning: "value" }
                reserved: ["31:16"]
              PORT:
                like: data
                about: "Ports"
                confidence: unverified
                offset: 0x40
                count: 2
                stride: 4
                names: [A, B]

            groups:
              DMA:
                offset: 0x80
                count: 3
                stride: 16
                registers:
                  FROM:
                    like: data
                    about: "Source"
                    confidence: unverified
                    offset: 0x00
                  TO:
                    like: data
                    about: "Targets"
                    confidence: unverified
                    offset: 0x04
                    count: 2
                    stride: 4

            """.ReplaceLineEndings("\n"),
            SpecWriter.Write(specs[0]));
    }

    [Fact]
    public void Losses_are_named_where_they_are()
    {
        var text = SpecWriter.Write(Import(Svd.Chip)[1]);
        Assert.Equal(
            [
                "# lost: register whose width the language cannot express: BITS, 12 bits at 0x8",
                "# lost: name that C# cannot use: int, here int_",
                "# lost: register at the place of another one: OTHER, 32 bits at 0xC",
                "    # lost: unknown reset value of some bits: bits 0xFFFFFFFF00000000",
                "    # lost: field on bits of another one: AGAIN, bits 2, which HEAD has",
                "    # lost: field beyond its register: FAR, bits 40",
                "    # lost: reset value of bits without a readable field: 0xF0",
            ],
            text.Split('\n').Where(static line => line.Contains("# lost:", StringComparison.Ordinal)));
        Assert.Contains("    on-read: [HEAD]\n", text, StringComparison.Ordinal);
        Assert.Contains("  int_:\n", text, StringComparison.Ordinal);
        Assert.Contains("access: [4, 8]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Registers_of_bytes_share_a_place_if_they_are_for_different_accesses()
    {
        var spec = Assert.Single(Import("""
            <device><peripherals><peripheral><name>A</name><baseAddress>0</baseAddress><size>8</size><registers>
            <register><name>RX</name><addressOffset>1</addressOffset><access>read-only</access></register>
            <register><name>TX</name><addressOffset>1</addressOffset><access>write-only</access></register>
            <register><name>BOTH</name><addressOffset>1</addressOffset></register>
            <register><name>PAIR</name><addressOffset>2</addressOffset><size>16</size></register>
            </registers></peripheral></peripherals></device>
            """));
        Assert.Equal(["RX 8", "TX 8", "PAIR 16"], spec.Registers.Select(static register => $"{register.Name} {register.Layout.Width}"));
        Assert.Equal(new Loss("register at the place of another one", "BOTH, 8 bits at 0x1"), Assert.Single(spec.AllLosses(), static loss => loss.Kind.StartsWith("register", StringComparison.Ordinal)));
        Assert.Contains("block:\n  size: 0x4\n  access: [1, 2, 4]\n", SpecWriter.Write(spec), StringComparison.Ordinal);
    }

    [Fact]
    public void Instances_that_overlap_are_a_loss()
    {
        const string Registers = "<addressBlock><offset>0</offset><size>0x1000</size><usage>registers</usage></addressBlock><registers><register><name>R</name><addressOffset>0</addressOffset></register></registers>";
        var spec = Assert.Single(Import($"""
            <device><name>D</name><size>32</size><peripherals>
            <peripheral><name>P0</name><baseAddress>0x2000</baseAddress>{Registers}</peripheral>
            <peripheral derivedFrom="P0"><name>P1</name><baseAddress>0x1800</baseAddress></peripheral>
            <peripheral derivedFrom="P0"><name>P2</name><baseAddress>0xFFFFFFFFFFFFF800</baseAddress></peripheral>
            <peripheral derivedFrom="P0"><name>Equals</name><baseAddress>0x8000</baseAddress></peripheral>
            </peripherals></device>
            """));

        Assert.Equal(["P1 1800", "Equals_ 8000"], spec.Instances.Select(static instance => $"{instance.Name} {instance.Address:X}"));
        Assert.Equal(["P0 at 0x2000", "P2 at 0xFFFFFFFFFFFFF800"], spec.Losses.Select(static loss => loss.Fact));
    }

    [Fact]
    public void A_combination_of_effects_without_a_word_is_a_loss()
    {
        var spec = Assert.Single(Import("""
            <device><peripherals><peripheral><name>A</name><baseAddress>0</baseAddress><registers>
            <register><name>R</name><addressOffset>0</addressOffset><readAction>set</readAction><modifiedWriteValues>oneToSet</modifiedWriteValues></register>
            </registers></peripheral></peripherals></device>
            """));
        Assert.Equal(new Loss("combination of effects", "read-write, readAction set, modifiedWriteValues oneToSet"), Assert.Single(spec.AllLosses()));
        Assert.Equal("rw1s", Assert.Single(spec.Registers).Layout.Fields[0].Access.Name);
    }

    [Theory]
    [InlineData("R%s", "3", "2-4", "R2 R3 R4")]
    [InlineData("R_%s", "3", "A-C", "R[3: A B C]")]
    [InlineData("R_%s", "2", "A,A", "R_A R_A_REG")]
    [InlineData("R_%s", "2", "A,event", "R_A R_event")]
    [InlineData("R_%s_X", "2", "A,B", "R_A_X R_B_X")]
    [InlineData("_%s", "2", "A,B", "A B")]
    [InlineData("R%s", "2", "x,y", "Rx Ry")]
    [InlineData("R%s", "2", "0-1", "R[2]")]
    [InlineData("R[%s]", "2", null, "R[2]")]
    [InlineData("R", "2", null, "R[2]")]
    [InlineData("R%s", "1", "7", "R7")]
    public void Elements_become_an_array_if_they_are_numbered_from_0_or_named_behind_it(string name, string count, string? indexes, string registers)
    {
        var index = indexes is null ? "" : $"<dimIndex>{indexes}</dimIndex>";
        var spec = Assert.Single(Import($"<device><peripherals><peripheral><name>A</name><baseAddress>0</baseAddress><registers><register><name>{name}</name><addressOffset>0</addressOffset><dim>{count}</dim><dimIncrement>4</dimIncrement>{index}</register></registers></peripheral></peripherals></device>"));
        Assert.Equal(registers, string.Join(' ', spec.Registers.Select(static register => register.Name + string.Concat(register.Dimensions.Select(static array => $"[{array.Count}{(array.Names.Count == 0 ? "" : $": {string.Join(' ', array.Names)}")}]")))));
    }

    [Theory]
    [InlineData("CH", "CTRL", "CH")]
    [InlineData("CH", "CTRL", "CH_CTRL")]
    [InlineData("CH", "CTRL", "CHCount")]
    [InlineData("CH", "CTRL", "ChGroup")]
    [InlineData("CH", "CTRL", "CH_GROUP")]
    [InlineData("CH", "ChGroup", "R")]
    [InlineData("CH", "GetQ", "R")]
    [InlineData("CH", "QCount", "R")]
    [InlineData("CH", "get_X", "R")]
    [InlineData("CH", "0", "R")]
    [InlineData("CH", "Read", "R")]
    [InlineData("CH", "RegisterInfo", "R")]
    [InlineData("CH", "event", "R")]
    [InlineData("Read", "CTRL", "R")]
    [InlineData("RegisterFile", "CTRL", "R")]
    [InlineData("nameof", "nameof", "nameof")]
    [InlineData("A", "CTRL", "R")]
    [InlineData("ACapabilities", "CTRL", "R")]
    public void Whatever_a_cluster_and_its_registers_are_called_the_spec_has_no_errors(string cluster, string member, string beside)
    {
        static string Register(string name, int offset, string more = "") => $"<register><name>{name}</name><addressOffset>{offset}</addressOffset>{more}</register>";
        var specs = Import($"""
            <device><peripherals><peripheral><name>A</name><baseAddress>0</baseAddress><registers>
              <cluster><name>{cluster}</name><dim>2</dim><dimIncrement>32</dimIncrement><addressOffset>0</addressOffset>
                {Register(member, 0)}{Register("Q[%s]", 4, "<dim>2</dim><dimIncrement>4</dimIncrement>")}
              </cluster>
              {Register(beside, 64)}
            </registers></peripheral></peripherals></device>
            """);

        var registers = Assert.Single(ComparedFields.Load(specs).Specs).Registers;
        Assert.Equal([0, 4, 64], registers.Select(static register => register.Offset).Order());
        Assert.Equal([0, 1, 2], registers.Select(static register => register.Dimensions.Count).Order());
    }

    [Theory]
    [InlineData("CHCount")]
    [InlineData("GetCH")]
    [InlineData("SetCH")]
    public void Members_of_arrays_are_no_names_of_registers_or_enums(string name)
    {
        var spec = Assert.Single(Import($"""
            <device><peripherals><peripheral><name>A</name><baseAddress>0</baseAddress><registers>
            <register><name>CH[%s]</name><addressOffset>0</addressOffset><dim>2</dim><dimIncrement>4</dimIncrement></register>
            <register><name>{name}</name><addressOffset>8</addressOffset>
              <fields><field><name>F</name><bitRange>[0:0]</bitRange><enumeratedValues><name>{name}</name><enumeratedValue><name>A</name><value>0</value></enumeratedValue></enumeratedValues></field></fields>
            </register>
            </registers></peripheral></peripherals></device>
            """));
        Assert.Empty(LoadedSpecs.Load([new SpecText("a.vtd.yaml", SpecWriter.Write(spec))]).Findings);
        Assert.Equal(["CH", name + "_REG"], spec.Registers.Select(static register => register.Name));
    }

    [Fact]
    public void Names_that_end_like_renamed_members_stay()
    {
        var spec = Assert.Single(Import("<device><peripherals><peripheral><name>A</name><baseAddress>0</baseAddress><registers><register><name>SubField</name><addressOffset>0</addressOffset></register></registers></peripheral></peripherals></device>"));
        Assert.Equal(("SubField", 0), (spec.Registers[0].Name, spec.AllLosses().Count()));
    }

    /// <summary>The specs are free of errors, and an independent reading of the XML finds the same bits at the same places.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Specs_agree_with_the_file(string file)
    {
        var path = file.Length == 0 ? Write(Svd.Chip) : file;
        var specs = SvdImporter.Import(path, "");
        var loaded = ComparedFields.Load(specs);

        var device = XDocument.Load(path).Root!;
        var peripherals = device.Element("peripherals")!.Elements("peripheral").Where(static peripheral => peripheral.Element("registers") is not null).ToList();
        Assert.Equal(peripherals.Count, specs.Count);
        foreach (var (peripheral, spec) in peripherals.Zip(specs))
            ComparedFields.Agree(spec, loaded, PlainSvd.FieldsOf(device, peripheral));
    }

    [Theory]
    [InlineData("<device", "(1,", "not valid XML")]
    [InlineData("<!DOCTYPE device [<!ENTITY a \"b\">]><device/>", "(1,", "not valid XML")]
    [InlineData("<svd/>", "(1,2)", "the root element is <svd>, and that of an SVD file is <device>.")]
    [InlineData("<device><peripherals>\n<peripheral><name>A</name><registers/></peripheral></peripherals></device>", "(2,2)", "A has no <baseAddress>.")]
    [InlineData("<device><peripherals>\n<peripheral><baseAddress>0</baseAddress><registers/></peripheral></peripherals></device>", "(2,2)", "<peripheral> has no <name>.")]
    [InlineData("<device><peripherals>\n<peripheral derivedFrom=\"B\"><name>A</name></peripheral></peripherals></device>", "(2,2)", "derivedFrom=\"B\" names no <peripheral>.")]
    [InlineData("<device><peripherals>\n<peripheral derivedFrom=\"B\"><name>A</name></peripheral><peripheral derivedFrom=\"A\"><name>B</name></peripheral></peripherals></device>", "(2,", "leads in a circle")]
    public void Broken_files_give_one_error(string xml, string place, string message)
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import(xml));
        Assert.Contains("chip.svd" + place, failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<register><name>R</name></register>", "R has no <addressOffset>.")]
    [InlineData("<register><name>R</name><addressOffset>0z1</addressOffset></register>", "'0z1' is not a number, such as 12, 0x1C or 0b101.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset><dim>99999999999</dim><dimIncrement>4</dimIncrement></register>", "R has 99999999999 elements, and 1 to 65536 are possible.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset><dim>2</dim></register>", "R has <dim> and no <dimIncrement>.")]
    [InlineData("<register><name>R%s</name><addressOffset>0</addressOffset><dim>3</dim><dimIncrement>4</dimIncrement><dimIndex>A,B</dimIndex></register>", "<dimIndex> has 2 names for the 3 elements of R%s.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset><fields><field><name>F</name><dim>65</dim><dimIncrement>1</dimIncrement><bitRange>[0:0]</bitRange></field></fields></register>", "F has 65 elements, and a register has room for 64.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset><access>rw</access></register>", "'rw' is not an access: read-only, write-only, read-write, writeOnce or read-writeOnce.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset><fields><field><name>F</name></field></fields></register>", "F has no <bitRange>, <bitOffset> or <lsb>.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset><fields><field><name>F</name><bitRange>[0:7]</bitRange></field></fields></register>", "bits 0:7 of F are not a range of bits.")]
    [InlineData("<register><name>R</name><addressOffset>0</addressOffset><fields><field><name>F</name><bitRange>7..0</bitRange></field></fields></register>", "'7..0' is not a range of bits, such as [7:4].")]
    public void Broken_registers_give_one_error(string register, string message)
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import($"<device><peripherals><peripheral><name>A</name><baseAddress>0</baseAddress><registers>\n{register}</registers></peripheral></peripherals></device>"));
        Assert.Contains("chip.svd(2,", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever things and texts are called, the spec has no errors.</summary>
    [Fact]
    public void Hostile_names_and_texts_give_a_valid_spec()
    {
        string[] hostile =
        [
            .. ReservedNames.FieldMembers, .. ReservedNames.RegisterFileMembers, .. ReservedNames.ValueTypeMembers, .. ReservedNames.RegisterTypeMembers, .. ReservedNames.Renamed,
            .. ReservedNames.EntryMembers, .. ReservedNames.EnumInfoMembers, .. ReservedNames.TypesUsedByValues, .. ReservedNames.CommonTypes, .. ReservedNames.NarrowRegisterMembers,
            "int", "null", "and", "true", "yes", "1", "0x1", "_", "__", "-", "a b", "é", "\u4E2D", "A\u200BB", "b\u0085c", "\uFEFF?", "#x", "x: y", "[a", "{b", "*c", "&amp;d", "&lt;e", "'", "\"", "\\", "%s",
            "VALUE_", "VALUE", "RSVD_1_0", "IGN_1_0", "get_VALUE", "set_N", "CellField", "VALUECount", "GetVALUE", "VALUE_High", "Value2", "Value", "value", "System", "Uri", "Type", "Consumer", "Codegen", "TimerRegisterFile", "TimerCapabilities", "ITimerRegisterHandler", new('N', 300), new string('N', 300) + "2",
        ];
        var registers = string.Concat(hostile.Select(static (name, at) => $"""
            <register> <name>{name}</name> <description>{name}</description> <addressOffset>{8 * at}</addressOffset> <resetValue>0</resetValue>
              <fields>
                <field> <name>{name}</name> <description>{name}</description> <bitRange>[1:0]</bitRange>
                  <enumeratedValues> <name>{name}</name> <enumeratedValue> <name>{name}</name> <description>{name} {at}</description> <value>0</value> </enumeratedValue> </enumeratedValues>
                </field>
                <field> <name>{name}</name> <bitRange>[3:2]</bitRange> </field>
              </fields>
            </register>

            """));
        var specs = Import($"<device><name>*</name><peripherals><peripheral><name>TIMER</name><description>#</description><baseAddress>0</baseAddress><registers>\n{registers}</registers></peripheral></peripherals></device>");

        var text = SpecWriter.Write(Assert.Single(specs));
        var findings = LoadedSpecs.Load([new SpecText("timer.vtd.yaml", text)]).Findings;
        Assert.True(findings.Count == 0, string.Join('\n', findings.Select(static finding => finding.Message)));
        Assert.Equal(hostile.Length, specs[0].Registers.Count);
    }

    [Fact]
    public void Clusters_end_somewhere()
    {
        var clusters = string.Concat(Enumerable.Repeat("<cluster><name>C</name><addressOffset>0</addressOffset>", 5000)) + string.Concat(Enumerable.Repeat("</cluster>", 5000));
        var failure = Assert.Throws<UnusableSpecException>(() => Import($"<device><peripherals><peripheral><name>A</name><baseAddress>0</baseAddress><registers>{clusters}</registers></peripheral></peripherals></device>"));
        Assert.Contains("clusters are inside each other", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clusters_without_registers_end_as_well()
    {
        var clusters = string.Concat(Enumerable.Repeat("<cluster><name>C</name><addressOffset>0</addressOffset><dim>4096</dim><dimIncrement>4</dimIncrement>", 6)) + string.Concat(Enumerable.Repeat("</cluster>", 6));
        var failure = Assert.Throws<UnusableSpecException>(() => Import($"<device><peripherals><peripheral><name>A</name><baseAddress>0</baseAddress><registers>{clusters}</registers></peripheral></peripherals></device>"));
        Assert.EndsWith("the peripheral has more than 65536 registers and clusters.", failure.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<ImportedSpec> Import(string xml) => SvdImporter.Import(Write(xml), "");

    private string Write(string xml) => _folder.Write("chip.svd", xml.Split('\n'));
}
