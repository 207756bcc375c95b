using Vtd.Runtime.Architecture;

namespace Vtd.Runtime.Features;

/// <summary>What a unit is capable of: either <see cref="VtdFeatures"/>, chosen by meaning, or <see cref="GivenRegisters"/>, the values of a
/// unit that there is already.</summary>
public abstract record UnitCapabilities
{
    private protected UnitCapabilities()
    {
    }

    /// <summary>What contradicts what, a sentence each; empty if nothing does.</summary>
    /// <remarks>A unit is not made from features that contradict each other, but it is from given registers: hardware exists that
    /// says such things of itself.</remarks>
    public abstract IReadOnlyList<string> FindContradictions();

    /// <summary>The values of VER, CAP and ECAP.</summary>
    /// <exception cref="ArgumentException">Features contradict each other; the message has all contradictions, a line each.</exception>
    public abstract GivenRegisters ToRegisters();

    /// <summary>The features that registers stand for.</summary>
    /// <remarks>What this runtime does not model (performance monitoring, enhanced and virtual commands, memory types, advanced fault logging)
    /// and the places of the movable registers are not among them, so the registers of the features may be others. To have a unit
    /// with just these values, give it the <see cref="GivenRegisters"/>.</remarks>
    public abstract VtdFeatures ToFeatures();

    /// <summary>How wide host addresses are at most: 32 to 52 bits.</summary>
    internal abstract int WidestHostAddress { get; }

    /// <summary>The values of VER, CAP and ECAP as architectural types.</summary>
    /// <exception cref="ArgumentException">Features contradict each other; the message lists all contradictions, a line each.</exception>
    public VtdCapabilities ToCapabilities()
    {
        var registers = ToRegisters();
        return new() { VER = new(registers.Version), CAP = new(registers.Capability), ECAP = new(registers.ExtendedCapability) };
    }
}
