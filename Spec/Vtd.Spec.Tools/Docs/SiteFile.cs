namespace Vtd.Spec.Tools.Docs;

/// <summary>A file of the site.</summary>
/// <param name="Path">Path below the folder of the site, with slashes.</param>
public sealed record SiteFile(string Path, string Text);
