namespace Vtd.Spec.Linking;

/// <summary>A field that tells a part of the revision of a device.</summary>
/// <param name="Register">Mnemonic of its register.</param>
/// <param name="Field">Name of the field.</param>
/// <param name="Most">The largest number that it can hold.</param>
public sealed record RevisionField(string Register, string Field, ulong Most);
