namespace Vtd.Conformance.Deviations;

/// <summary>An interrupt message that the unit sent.</summary>
internal sealed record Message(ulong Address, uint Data);
