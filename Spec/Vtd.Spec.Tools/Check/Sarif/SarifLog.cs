using System.Text.Json.Serialization;

namespace Vtd.Spec.Tools.Check.Sarif;

// The part of SARIF 2.1.0 that is written here, with the names of the standard.

internal sealed record SarifLog([property: JsonPropertyName("$schema")] string Schema, string Version, IReadOnlyList<Run> Runs);

internal sealed record Run(AnalysisTool Tool, string ColumnKind, IReadOnlyDictionary<string, Artifact> OriginalUriBaseIds, IReadOnlyList<Result> Results);

internal sealed record AnalysisTool(Driver Driver);

internal sealed record Driver(string Name, string Version, IReadOnlyList<ReportingDescriptor> Rules);

internal sealed record ReportingDescriptor(string Id, Message ShortDescription, Help Help, Configuration DefaultConfiguration);

internal sealed record Help(string Text, string Markdown);

internal sealed record Configuration(string Level);

internal sealed record Result(string RuleId, int RuleIndex, string Level, Message Message, IReadOnlyList<Location> Locations);

internal sealed record Location(PhysicalLocation PhysicalLocation);

internal sealed record PhysicalLocation(Artifact ArtifactLocation, Region Region);

internal sealed record Artifact(string? Uri, string? UriBaseId, Message? Description);

internal sealed record Region(int StartLine, int StartColumn, int EndLine, int EndColumn, int CharOffset, int CharLength);

internal sealed record Message([property: JsonPropertyName("text")] string Value);
