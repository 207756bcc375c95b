using Vtd.Runtime.Inspection;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.EventMessages;

/// <summary>An interrupt message of the unit itself on its way out. Used again for the next one, so that messages allocate nothing.</summary>
internal sealed class MessageCall(IMessageSink messages, UnitEvents events) : DeferredCall(sourceId: null)
{
    private volatile bool _isUnderWay;

    /// <summary>Address of the message.</summary>
    public ulong Address { get; private set; }

    /// <summary>The data of the message.</summary>
    public uint Data { get; private set; }

    /// <summary>Takes a message, unless another one is under way.</summary>
    [RequiresUnitLock]
    public bool TryFillLocked(ulong address, uint data)
    {
        if (_isUnderWay)
            return false;
        _isUnderWay = true;
        (Address, Data) = (address, data);
        return true;
    }

    /// <inheritdoc/>
    public override DumpedCall Describe() => new() { Address = Address, Data = Data };

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        var (address, data) = (Address, Data);
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
        finally
        {
            _isUnderWay = false;
        }
    }
}
