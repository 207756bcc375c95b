using Vtd.Spec.Model;
using Vtd.Spec.Tools.Export;
using Vtd.Spec.Tools.Export.CHeader;
using Vtd.Spec.Tools.Export.CSharp;
using Vtd.Spec.Tools.Export.Json;
using Vtd.Spec.Tools.Export.Kaitai;
using Vtd.Spec.Tools.Export.Markdown;
using Vtd.Spec.Tools.Export.Svd;
using Vtd.Spec.Tools.Export.SystemRdl;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Tool.Commands;

/// <summary>A format of exports.</summary>
/// <param name="Word">Word of the format.</param>
/// <param name="Description">The description of the format, as the end of a sentence.</param>
/// <param name="Write">Writes specs, with a prefix of names if one is given.</param>
internal sealed record ExportFormat(string Word, string Description, Func<IReadOnlyList<LinkedSpec>, string?, ExportedText> Write)
{
    /// <summary>Whether names can have a prefix.</summary>
    public bool HasPrefix { get; init; }
}

/// <summary>The table of the formats of exports.</summary>
internal static class ExportFormats
{
    /// <summary>All formats; the first is written if none is named.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("json", "the whole model", static (specs, _) => new(ModelJson.Write(specs), [])),
        new("c-header", "macros with offsets, masks, shifts and codes", Header) { HasPrefix = true },
        new("svd", "registers as CMSIS-SVD", static (specs, _) => SvdText.Of(specs)),
        new("systemrdl", "registers as SystemRDL 2.0", static (specs, _) => SystemRdlText.Of(specs)),
        new("markdown", "a manual", static (specs, _) => new(ManualText.Of(specs), [])),
        new("csharp-constants", "constants of C# without the generated types", static (specs, _) => ConstantsText.Of(specs)),
        new("ksy", "entries and descriptors for Kaitai Struct", static (specs, _) => KaitaiText.Of(OnlyOne(specs, "a Kaitai Struct file"))),
    ];

    private static ExportedText Header(IReadOnlyList<LinkedSpec> specs, string? prefix)
    {
        var spec = OnlyOne(specs, "a header");
        return new(HeaderText.Of(spec, prefix ?? CName.OfPascal(spec.Header.Name)), []);
    }

    /// <summary>The only spec that no other one imports.</summary>
    private static LinkedSpec OnlyOne(IReadOnlyList<LinkedSpec> specs, string what) =>
        specs.Where(spec => !specs.Any(other => other.Imported.Any(imported => imported.Header.Name == spec.Header.Name))).ToList() is [var spec]
            ? spec
            : throw new UnusableSpecException($"{what} is of one spec, and these files have {specs.Count}: {string.Join(", ", specs.Select(static one => one.Header.Name))}. Name the files of one.");
}
