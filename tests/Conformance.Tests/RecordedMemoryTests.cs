using Vtd.Conformance.Replay;
using Vtd.Conformance.Replay.Summary;
using Vtd.Traces;

namespace Vtd.Conformance.Tests;

/// <summary>What the unit reads where the recording has gaps.</summary>
public class RecordedMemoryTests
{
    private const ulong Address = 0x1000;

    private readonly byte[] _bytes = new byte[4];

    [Fact]
    public void TheMomentItself()
    {
        var memory = Memory(Seen(1, 1), Seen(2, 2), Seen(3, 3));

        Assert.Equal((true, 2), Read(memory, step: 1, boot: 0));
        Assert.Equal(new MemoryReadCounts(SameMoment: 1), memory.Counts);
    }

    [Fact]
    public void SameBytesBeforeAndAfterAreKnown()
    {
        var memory = Memory(Seen(1, 7), Nothing(), Seen(2, 7));

        Assert.Equal((true, 7), Read(memory, step: 1, boot: 0));
        Assert.Equal(new MemoryReadCounts(SameMoment: 1), memory.Counts);
    }

    [Fact]
    public void LaterBytesComeBeforeEarlierOnes()
    {
        var memory = Memory(Seen(1, 1), Nothing(), Seen(2, 2));

        Assert.Equal((true, 2), Read(memory, step: 1, boot: 0));
        Assert.Equal(new MemoryReadCounts(FromLaterLines: 1), memory.Counts);
    }

    [Fact]
    public void BytesOfTheNextBootAreNotLaterOnes()
    {
        var memory = Memory(Seen(1, 1), Nothing(), Reset(), Seen(2, 2));

        Assert.Equal((true, 1), Read(memory, step: 1, boot: 0));
        Assert.Equal(new MemoryReadCounts(FromEarlierLines: 1), memory.Counts);
        Assert.Equal((true, 2), Read(memory, step: 3, boot: 1));
    }

    [Fact]
    public void TheSameBytesInTwoBootsAreTwoSightings()
    {
        var memory = Memory(Seen(1, 1), Nothing(), Reset(), Seen(2, 1));

        Read(memory, step: 1, boot: 0);

        Assert.Equal(new MemoryReadCounts(FromEarlierLines: 1), memory.Counts);
    }

    [Fact]
    public void NeverSeenFails()
    {
        var memory = Memory(Nothing());

        Assert.False(Read(memory, step: 0, boot: 0).Found);
        Assert.Equal(new MemoryReadCounts(NotInTheRecording: 1), memory.Counts);
    }

    [Fact]
    public void NoMemoryFailsButIsKnown()
    {
        var memory = Memory(Seen(1, 0, failed: true), Seen(2, 5));

        Assert.False(Read(memory, step: 0, boot: 0).Found);
        Assert.Equal(new MemoryReadCounts(SameMoment: 1), memory.Counts);
        Assert.Equal((true, 5), Read(memory, step: 1, boot: 0));
    }

    [Fact]
    public void OneReadTakesItsWeakestOrigin()
    {
        var memory = Memory(Seen(1, 1), Seen(2, 2, address: Address + 4));
        memory.MoveTo(0, 0);

        Assert.True(memory.TryRead(Address, new byte[8]));
        Assert.Equal(new MemoryReadCounts(FromLaterLines: 1), memory.Counts);
    }

    [Fact]
    public void OddPiecesAreRead()
    {
        var memory = Memory(new TraceStep(Trigger(1), [new MemoryRead(MemoryKind.PasidEntry, Address, [1, 2, 3, 4, 5, 6, 7, 8], Failed: false)]));
        memory.MoveTo(0, 0);
        var piece = new byte[4];

        Assert.True(memory.TryRead(Address + 3, piece));
        Assert.Equal([4, 5, 6, 7], piece);
    }

    [Fact]
    public void WritesOfTheUnitAreReadBackAndKept()
    {
        var memory = Memory(Seen(1, 1), Nothing(), Seen(2, 1));
        memory.MoveTo(1, 0);

        Assert.True(memory.TryWrite(Address, [9, 0, 0, 0]));

        var write = Assert.Single(memory.Writes);
        Assert.Equal((Address, false), (write.Address, write.Failed));
        Assert.Equal([9, 0, 0, 0], write.Bytes);
        Assert.True(memory.TryRead(Address, _bytes));
        Assert.Equal(9, _bytes[0]);
        Assert.Equal((true, 1), Read(memory, step: 2, boot: 0));
        Assert.Empty(memory.Writes);
    }

    [Fact]
    public void WriteFailsWhereTheRecordedOneFailed()
    {
        var memory = Memory(new TraceStep(Trigger(1), [new MemoryWrite(MemoryKind.WaitStatus, Address, [1, 0, 0, 0], Failed: true)]));
        memory.MoveTo(0, 0);

        Assert.False(memory.TryWrite(Address, [1, 0, 0, 0]));
        Assert.True(memory.Writes[0].Failed);
    }

    private static RecordedMemory Memory(params TraceStep[] steps) => new(steps);

    private (bool Found, int Value) Read(RecordedMemory memory, int step, int boot)
    {
        memory.MoveTo(step, boot);
        return (memory.TryRead(Address, _bytes), _bytes[0]);
    }

    private static TraceStep Seen(int line, byte value, bool failed = false, ulong address = Address) =>
        new(Trigger(line), [new MemoryRead(MemoryKind.PasidEntry, address, [value, 0, 0, 0], failed) { Line = line }]);

    private static TraceStep Nothing() => new(Trigger(0), []);

    private static TraceStep Reset() => new(new SystemReset(1), []);

    private static RegisterRead Trigger(int line) => new(0, 4, 0) { Line = line };
}
