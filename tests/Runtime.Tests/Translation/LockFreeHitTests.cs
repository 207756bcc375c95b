using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>A hit is answered while another thread holds the unit's lock.</summary>
public class LockFreeHitTests
{
    private static readonly TimeSpan ForEver = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(null)]
    [InlineData(nameof(PasidTranslationType.FirstStage))]
    [InlineData(nameof(PasidTranslationType.SecondStage))]
    [InlineData(nameof(PasidTranslationType.Nested))]
    [InlineData(nameof(PasidTranslationType.PassThrough))]
    public void Hits_need_no_lock(string? type)
    {
        Interruptible? memory = null;
        var machine = new Machine(
            type is null ? null : Enum.Parse<PasidTranslationType>(type),
            memory: inner => memory = new Interruptible(inner));
        var expected = machine.Read();
        Assert.Equal(DmaOutcome.Allowed, expected.Outcome);

        // The unit reads the queue under its lock; there another thread asks for the page.
        var meanwhile = default(DmaResult);
        var isAnswered = false;
        memory!.OnRead = () =>
        {
            memory.OnRead = null;
            var other = new Thread(() => meanwhile = machine.Read());
            other.Start();
            isAnswered = other.Join(ForEver);
        };
        machine.Guest.SubmitAndWait();

        Assert.Null(memory.OnRead);
        Assert.True(isAnswered);
        Assert.Equal(expected, meanwhile);
    }

    private sealed class Interruptible(IGuestMemory memory) : IGuestMemory
    {
        public Action? OnRead { get; set; }

        public bool TryRead(ulong address, Span<byte> destination)
        {
            OnRead?.Invoke();
            return memory.TryRead(address, destination);
        }

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => memory.TryWrite(address, source);

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found) =>
            memory.TryCompareExchange(address, expected, value, out found);
    }
}
