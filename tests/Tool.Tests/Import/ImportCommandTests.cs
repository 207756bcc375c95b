namespace Vtd.Tool.Tests.Import;

public sealed class ImportCommandTests : IDisposable
{
    private const string Chip = """
        <device>
          <peripherals>
            <peripheral>
              <name>GPIO</name> <baseAddress>0x1000</baseAddress>
              <registers>
                <register> <name>OUT</name> <description>Levels of the pins</description> <addressOffset>0</addressOffset> <resetValue>0</resetValue> </register>
                <register> <name>IN</name> <description>Levels</description> <addressOffset>4</addressOffset> <access>read-only</access> <size>12</size> </register>
              </registers>
            </peripheral>
          </peripherals>
        </device>
        """;

    private readonly TemporaryFolder _folder = new();

    private string Output => _folder.PathOf("specs");

    private string Spec => Path.Combine(Output, "gpio.vtd.yaml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SpecsAreWrittenAndCheckWithoutErrors()
    {
        var run = Run();

        Assert.Equal(
            (0, "", "1 specs, 1 registers, 1 fields, 0 enums.\n1 facts are lost; # lost: comments name them:\n       1  register whose width the language cannot express\n"),
            (run.ExitCode, run.Error, run.Output));
        Assert.Contains("spec: Gpio\n", File.ReadAllText(Spec), StringComparison.Ordinal);
        Assert.Equal(0, VtdRun.Of("check", Output).ExitCode);
    }

    [Fact]
    public void TheSummaryAsJsonHasThePlaceOfEachLoss()
    {
        var run = Run("--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            """
            {
              "specs": [
                {
                  "name": "Gpio",
                  "file": "gpio.vtd.yaml",
                  "registers": 1,
                  "fields": 1,
                  "enums": 0,
                  "losses": [
                    {
                      "kind": "register whose width the language cannot express",
                      "fact": "IN, 12 bits at 0x4",
                      "register": null,
                      "field": null
                    }
                  ]
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            run.Output);
        Assert.True(File.Exists(Spec));
    }

    [Theory]
    [InlineData("reggen", "a.hjson", "{ name: gpio, registers: [ { name: R, swaccess: rw, fields: [ { bits: 0, name: int, swaccess: rw } ] } ] }", "R", "int_")]
    [InlineData("systemrdl", "a.rdl", "addrmap gpio { reg { field { intr; } f; } r; };", "r", "f")]
    [InlineData("ipxact", "a.xml", """
        <component xmlns="http://www.accellera.org/XMLSchema/IPXACT/1685-2014"><memoryMaps><memoryMap><name>m</name><addressBlock><name>gpio</name><baseAddress>0</baseAddress>
        <register><name>R</name><addressOffset>0</addressOffset><size>32</size><field><name>F</name><bitOffset>0</bitOffset><bitWidth>1</bitWidth><testable>true</testable></field></register>
        </addressBlock></memoryMap></memoryMaps></component>
        """, "R", "F")]
    public void EachFormatIsRead(string format, string name, string text, string register, string field)
    {
        var run = VtdRun.Of("import", format, Write(name, text), "-o", Output, "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"\"register\": \"{register}\",\n          \"field\": \"{field}\"\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, VtdRun.Of("check", Output).ExitCode);
    }

    [Fact]
    public void AnotherFormatIsRefused()
    {
        var run = VtdRun.Of("import", "csv", Write("a.csv", ""), "-o", Output);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("csv", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatDiffersIsReplacedOnlyByForce()
    {
        Run();
        var text = File.ReadAllText(Spec);
        Assert.Equal(0, Run().ExitCode);

        File.AppendAllText(Spec, "# mine\n");
        var refused = Run();
        Assert.Equal((2, $"vtd: {Spec} exists and differs. Nothing is written; --force replaces it.\n"), (refused.ExitCode, refused.Error));
        Assert.EndsWith("# mine\n", File.ReadAllText(Spec), StringComparison.Ordinal);

        Assert.Equal(0, Run("--force").ExitCode);
        Assert.Equal(text, File.ReadAllText(Spec));
    }

    [Fact]
    public void APrefixBeginsTheNamesOfSpecsAndFiles()
    {
        Assert.Equal(0, Run("--prefix", "Rp2040").ExitCode);
        Assert.Contains("spec: Rp2040Gpio\n", File.ReadAllText(Path.Combine(Output, "rp2040gpio.vtd.yaml")), StringComparison.Ordinal);

        var refused = Run("--prefix", "my_chip");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("my_chip cannot begin the name of a spec", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoBlocksOfOneNameAreRefused()
    {
        var run = VtdRun.Of("import", "svd", Write("a.svd", Chip), Write("b.svd", Chip), "-o", Output);
        Assert.Equal((2, "vtd: two of the files have a block Gpio. Import them into folders of their own, each with a --prefix.\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(Output));
    }

    [Theory]
    [InlineData("missing.svd", "no such file")]
    [InlineData("broken.svd", "not valid XML")]
    public void AFileThatCannotBeReadIsOneError(string name, string message)
    {
        Write("broken.svd", "<device>");
        var run = VtdRun.Of("import", "svd", _folder.PathOf(name), "-o", Output);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    private VtdRun Run(params string[] options) => VtdRun.Of(["import", "svd", Write("chip.svd", Chip), "-o", Output, .. options]);

    private string Write(string name, string text) => _folder.Write(name, text.Split('\n'));
}
