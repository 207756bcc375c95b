namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>The page above the specs, if there are several.</summary>
internal sealed record SpecsView(IReadOnlyList<SpecLine> Specs);

internal sealed record SpecLine(string Folder, string Name, string? Document);
