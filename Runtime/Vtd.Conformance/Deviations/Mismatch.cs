namespace Vtd.Conformance.Deviations;

/// <summary>A difference without a known reason, in words.</summary>
/// <param name="Line">Line of the recording.</param>
/// <param name="Text">That line.</param>
/// <param name="Expected">What the recording says, decoded.</param>
/// <param name="Actual">What the unit did, decoded.</param>
public sealed record Mismatch(int Line, string Text, string Expected, string Actual);
