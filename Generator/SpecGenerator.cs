using Microsoft.CodeAnalysis;
using Vtd.Codegen.Inputs;
using Vtd.Codegen.Outputs;
using Vtd.Codegen.Rendering;
using Vtd.Spec;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen;

/// <summary>Generates C# from spec files. Reads nothing but the spec files and the options for them.</summary>
/// <remarks>Every step gives values that are equal when their meaning is, so an edit goes only as far as it changes something:
/// a comment stops at <see cref="Steps.Link"/>, a new meaning of a field renders one file.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class SpecGenerator : IIncrementalGenerator
{
    /// <summary>Names of the steps, for tests that track them.</summary>
    internal static class Steps
    {
        public const string Source = nameof(Source);
        public const string Read = nameof(Read);
        public const string Parts = nameof(Parts);
        public const string Compose = nameof(Compose);
        public const string Symbols = nameof(Symbols);
        public const string Scope = nameof(Scope);
        public const string Link = nameof(Link);
        public const string All = nameof(All);
        public const string Context = nameof(Context);
        public const string FileOutputs = nameof(FileOutputs);
        public const string SpecOutputs = nameof(SpecOutputs);
        public const string Render = nameof(Render);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        WarmUp.Start();

        var files = context.AdditionalTextsProvider
            .Where(SpecSource.IsSpec)
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => SpecSource.From(pair.Left, pair.Right))
            .Collect()
            .SelectMany(SpecSource.Distinct).WithTrackingName(Steps.Source)
            .Select(SourceReader.Read).WithTrackingName(Steps.Read)
            .Collect()
            .SelectMany(ParsedFile.Used);

        var parts = files.Collect()
            .Select(CollectedParts.Gather).WithTrackingName(Steps.Parts);

        var composed = files.Combine(parts)
            .Select(static (pair, _) => ComposedFile.From(pair.Left, pair.Right)).WithTrackingName(Steps.Compose);

        var symbols = composed.Collect()
            .Select(CollectedSymbols.Gather).WithTrackingName(Steps.Symbols);

        var linked = composed.Combine(symbols)
            .Select(static (pair, _) => ScopedFile.From(pair.Left, pair.Right)).WithTrackingName(Steps.Scope)
            .Select(static (file, _) => LinkedFile.From(file)).WithTrackingName(Steps.Link);

        var all = linked.Collect()
            .Select(LinkedFile.Gather).WithTrackingName(Steps.All);

        var specs = all
            .Select(SpecContext.Gather).WithTrackingName(Steps.Context);

        var fileOutputs = linked.Combine(specs)
            .Select(static (pair, _) => OutputPlanner.OfFile(pair.Left, pair.Right)).WithTrackingName(Steps.FileOutputs);

        var specOutputs = all.Combine(specs)
            .Select(static (pair, _) => OutputPlanner.OfSpecs(pair.Left, pair.Right)).WithTrackingName(Steps.SpecOutputs);

        var renders = new RenderCache();
        var rendered = fileOutputs.Collect().Combine(specOutputs)
            .Select((pair, cancel) => renders.Of(pair.Left.Add(pair.Right), cancel)).WithTrackingName(Steps.Render);

        // Beside the pipeline: where pages are has no part in what is generated.
        var pages = context.AnalyzerConfigOptionsProvider.Select(DiagnosticPages.From);

        context.RegisterSourceOutput(files.Combine(pages), static (output, pair) => Report(output, pair.Left.Findings, pair.Right));
        context.RegisterSourceOutput(parts.Combine(pages), static (output, pair) => Report(output, pair.Left.Findings, pair.Right));
        context.RegisterSourceOutput(symbols.Combine(pages), static (output, pair) => Report(output, pair.Left.Findings, pair.Right));
        context.RegisterSourceOutput(
            all.Combine(pages), static (output, pair) => Report(output, SpecCompiler.Report(pair.Left.Items.SelectMany(static file => file.Findings)), pair.Right));
        context.RegisterSourceOutput(rendered.Combine(pages), Add);
    }

    private static void Report(SourceProductionContext output, EquatableArray<Finding> findings, DiagnosticPages pages)
    {
        foreach (var finding in findings)
            output.ReportDiagnostic(FindingDiagnostic.From(finding, pages));
    }

    private static void Add(SourceProductionContext output, (Batch<RenderedFile> Rendered, DiagnosticPages Pages) pair)
    {
        foreach (var rendered in pair.Rendered.Items)
        {
            if (rendered.Text is { } text)
                output.AddSource(rendered.Output.HintName, SourceTexts.Of(rendered, text));
            else if (rendered.Failure is { } failure)
                output.ReportDiagnostic(FindingDiagnostic.From(failure, pair.Pages));
        }
    }
}
