using Vtd.Runtime.Diagnostics;

namespace Vtd.Runtime.Interrupts;

/// <summary>An interrupt message of the unit itself on its way out.</summary>
internal sealed class MessageCall(ulong address, uint data, IMessageSink messages, UnitEvents events) : PostedCall(sourceId: null)
{
    /// <summary>Where the message goes.</summary>
    public ulong Address => address;

    /// <summary>The data of the message.</summary>
    public uint Data => data;

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        try
        {
            events.MessageSent(address, data);
            messages.Send(address, data);
            return CallProgress.Done;
        }
        catch (Exception error)
        {
            events.MessageFailed(address, data, error);
            return CallProgress.Failed;
        }
    }
}
