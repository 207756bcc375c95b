using Vtd.Runtime;

namespace Vtd.Tool.Replay;

/// <summary>An interrupt message that the unit sent.</summary>
internal sealed record Message(ulong Address, uint Data);

/// <summary>Keeps the messages of the current trigger.</summary>
internal sealed class MessageLog : List<Message>, IMessageSink
{
    public void Send(ulong address, uint data) => Add(new Message(address, data));
}
