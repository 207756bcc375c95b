using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Vtd.Codegen.Pipeline;
using Vtd.Spec.Model;

namespace Vtd.Codegen;

/// <summary>Spec files in, C# out. Looks at nothing but the spec files and what the consumer chose for them.</summary>
/// <remarks>Every step gives values that are equal when their meaning is, so an edit goes only as far as it changes something:
/// a comment stops at <see cref="Steps.Link"/>, a new meaning of a field renders one file.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class SpecGenerator : IIncrementalGenerator
{
    /// <summary>Names of the steps, for those who watch them.</summary>
    internal static class Steps
    {
        public const string Source = nameof(Source);
        public const string Read = nameof(Read);
        public const string Parts = nameof(Parts);
        public const string Compose = nameof(Compose);
        public const string Symbols = nameof(Symbols);
        public const string Link = nameof(Link);
        public const string All = nameof(All);
        public const string Overview = nameof(Overview);
        public const string FileUnits = nameof(FileUnits);
        public const string SpecUnits = nameof(SpecUnits);
        public const string Render = nameof(Render);

        public static readonly string[] Names = [Source, Read, Parts, Compose, Symbols, Link, All, Overview, FileUnits, SpecUnits, Render];
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
            .Select(ReadFile.From).WithTrackingName(Steps.Read);

        var parts = files.Collect()
            .Select(NamespaceParts.Gather).WithTrackingName(Steps.Parts);

        var composed = files.Combine(parts)
            .Select(static (pair, _) => ComposedFile.From(pair.Left, pair.Right)).WithTrackingName(Steps.Compose);

        var symbols = composed.Collect()
            .Select(NamespaceSymbols.Gather).WithTrackingName(Steps.Symbols);

        var linked = composed.Combine(symbols)
            .Select(static (pair, _) => LinkedFile.From(pair.Left, pair.Right)).WithTrackingName(Steps.Link);

        var all = linked.Collect()
            .Select(LinkedFile.Gather).WithTrackingName(Steps.All);

        var specs = all
            .Select(Overview.Gather).WithTrackingName(Steps.Overview);

        var fileUnits = linked.Combine(specs)
            .SelectMany(static (pair, _) => UnitSplitter.OfFile(pair.Left, pair.Right)).WithTrackingName(Steps.FileUnits);

        var specUnits = all.Combine(specs)
            .SelectMany(static (pair, _) => UnitSplitter.OfSpecs(pair.Left, pair.Right)).WithTrackingName(Steps.SpecUnits);

        context.RegisterSourceOutput(files, static (output, file) => Report(output, file.Findings));
        context.RegisterSourceOutput(parts, static (output, namespaces) =>
        {
            foreach (var item in namespaces.Items)
                Report(output, item.Findings);
        });
        context.RegisterSourceOutput(symbols, static (output, namespaces) =>
        {
            foreach (var item in namespaces.Items)
                Report(output, item.Findings);
        });
        context.RegisterSourceOutput(all, static (output, files) => Report(output, files.Items.SelectMany(static file => file.Findings).Once()));
        context.RegisterSourceOutput(fileUnits.Select(RenderedUnit.From).WithTrackingName(Steps.Render), Add);
        context.RegisterSourceOutput(specUnits.Select(RenderedUnit.From).WithTrackingName(Steps.Render), Add);
    }

    // Without a byte-order mark, so that written files are the text and nothing else.
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    private static void Report(SourceProductionContext output, EquatableArray<Finding> findings)
    {
        foreach (var finding in findings)
            output.ReportDiagnostic(FindingDiagnostic.From(finding));
    }

    private static void Add(SourceProductionContext output, RenderedUnit unit)
    {
        if (unit.Text is { } text)
            output.AddSource(unit.HintName, SourceText.From(text, s_utf8));
        else if (unit.Failure is { } failure)
            output.ReportDiagnostic(FindingDiagnostic.From(failure));
    }
}
