using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Registers;

/// <summary>A register read takes no lock, and still never tells of a change before all of it is made.</summary>
public class LockFreeReadTests
{
    private static readonly TimeSpan ForEver = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(200);

    private Action? _onRead;

    private Guest MakeGuest()
    {
        var guest = new Guest(memory: memory => new Interruptible(memory, () => Interlocked.Exchange(ref _onRead, null)?.Invoke()));
        guest.StartQueue();
        return guest;
    }

    [Fact]
    public void A_read_waits_for_a_change_that_another_thread_is_making()
    {
        var guest = MakeGuest();
        var before = guest.QueueHead;
        var seen = -1;
        var reader = new Thread(() => seen = guest.QueueHead);
        _onRead = () =>
        {
            reader.Start();
            Assert.False(reader.Join(AMoment));
        };

        guest.SubmitAndWait();

        Assert.Null(_onRead);
        Assert.True(reader.Join(ForEver));
        Assert.NotEqual(before, seen);
    }

    [Fact]
    public void A_read_from_inside_a_change_is_refused()
    {
        var guest = MakeGuest();
        uint? seen = null;
        _onRead = () => seen = guest.Read32(Ver.Offset);

        guest.SubmitAndWait();

        Assert.Equal(0u, seen);
        Assert.Equal(1, guest.Unit.Counts.RejectedAccesses);
    }

    private sealed class Interruptible(IGuestMemory memory, Action onRead) : IGuestMemory
    {
        public bool TryRead(ulong address, Span<byte> destination)
        {
            onRead();
            return memory.TryRead(address, destination);
        }

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => memory.TryWrite(address, source);

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found) =>
            memory.TryCompareExchange(address, expected, value, out found);
    }
}
