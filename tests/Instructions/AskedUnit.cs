using System.Runtime.CompilerServices;
using Vtd.Runtime;

namespace Vtd.Instructions;

/// <summary>What an operation asks: a unit, or what stands in for one and does nothing.</summary>
internal interface IAskedUnit
{
    /// <inheritdoc cref="VtdUnit.Translate"/>
    DmaResult Translate(in DmaRequest request);

    /// <inheritdoc cref="VtdUnit.RemapInterrupt"/>
    InterruptResult RemapInterrupt(in InterruptRequest request);

    /// <inheritdoc cref="VtdUnit.ReadRegister"/>
    ulong ReadRegister(int offset, int size);

    /// <inheritdoc cref="VtdUnit.WriteRegister"/>
    void WriteRegister(int offset, int size, ulong value);
}

/// <summary>A unit. It is a structure so that the code of an operation calls the unit directly.</summary>
internal readonly struct RealUnit(VtdUnit unit) : IAskedUnit
{
    public DmaResult Translate(in DmaRequest request) => unit.Translate(request);

    public InterruptResult RemapInterrupt(in InterruptRequest request) => unit.RemapInterrupt(request);

    public ulong ReadRegister(int offset, int size) => unit.ReadRegister(offset, size);

    public void WriteRegister(int offset, int size, ulong value) => unit.WriteRegister(offset, size, value);
}

/// <summary>A stand-in for a unit: each call is made, and the answer is the expected one.</summary>
internal readonly struct StandIn : IAskedUnit
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public DmaResult Translate(in DmaRequest request) => new(DmaOutcome.Allowed, new(request.Address, request.Address, Requests.PageSize, default), 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public InterruptResult RemapInterrupt(in InterruptRequest request) => new(InterruptOutcome.Remapped, request.Address, request.Data, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong ReadRegister(int offset, int size) => (uint)size;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void WriteRegister(int offset, int size, ulong value)
    {
    }
}
