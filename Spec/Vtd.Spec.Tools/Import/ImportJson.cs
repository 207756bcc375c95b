
namespace Vtd.Spec.Tools.Import;

/// <summary>The result of an import as one JSON object. Its names are documented and stay as they are.</summary>
public static class ImportJson
{
    public static string Write(IEnumerable<ImportedSpec> specs) => ReadableJson.Write(new ImportSummary([.. specs.Select(SummaryOf)]));

    private static SpecSummary SummaryOf(ImportedSpec spec) => new(
        spec.Name, spec.FileName, spec.Registers.Count, spec.Registers.Sum(static register => register.Layout.Fields.Count), spec.Enums.Count, [.. LossesOf(spec)]);

    private static IEnumerable<PlacedLoss> LossesOf(ImportedSpec spec) =>
        spec.Losses.Select(static loss => new PlacedLoss(loss.Kind, loss.Fact, null, null))
            .Concat(spec.Registers.SelectMany(static register => register.Layout.Losses.Select(loss => new PlacedLoss(loss.Kind, loss.Fact, register.Name, null))
                .Concat(register.Layout.Fields.SelectMany(field => field.Losses.Select(loss => new PlacedLoss(loss.Kind, loss.Fact, register.Name, field.Name))))));
}

/// <summary>The whole output.</summary>
public sealed record ImportSummary(IReadOnlyList<SpecSummary> Specs);

/// <summary>A spec that was written, and how much is in it.</summary>
public sealed record SpecSummary(string Name, string File, int Registers, int Fields, int Enums, IReadOnlyList<PlacedLoss> Losses);

/// <summary>A fact that is lost; without a register it is about the spec, without a field about the register.</summary>
public sealed record PlacedLoss(string Kind, string Fact, string? Register, string? Field);
