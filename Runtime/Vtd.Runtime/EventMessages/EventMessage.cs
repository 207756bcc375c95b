using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.EventMessages;

/// <summary>The four registers that tell when and how the unit raises one of its own interrupts.</summary>
internal interface IEventRegisters
{
    /// <summary>IM: messages are held back.</summary>
    bool IsMasked { get; }

    /// <summary>IP: a message is held back.</summary>
    bool IsPending { get; set; }

    /// <summary>Address of the message.</summary>
    ulong Address { get; }

    /// <summary>The data of the message.</summary>
    uint Data { get; }
}

/// <summary>One of the unit's own interrupts: sent, or held back while masked.</summary>
[GuardedByUnitLock]
internal sealed class EventMessage(IEventRegisters registers, DeferredCalls deferred, IMessageSink messages, UnitEvents events)
{
    private MessageCall _call = new(messages, events);

    /// <summary>A condition arose while no other of its group was pending.</summary>
    public void Raise()
    {
        if (registers.IsMasked)
        {
            registers.IsPending = true;
            return;
        }
        if (!_call.TryFillLocked(registers.Address, registers.Data))
        {
            _call = new(messages, events);
            _call.TryFillLocked(registers.Address, registers.Data);
        }
        deferred.Post(_call);
    }

    /// <summary>Software wrote the control register: a message held back goes out once it is not masked.</summary>
    public void ControlWritten()
    {
        if (registers.IsMasked || !registers.IsPending)
            return;
        registers.IsPending = false;
        Raise();
    }

    /// <summary>Software took care of every condition of the group: nothing is left to tell.</summary>
    public void Service() => registers.IsPending = false;
}
