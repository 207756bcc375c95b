using Vtd.Spec.Source;

namespace Vtd.Spec.Declarations;

/// <summary>A revision of the architecture, such as 2.1.</summary>
/// <param name="Parts">The numbers, the most significant first; those that are left out are 0 in a first revision, and any in a last one.</param>
/// <param name="Span">The text.</param>
public sealed record Revision(EquatableArray<ulong> Parts, SourceSpan Span);
