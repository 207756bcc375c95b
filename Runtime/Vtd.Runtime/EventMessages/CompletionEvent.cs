using Vtd.Architecture;

namespace Vtd.Runtime.EventMessages;

/// <summary>The invalidation completion event: ICS.IWC and its message, for wait descriptors with IF (6.5.2.8).</summary>
[GuardedByUnitLock]
internal sealed class CompletionEvent(VtdRegisterFile registers, EventMessage message)
{
    /// <summary>The message.</summary>
    public EventMessage Event => message;

    /// <summary>A wait descriptor is done. Nothing more happens while software has not seen the one before.</summary>
    public void Raise()
    {
        if (registers.ICS.IWC)
            return;
        registers.ICS = registers.ICS with { IWC = true };
        message.Raise();
    }

    /// <summary>Software wrote ICS.</summary>
    public void Service()
    {
        if (!registers.ICS.IWC)
            message.Service();
    }
}
