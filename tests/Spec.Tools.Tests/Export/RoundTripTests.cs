using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Export;
using Vtd.Spec.Tools.Export.Svd;
using Vtd.Spec.Tools.Export.SystemRdl;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Import.Svd;
using Vtd.Spec.Tools.Import.SystemRdl;
using Vtd.Spec.Tools.Specs;
using Vtd.Spec.Tools.Tests.Import;

namespace Vtd.Spec.Tools.Tests.Export;

/// <summary>Exports are imported again, and both specs say the same.</summary>
public sealed class RoundTripTests : IDisposable
{
    /// <summary>Names the schema of CMSIS-SVD, which exports are checked against where it is there.</summary>
    private const string SchemaVariable = "VTD_SVD_SCHEMA";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Folders and files of the specs of the repository.</summary>
    public static TheoryData<string> Specs =>
    [
        "Spec/vtd", "Runtime/Vtd.Machine/Devices/edu.vtd.yaml", "Runtime/Vtd.Machine/Devices/iommu-testdev.vtd.yaml", "Runtime/Vtd.Machine/Board/uart16550.vtd.yaml",
        "Runtime/Vtd.Machine/Board/mc146818.vtd.yaml", "Runtime/Vtd.Machine/Board/hpet.vtd.yaml", "tests/Package.Tests/Consumers/Nvme", "tests/Package.Tests/Consumers/Timer",
        "tests/Generator.Tests/Specs", "tests/Generator.Tests/Ports/ports.vtd.yaml", "tests/Benchmarks/Registers/timer.vtd.yaml",
    ];

