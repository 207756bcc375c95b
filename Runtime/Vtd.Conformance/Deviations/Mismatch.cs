namespace Vtd.Conformance.Deviations;

/// <summary>A difference without a known reason, in words.</summary>
/// <param name="Line">Line of the recording.</param>
/// <param name="Text">The text of the line.</param>
/// <param name="Expected">The recorded answer, decoded.</param>
/// <param name="Actual">The answer of the unit, decoded.</param>
public sealed record Mismatch(int Line, string Text, string Expected, string Actual);
