using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Endpoints;

public class InterruptListenerTests
{
    private sealed class Listener : IInterruptListener
    {
        public List<(int First, int Count)> Heard { get; } = [];

        public void Invalidated(int first, int count) => Heard.Add((first, count));

        public (int First, int Count)[] Take()
        {
            (int, int)[] heard = [.. Heard];
            Heard.Clear();
            return heard;
        }
    }

    private static readonly (int First, int Count) All = (0, 65536);

    private readonly Guest _guest = new();
    private readonly Listener _listener = new();
    private readonly IDisposable _added;

    public InterruptListenerTests()
    {
        _guest.StartQueue();
        _added = _guest.Unit.AddInterruptListener(_listener);
    }

    private void Invalidate(ushort index, byte mask) =>
        _guest.SubmitAndWait(Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = index, IM = mask }));

    [Theory]
    [InlineData(0x0B, 0, 0x0B, 1)]
    [InlineData(0x0B, 2, 0x08, 4)]
    [InlineData(0xFFFF, 15, 0x8000, 0x8000)]
    public void Entries(ushort index, byte mask, int first, int count)
    {
        Invalidate(index, mask);
        Assert.Equal([(first, count)], _listener.Take());
    }

    [Fact]
    public void All_of_them()
    {
        _guest.SubmitAndWait(Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Global }));
        Assert.Equal([All], _listener.Take());
        _guest.Command(command => command with { SIRTP = true });
        Assert.Equal([All], _listener.Take());
        _guest.Command(command => command with { IRE = true });
        Assert.Equal([All], _listener.Take());
        _guest.Command(command => command with { CFI = true });
        Assert.Equal([All], _listener.Take());
        _guest.Translate(on: true);
        Assert.Empty(_listener.Take());
        _guest.Unit.Reset();
        Assert.Equal([All], _listener.Take());
    }

    [Fact]
    public void Adding_and_removing()
    {
        Assert.Throws<ArgumentException>(() => _guest.Unit.AddInterruptListener(_listener));
        _added.Dispose();
        Invalidate(1, 0);
        Assert.Empty(_listener.Take());
        _guest.Unit.AddInterruptListener(_listener);
        _added.Dispose();
        Invalidate(1, 0);
        Assert.NotEmpty(_listener.Take());
    }
}
