using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.EventMessages;

/// <summary>The interrupts that a unit raises for itself.</summary>
internal sealed class UnitEventMessages(UnitState state, IMessageSink messages, UnitEvents events)
{
    /// <summary>The fault event.</summary>
    public EventMessage Fault { get; } = new(new FaultEventRegisters(state.Registers), state.Deferred, messages, events);

    /// <summary>The invalidation completion event.</summary>
    public CompletionEvent Completion { get; } =
        new(state.Registers, new(new CompletionEventRegisters(state.Registers), state.Deferred, messages, events));

    /// <summary>The page request event.</summary>
    public EventMessage PageRequest { get; } = new(new PageRequestEventRegisters(state.Registers), state.Deferred, messages, events);
}
