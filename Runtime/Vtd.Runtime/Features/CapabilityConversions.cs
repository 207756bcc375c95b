using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>Conversions between <see cref="VtdFeatures"/> and <see cref="GivenRegisters"/>, and the check for contradictions.</summary>
public static class CapabilityConversions
{
    /// <summary>Finds contradictions in capabilities.</summary>
    /// <param name="capabilities">The capabilities.</param>
    /// <returns>A sentence for each contradiction; empty if there are none.</returns>
    /// <remarks>A unit is not made from features that contradict each other, but it is from given registers: existing hardware reports such values.</remarks>
    public static IReadOnlyList<string> FindContradictions(this UnitCapabilities capabilities) => capabilities is VtdFeatures features
        ? FeatureRules.FindContradictions(features)
        : [.. capabilities.ToCapabilities().FindUnmetConditions().Select(static unmet => $"{unmet.Field} is set, which takes {unmet.Condition}.")];

    /// <summary>Gets the values of VER, CAP and ECAP.</summary>
    /// <param name="capabilities">The capabilities.</param>
    /// <exception cref="ArgumentException">Features contradict each other; the message has all contradictions, a line each.</exception>
    public static GivenRegisters ToRegisters(this UnitCapabilities capabilities)
    {
        if (capabilities is not VtdFeatures features)
            return (GivenRegisters)capabilities;
        FeatureRules.ThrowIfAny(FeatureRules.FindContradictions(features));
        var registers = FeatureRegisters.Of(features);
        return new(registers.CAP.Value, registers.ECAP.Value) { Version = registers.VER.Value };
    }

    /// <summary>Gets the features that registers stand for.</summary>
    /// <param name="capabilities">The capabilities.</param>
    /// <remarks>What this runtime does not model (performance monitoring, enhanced and virtual commands, memory types, advanced fault logging)
    /// and the places of the movable registers are not among them, so the registers of the features may be others. To have a unit
    /// with exactly these values, give it the <see cref="GivenRegisters"/>.</remarks>
    public static VtdFeatures ToFeatures(this UnitCapabilities capabilities) =>
        capabilities as VtdFeatures ?? FeatureRegisters.FeaturesOf(capabilities.ToCapabilities());

    /// <summary>Gets the widest host address: 32 to 52 bits.</summary>
    internal static int WidestHostAddress(this UnitCapabilities capabilities) => capabilities is VtdFeatures features
        ? Math.Clamp(features.GuestAddressWidth, FeatureRules.NarrowestAddress, FeatureRules.WidestHostAddress)
        : FeatureRules.WidestHostAddress;

    /// <summary>Gets the values of VER, CAP and ECAP as architectural types.</summary>
    /// <param name="capabilities">The capabilities.</param>
    /// <exception cref="ArgumentException">Features contradict each other; the message has all contradictions, a line each.</exception>
    public static VtdCapabilities ToCapabilities(this UnitCapabilities capabilities)
    {
        var registers = capabilities.ToRegisters();
        return new() { VER = new(registers.Version), CAP = new(registers.Capability), ECAP = new(registers.ExtendedCapability) };
    }
}
