namespace Vtd.Runtime.Features;

/// <summary>The capabilities of a unit that there is already, for somebody who clones a machine or replays what happened to it.</summary>
/// <param name="Capability">Value of CAP.</param>
/// <param name="ExtendedCapability">Value of ECAP.</param>
/// <remarks>
/// They are taken as they stand, but registers must have room where CAP.FRO and ECAP.IRO put them. A field that the architecture
/// defines only together with another one that is 0 reads as 0 by software, as all fields do that are not there;
/// <see cref="FindContradictions"/> names these.
/// </remarks>
public sealed record GivenRegisters(ulong Capability, ulong ExtendedCapability) : UnitCapabilities
{
    /// <summary>Value of VER: 0x10 is 1.0. From major version 6 on there is no register-based invalidation.</summary>
    public uint Version { get; init; } = 0x10;

    internal override int WidestHostAddress => FeatureRules.WidestHostAddress;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FindContradictions() =>
        [.. ToCapabilities().FindUnmetConditions().Select(static unmet => $"{unmet.Field} is set, which takes {unmet.Condition}.")];

    /// <inheritdoc/>
    public override GivenRegisters ToRegisters() => this;

    /// <inheritdoc/>
    public override VtdFeatures ToFeatures() => FeatureRegisters.FeaturesOf(ToCapabilities());
}
