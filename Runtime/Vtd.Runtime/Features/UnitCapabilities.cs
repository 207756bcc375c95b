namespace Vtd.Runtime;

/// <summary>The capabilities of a unit: either <see cref="VtdFeatures"/>, chosen by meaning, or <see cref="GivenRegisters"/>, the register values of
/// an existing unit.</summary>
/// <remarks><see cref="CapabilityConversions"/> turns one into the other and finds contradictions.</remarks>
public abstract record UnitCapabilities
{
    private protected UnitCapabilities()
    {
    }
}
