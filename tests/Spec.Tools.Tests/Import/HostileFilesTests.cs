using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Import.IpXact;
using Vtd.Spec.Tools.Import.Reggen;
using Vtd.Spec.Tools.Import.Svd;
using Vtd.Spec.Tools.Import.SystemRdl;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Import;

/// <summary>Files that are cut off or changed at random give specs without errors, or one error at a place.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private const int Mutations = 400;

    private readonly TemporaryFolder _folder = new();

    private static readonly Dictionary<string, (string Text, Func<string, string, IReadOnlyList<ImportedSpec>> Import)> s_formats = new(StringComparer.Ordinal)
    {
        ["svd"] = (Svd.Chip, SvdImporter.Import),
        ["hjson"] = (File.ReadAllText(SampleFiles.PathOf("device.hjson")), ReggenImporter.Import),
        ["rdl"] = (File.ReadAllText(SampleFiles.PathOf("device.rdl")).Replace("`include \"common.rdl\"", File.ReadAllText(SampleFiles.PathOf("common.rdl")), StringComparison.Ordinal), SystemRdlImporter.Import),
        ["xml"] = (File.ReadAllText(SampleFiles.PathOf("device2014.xml")), IpXactImporter.Import),
    };

    public static TheoryData<string> Formats => [.. s_formats.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Files_that_are_cut_off(string format)
    {
        var text = s_formats[format].Text;
        for (var length = 0; length < text.Length; length += 17)
            Import(format, text[..length]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Files_that_are_changed(string format)
    {
        var text = s_formats[format].Text;
        var random = new Random(1);
        var imported = 0;
        for (var round = 0; round < Mutations; round++)
        {
            var changed = text;
            for (var change = random.Next(1, 4); change > 0; change--)
                changed = Changed(changed, random);
            imported += Import(format, changed) ? 1 : 0;
        }

        Assert.InRange(imported, 1, Mutations - 1);
    }

    [Theory]
    [InlineData("svd")]
    [InlineData("hjson")]
    [InlineData("rdl")]
    [InlineData("xml")]
    public void Bytes_that_are_no_text(string format)
    {
        var path = _folder.PathOf("a." + format);
        File.WriteAllBytes(path, [0xFF, 0xFE, 0x00, 0xD8, 0x80, 0x00]);
        Assert.Contains(path, Assert.Throws<UnusableSpecException>(() => s_formats[format].Import(path, "")).Message, StringComparison.Ordinal);
    }

    // Pieces of the text go, come twice, or become a number or a symbol that means something.
    private static string Changed(string text, Random random)
    {
        string[] pieces = ["", "0", "9999999999999999999", "-1", "{", "}", "[", "]", "(", "\"", "'", ";", "@", "=", "<", ">", "0x", "\\", "%s", "\n", "`define", "\u0000", "\u00E9"];
        var start = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 12), text.Length - start);
        return random.Next(3) switch
        {
            0 => text.Remove(start, length),
            1 => text.Insert(start, text.Substring(random.Next(text.Length - 12), 12)),
            _ => text.Remove(start, length).Insert(start, pieces[random.Next(pieces.Length)]),
        };
    }

    private bool Import(string format, string text)
    {
        var path = _folder.PathOf("a." + format);
        File.WriteAllText(path, text);
        try
        {
            ComparedFields.Load(s_formats[format].Import(path, ""));
            return true;
        }
        catch (UnusableSpecException failure)
        {
            Assert.StartsWith(path + "(", failure.Message, StringComparison.Ordinal);
            return false;
        }
    }
}
