using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Replay;

/// <summary>Keeps the messages of the current trigger.</summary>
internal sealed class MessageLog : List<Message>, IMessageSink
{
    public void Send(ulong address, uint data) => Add(new Message(address, data));
}
