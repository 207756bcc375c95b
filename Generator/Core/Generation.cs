using System.Collections.Immutable;
using Vtd.Codegen.Inputs;
using Vtd.Codegen.Outputs;
using Vtd.Codegen.Rendering;
using Vtd.Spec;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen;

/// <summary>The C# files of spec files, without a compiler: what the source generator adds to a compilation that has the same files.</summary>
/// <param name="Files">The files, by name.</param>
/// <param name="Findings">Findings about the spec files.</param>
public sealed record Generation(IReadOnlyList<RenderedFile> Files, EquatableArray<Finding> Findings)
{
    /// <summary>Generates the C# files of spec files.</summary>
    /// <param name="files">The spec files, each once.</param>
    public static Generation Of(IEnumerable<ParsedFile> files)
    {
        var parsed = ParsedFile.Used(files.ToImmutableArray(), default).ToImmutableArray();
        var parts = CollectedParts.Gather(parsed, default);
        var composed = parsed.Select(file => ComposedFile.From(file, parts)).ToImmutableArray();
        var symbols = CollectedSymbols.Gather(composed, default);
        var linked = composed.Select(file => LinkedFile.From(ScopedFile.From(file, symbols))).ToImmutableArray();
        var all = LinkedFile.Gather(linked, default);
        var specs = SpecContext.Gather(all, default);
        var outputs = linked.Select(file => OutputPlanner.OfFile(file, specs)).Append(OutputPlanner.OfSpecs(all, specs)).ToImmutableArray();
        var rendered = new RenderCache().Of(outputs, default).Items;
        return new(
            [.. rendered.OrderBy(static file => file.Output.HintName, StringComparer.Ordinal)],
            SpecCompiler.Report(
                parsed.SelectMany(static file => file.Findings),
                parts.Findings,
                symbols.Findings,
                all.Items.SelectMany(static file => file.Findings),
                rendered.Select(static file => file.Failure).OfType<Finding>()));
    }
}