    public static TheoryData<string> SvdFiles => SvdImporterTests.Files;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Specs))]
    public void Svd_of_a_spec_gives_the_spec_again(string path) => Agree(Load(path), SvdText.Of, SvdImporter.Import, "wo");

    [Theory]
    [MemberData(nameof(Specs))]
    public void SystemRdl_of_a_spec_gives_the_spec_again(string path) => Agree(Load(path), SystemRdlText.Of, SystemRdlImporter.Import, "oneshot");

    [Fact]
    public void Registers_with_aliases_come_back_without_them()
    {
        const string spec = """
            spec: Gpio
            block: { size: 0x100, access: [4], aliases: { toggle: 0x40 } }
            registers:
              OUT: { offset: 0, width: 32, access: rw, reset: 0, aliases: { set: 0x4, clear: 0x8 }, fields: { PIN: { bits: "31:0" } } }
              DIR: { offset: 0x10, count: 2, stride: 4, width: 32, access: rw, reset: 0, aliases: { set: 0x18 }, fields: { PIN: { bits: "31:0" } } }
            """;
        var specs = LoadedSpecs.Load([new SpecText("gpio.vtd.yaml", spec)]).Specs;

        Agree(specs, SvdText.Of, SvdImporter.Import, "wo");
        Agree(specs, SystemRdlText.Of, SystemRdlImporter.Import, "oneshot");
        Assert.Equal(["DIR", "OUT"], Again(SvdText.Of(specs), SvdImporter.Import).Single().Registers.Select(static register => register.Mnemonic).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_of_elements_come_back_from_svd_and_are_lost_in_systemrdl()
    {
        const string spec = """
            spec: Dual
            block: { size: 0x100, access: [4] }
            registers:
              BAUD: { offset: 0, count: 2, stride: 4, names: [RX, TX], width: 32, access: rw, reset: 0, fields: { RATE: { bits: "31:0" } } }
            groups:
              CHANNEL:
                offset: 0x10
                count: 2
                stride: 0x10
                names: [A, B]
                registers:
                  LIMIT: { offset: 0, count: 2, stride: 4, names: [LOW, HIGH], width: 32, access: rw, reset: 0, fields: { BYTES: { bits: "31:0" } } }
            """;
        var specs = LoadedSpecs.Load([new SpecText("dual.vtd.yaml", spec)]).Specs;

        Agree(specs, SvdText.Of, SvdImporter.Import, "wo");
        Assert.Equal(NamesOf(specs), NamesOf(Again(SvdText.Of(specs), SvdImporter.Import)));
        Agree(specs, SystemRdlText.Of, SystemRdlImporter.Import, "oneshot");
        Assert.Equal(["LOW, HIGH", "A, B", "RX, TX"], SystemRdlText.Of(specs).Losses.Where(static loss => loss.Kind == "names of elements").Select(static loss => loss.Fact).OrderBy(static fact => fact.Length switch { 9 => 0, _ => fact[0] }));

        static IEnumerable<string> NamesOf(IReadOnlyList<LinkedSpec> specs) => specs.Single().Registers
            .Select(static register => $"{register.Mnemonic}{string.Concat(register.Dimensions.Select(static dimension => $"[{string.Join(' ', dimension.Names)}]"))}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Codes_of_reads_and_writes_come_back_from_svd()
    {
        const string svd = """
            <device><name>D</name><size>32</size><peripherals><peripheral><name>JOB</name><baseAddress>0</baseAddress><registers>
            <register><name>CTL</name><addressOffset>0</addressOffset><resetValue>0</resetValue><fields>
            <field><name>GO</name><lsb>0</lsb><msb>1</msb>
              <enumeratedValues><name>Order</name><usage>write</usage><enumeratedValue><name>Start</name><value>1</value></enumeratedValue></enumeratedValues>
              <enumeratedValues><name>State</name><usage>read</usage><enumeratedValue><name>Busy</name><value>1</value></enumeratedValue><enumeratedValue><name>Done</name><value>2</value></enumeratedValue></enumeratedValues></field>
            <field><name>SAME</name><lsb>2</lsb><msb>3</msb>
              <enumeratedValues><usage>read</usage><enumeratedValue><name>On</name><value>1</value></enumeratedValue></enumeratedValues>
              <enumeratedValues><usage>write</usage><enumeratedValue><name>On</name><value>1</value></enumeratedValue></enumeratedValues></field>
            <field><name>ONLY</name><lsb>4</lsb><msb>5</msb><access>read-only</access>
              <enumeratedValues><usage>write</usage><enumeratedValue><name>Stop</name><value>1</value></enumeratedValue></enumeratedValues>
              <enumeratedValues><usage>read</usage><enumeratedValue><name>Stopped</name><value>1</value></enumeratedValue></enumeratedValues></field>
            <field><name>FLAG</name><lsb>6</lsb><msb>6</msb><modifiedWriteValues>oneToClear</modifiedWriteValues>
              <enumeratedValues><enumeratedValue><name>Pending</name><value>1</value></enumeratedValue></enumeratedValues>
              <enumeratedValues><usage>write</usage><enumeratedValue><name>Clear</name><value>1</value></enumeratedValue></enumeratedValues></field>
            <field><name>TWICE</name><lsb>7</lsb><msb>8</msb>
              <enumeratedValues><usage>write</usage><enumeratedValue><name>First</name><value>1</value></enumeratedValue></enumeratedValues>
              <enumeratedValues><name>More</name><usage>write</usage><enumeratedValue><name>Second</name><value>2</value></enumeratedValue></enumeratedValues></field>
            </fields></register></registers></peripheral></peripherals></device>
            """;
        var imported = SvdImporter.Import(_folder.Write("job.svd", svd.Split('\n')), "");
        var specs = ComparedFields.Load(imported).Specs;
        string[] expected =
        [
            "FLAG Pending=1 / Clear=1", "GO Busy=1 Done=2 / Start=1", "ONLY Stopped=1 / ", "SAME On=1 / ", "TWICE First=1 / ",
        ];

        Assert.Equal(expected, CodesOf(specs));
        Assert.Equal(
            [new Loss("second codes for the same accesses", "More"), new Loss("codes of accesses that a field does not have", "those of writes")],
            Assert.Single(imported).AllLosses().Where(static loss => loss.Kind.Contains("codes", StringComparison.Ordinal)));
        Assert.Equal(expected, CodesOf(Again(SvdText.Of(specs), SvdImporter.Import)));
        AssertValid(SvdText.Of(specs).Text);

        static IEnumerable<string> CodesOf(IReadOnlyList<LinkedSpec> specs) => specs.Single().Registers.Single().Fields.Where(static field => !field.IsReserved)
            .Select(field => $"{field.Name} {Codes(specs[0], field.Enum)} / {Codes(specs[0], field.WriteEnum)}").Order(StringComparer.Ordinal);

        static string Codes(LinkedSpec spec, LinkedEnumReference? of) =>
            of is null ? "" : string.Join(' ', spec.Enums.Single(item => item.Name == of.Name).Codes.Select(static code => $"{code.Name}={code.Value}"));
    }

    [Theory]
    [MemberData(nameof(SvdFiles))]
    public void An_imported_file_gives_the_same_import_again(string file)
    {
        var imported = SvdImporter.Import(file.Length > 0 ? file : _folder.Write("chip.svd", Chip), "");
        var specs = ComparedFields.Load(imported).Specs;
        AssertValid(SvdText.Of(specs).Text);
        var (svd, rdl) = (Again(SvdText.Of(specs), SvdImporter.Import), Again(SystemRdlText.Of(specs), SystemRdlImporter.Import));
        foreach (var spec in specs.Where(static spec => spec.Registers.Count > 0))
        {
            foreach (var again in new[] { svd, rdl })
            {
                var other = again.Single(one => one.Header.Name == spec.Header.Name);
                Assert.Equal(PlainModel.Of(spec, "", "wo"), PlainModel.Of(other, "", "wo"));
                Assert.Equal(PlainModel.ShapesOf(spec, ""), PlainModel.ShapesOf(other, ""));
                Assert.Equal(spec.Blocks[0].Instances.Select(static instance => instance.Address), other.Blocks[0].Instances.Select(static instance => instance.Address));
            }

            var same = svd.Single(one => one.Header.Name == spec.Header.Name);
            Assert.Equal(spec.Blocks[0].Instances, same.Blocks[0].Instances);
            Assert.Equal(spec.Blocks[0].Size, same.Blocks[0].Size);
        }
    }

    private static string[] Chip => Svd.Chip.Split('\n');

    private void Agree(IReadOnlyList<LinkedSpec> specs, Func<IReadOnlyList<LinkedSpec>, ExportedText> export, Func<string, string, IReadOnlyList<ImportedSpec>> import, string oneShot)
    {
        var exported = export(specs);
        if (exported.Text.StartsWith('<'))
            AssertValid(exported.Text);
        var again = Again(exported, import);
        foreach (var (spec, block) in specs.SelectMany(static spec => spec.Blocks.Select(block => (spec, block))))
        {
            var name = block.Name.Length == 0 ? spec.Header.Name : block.TypeName;
            Assert.Equal(PlainModel.Of(spec, block.Name, oneShot), PlainModel.Of(again.Single(one => one.Header.Name == name), "", oneShot));
        }
    }

    private IReadOnlyList<LinkedSpec> Again(ExportedText exported, Func<string, string, IReadOnlyList<ImportedSpec>> import) =>
        ComparedFields.Load(import(_folder.Write($"{Guid.NewGuid()}.txt", exported.Text.Split('\n')), "")).Specs;

    private static IReadOnlyList<LinkedSpec> Load(string path)
    {
        var loaded = LoadedSpecs.Load(SpecText.Read([Repository.PathOf(path)]));
        Assert.Empty(loaded.Findings);
        return loaded.Specs;
    }

    private static void AssertValid(string text)
    {
        var document = XDocument.Parse(text);
        if (Environment.GetEnvironmentVariable(SchemaVariable) is not { Length: > 0 } path)
            return;
        var schemas = new XmlSchemaSet();
        using (var reader = XmlReader.Create(path))
            schemas.Add(null, reader);
        var problems = new List<string>();
        document.Validate(schemas, (_, problem) => problems.Add(problem.Message));
        Assert.Empty(problems);
    }
}
