using Vtd.Architecture;

namespace Vtd.Runtime.EventMessages;

/// <summary>FECTL, FEDATA, FEADDR, FEUADDR.</summary>
internal sealed class FaultEventRegisters(VtdRegisterFile registers) : IEventRegisters
{
    /// <inheritdoc/>
    public bool IsMasked => registers.FECTL.IM;

    /// <inheritdoc/>
    public bool IsPending
    {
        get => registers.FECTL.IP;
        set => registers.FECTL = registers.FECTL with { IP = value };
    }

    /// <inheritdoc/>
    public ulong Address => (ulong)registers.FEUADDR.MUA << Feaddr.Width | registers.FEADDR.MA;

    /// <inheritdoc/>
    public uint Data => registers.FEDATA.IMD;
}

/// <summary>IECTL, IEDATA, IEADDR, IEUADDR.</summary>
internal sealed class CompletionEventRegisters(VtdRegisterFile registers) : IEventRegisters
{
    /// <inheritdoc/>
    public bool IsMasked => registers.IECTL.IM;

    /// <inheritdoc/>
    public bool IsPending
    {
        get => registers.IECTL.IP;
        set => registers.IECTL = registers.IECTL with { IP = value };
    }

    /// <inheritdoc/>
    public ulong Address => (ulong)registers.IEUADDR.MUA << Ieaddr.Width | registers.IEADDR.MA;

    /// <inheritdoc/>
    public uint Data => registers.IEDATA.IMD;
}

/// <summary>PECTL, PEDATA, PEADDR, PEUADDR.</summary>
internal sealed class PageRequestEventRegisters(VtdRegisterFile registers) : IEventRegisters
{
    /// <inheritdoc/>
    public bool IsMasked => registers.PECTL.IM;

    /// <inheritdoc/>
    public bool IsPending
    {
        get => registers.PECTL.IP;
        set => registers.PECTL = registers.PECTL with { IP = value };
    }

    /// <inheritdoc/>
    public ulong Address => (ulong)registers.PEUADDR.MUA << Peaddr.Width | registers.PEADDR.MA;

    /// <inheritdoc/>
    public uint Data => registers.PEDATA.IMD;
}
