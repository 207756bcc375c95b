namespace Vtd.Conformance.Deviations;

/// <summary>The number of differences that one known deviation explains.</summary>
/// <param name="Name">Name in the list of known deviations.</param>
/// <param name="Reason">Why the recorded machine differs.</param>
/// <param name="Count">Differences that it explains.</param>
public sealed record DeviationCount(string Name, string Reason, int Count);
