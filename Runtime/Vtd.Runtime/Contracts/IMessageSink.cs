namespace Vtd.Runtime;

/// <summary>Takes the interrupt messages that a unit raises itself: faults, completions, page requests.</summary>
public interface IMessageSink
{
    /// <summary>Delivers a message. Called without the unit's lock, one message at a time, in the order they arose.</summary>
    /// <param name="address">Address that the message is written to.</param>
    /// <param name="data">The data written.</param>
    [ForbiddenUnderUnitLock]
    void Send(ulong address, uint data);
}
