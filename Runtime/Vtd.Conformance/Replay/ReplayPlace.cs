namespace Vtd.Conformance.Replay;

/// <summary>The place in a recording that a replay reached.</summary>
/// <param name="Line">Line of the last trigger.</param>
/// <param name="Boot">Number of resets so far; 1 is power-on.</param>
public sealed record ReplayPlace(int Line, int Boot);
