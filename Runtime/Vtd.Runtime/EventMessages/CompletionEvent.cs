using Vtd.Runtime.Architecture;

namespace Vtd.Runtime.EventMessages;

/// <summary>That a wait descriptor with IF is done: ICS.IWC and its message (6.5.2.8).</summary>
internal sealed class CompletionEvent(VtdRegisterFile registers, EventMessage message)
{
    /// <summary>The message.</summary>
    public EventMessage Event => message;

    /// <summary>A wait descriptor is done. Nothing more happens while software has not seen the one before.</summary>
    [RequiresUnitLock]
    public void RaiseLocked()
    {
        if (registers.ICS.IWC)
            return;
        registers.ICS = registers.ICS with { IWC = true };
        message.RaiseLocked();
    }

    /// <summary>Software wrote ICS.</summary>
    [RequiresUnitLock]
    public void ServiceLocked()
    {
        if (!registers.ICS.IWC)
            message.ServiceLocked();
    }
}
