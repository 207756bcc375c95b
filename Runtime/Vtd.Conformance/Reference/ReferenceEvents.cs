using Vtd.Architecture;

namespace Vtd.Conformance.Reference;

/// <summary>A group of conditions that share a message of the unit.</summary>
internal enum ReferenceEvent
{
    /// <summary>Conditions of FSTS.</summary>
    Fault,

    /// <summary>ICS.IWC.</summary>
    Completion,

    /// <summary>Conditions of PRS.</summary>
    PageRequest,
}

/// <summary>The unit's own messages by the letter of the architecture: sent, or pending while masked (11.4.7, 11.4.8, 11.4.11).</summary>
internal sealed class ReferenceEvents(VtdRegisterFile registers)
{
    private readonly List<(ulong Address, uint Data)> _sent = [];

    /// <summary>Messages since they were taken last.</summary>
    public IReadOnlyList<(ulong Address, uint Data)> Sent => _sent;

    /// <summary>Forgets what was sent.</summary>
    public void Clear() => _sent.Clear();

    /// <summary>A condition arose while no other of the group was pending.</summary>
    public void Raise(ReferenceEvent group)
    {
        if (IsMasked(group))
            SetPending(group, true);
        else
            _sent.Add(MessageOf(group));
    }

    /// <summary>Software wrote the control register.</summary>
    public void ControlWritten(ReferenceEvent group)
    {
        if (IsMasked(group) || !IsPending(group))
            return;
        SetPending(group, false);
        _sent.Add(MessageOf(group));
    }

    /// <summary>No condition of the group is pending any more.</summary>
    public void Service(ReferenceEvent group) => SetPending(group, false);

    private bool IsMasked(ReferenceEvent group) => group switch
    {
        ReferenceEvent.Fault => registers.FECTL.IM,
        ReferenceEvent.Completion => registers.IECTL.IM,
        _ => registers.PECTL.IM,
    };

    private bool IsPending(ReferenceEvent group) => group switch
    {
        ReferenceEvent.Fault => registers.FECTL.IP,
        ReferenceEvent.Completion => registers.IECTL.IP,
        _ => registers.PECTL.IP,
    };

    private void SetPending(ReferenceEvent group, bool isPending)
    {
        switch (group)
        {
            case ReferenceEvent.Fault:
                registers.FECTL = registers.FECTL with { IP = isPending };
                break;
            case ReferenceEvent.Completion:
                registers.IECTL = registers.IECTL with { IP = isPending };
                break;
            default:
                registers.PECTL = registers.PECTL with { IP = isPending };
                break;
        }
    }

    private (ulong Address, uint Data) MessageOf(ReferenceEvent group) => group switch
    {
        ReferenceEvent.Fault => ((ulong)registers.FEUADDR.MUA << Feaddr.Width | registers.FEADDR.MA, registers.FEDATA.IMD),
        ReferenceEvent.Completion => ((ulong)registers.IEUADDR.MUA << Ieaddr.Width | registers.IEADDR.MA, registers.IEDATA.IMD),
        _ => ((ulong)registers.PEUADDR.MUA << Peaddr.Width | registers.PEADDR.MA, registers.PEDATA.IMD),
    };
}
