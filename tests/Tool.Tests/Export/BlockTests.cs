namespace Vtd.Tool.Tests.Export;

/// <summary>A spec with several blocks, as each command that shows specs shows it.</summary>
public sealed class BlockTests : IDisposable
{
    private const string Spec = """
        spec: Usb
        block: CORE
        blocks:
          CORE: { name: Core, about: What the controller does., size: 0x20, access: [4], instances: { USB1: 0x4004_0000, USB0: 0x4000_0000 } }
          FIFO: { size: 0x1000, access: [1, 4] }
        registers:
          CTL: { offset: 4, width: 32, access: rw, reset: 0, fields: { MODE: { bits: "31:0", meaning: the mode } } }
          DATA: { block: FIFO, offset: 8, width: 32, access: rw, reset: 0, fields: { WORD: { bits: "31:0", meaning: the next word } } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void JSON_has_a_list_of_blocks()
    {
        var spec = Exports.Json(File(Spec)).GetProperty("specs")[0];

        Assert.Equal(["CORE 32", "FIFO 4096"], spec.GetProperty("blocks").EnumerateArray().Select(block => $"{block.GetProperty("name")} {block.GetProperty("size")}"));
        Assert.Equal(
            ["USB0 0x40000000", "USB1 0x40040000"],
            spec.GetProperty("blocks")[0].GetProperty("instances").EnumerateArray().Select(instance => $"{instance.GetProperty("name")} {instance.GetProperty("address")}"));
        Assert.Equal(["CORE", "FIFO"], spec.GetProperty("registers").EnumerateArray().Select(register => register.GetProperty("block").GetString()));
    }

    [Fact]
    public void A_header_has_sizes_and_addresses()
    {
        var macros = Exports.Macros(Exports.Header(File(Spec))).ToDictionary(macro => macro.Name, macro => macro.Value.Trim());

        Assert.Equal(
            ("0x020U", "0x1000U", "0x40000000ULL", "0x40040000ULL"),
            (macros["USB_CORE_BLOCK_SIZE"], macros["USB_FIFO_BLOCK_SIZE"], macros["USB_CORE_USB0_ADDRESS"], macros["USB_CORE_USB1_ADDRESS"]));
    }

    [Fact]
    public void Documentation_has_a_table_for_each_block_and_the_addresses_of_registers()
    {
        var site = _folder.PathOf("site");
        Assert.Equal(0, VtdRun.Of("docs", File(Spec), "-o", site).ExitCode);

        var pages = Directory.EnumerateFiles(site, "*.html", SearchOption.AllDirectories).Select(System.IO.File.ReadAllText).ToList();
        var contents = Assert.Single(pages, page => page.Contains("<h2 id=\"registers-CORE\">Registers of CORE, Core</h2>", StringComparison.Ordinal));
        Assert.Contains("<h2 id=\"registers-FIFO\">Registers of FIFO</h2>", contents, StringComparison.Ordinal);
        Assert.Contains("USB0 at <code>0x40000000</code>, USB1 at <code>0x40040000</code>", contents, StringComparison.Ordinal);
        Assert.Single(pages, page => page.Contains("USB0 0x40000004, USB1 0x40040004", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DATA: { block: FIFO", "DATA: { block: CORE", "register DATA  block: FIFO -> CORE  (it can be at another address)")]
    [InlineData("USB0: 0x4000_0000", "USB0: 0x4008_0000", "block CORE.USB0  address: 0x40000000 -> 0x40080000  (it can be at another address)")]
    [InlineData("0x1000, access", "0x2000, access", "block FIFO  size: 4096 -> 8192  (it takes another range of addresses)")]
    public void Diff_names_what_moved(string before, string after, string expected)
    {
        var run = VtdRun.Of("diff", File(Spec), File(Spec.Replace(before, after, StringComparison.Ordinal)));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    private int _files;

    private string File(string text) => _folder.Write($"{_files++}.vtd.yaml", text.Split('\n'));
}
