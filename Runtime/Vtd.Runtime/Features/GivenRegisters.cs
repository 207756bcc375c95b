namespace Vtd.Runtime;

/// <summary>The capability registers of an existing unit, for cloning a machine or replaying what happened to one.</summary>
/// <param name="Capability">Value of CAP.</param>
/// <param name="ExtendedCapability">Value of ECAP.</param>
/// <remarks>
/// The values are taken as they stand, but registers must have room where CAP.FRO and ECAP.IRO put them. A field that the architecture
/// defines only together with another one that is 0 reads as 0 by software, as all fields do that are not there;
/// <see cref="CapabilityConversions.FindContradictions"/> names these.
/// </remarks>
public sealed record GivenRegisters(ulong Capability, ulong ExtendedCapability) : UnitCapabilities
{
    /// <summary>Value of VER: 0x10 is 1.0. From major version 6 on without register-based invalidation.</summary>
    public uint Version { get; init; } = 0x10;
}
