using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

public class ConcurrentTranslationTests
{
    private const int Pages = 4;
    private const ulong First = 0x10_0000;

    /// <summary>One thread moves a page and invalidates it, others use it: once the wait descriptor is done, nobody gets an older place.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(PasidTranslationType.FirstStage)]
    [InlineData(PasidTranslationType.SecondStage)]
    internal void After_an_invalidation_completes_no_request_gets_the_old_page(PasidTranslationType? type)
    {
        const int Moves = 2000;
        var machine = new Machine(type);
        var tables = type == PasidTranslationType.FirstStage ? machine.First : machine.Second;
        var bits = type == PasidTranslationType.FirstStage ? 7UL : 3UL;
        var done = new long[Pages]; // the move that is known to be complete
        var started = new long[Pages]; // the move that may be visible already
        for (var page = 0; page < Pages; page++)
            tables.Map(Input(page), Output(0) | bits);

        var isOver = false;
        string? mistake = null;
        var answers = 0L;
        var readers = Enumerable.Range(0, 2).Select(number => new Thread(() =>
        {
            for (var round = number; !Volatile.Read(ref isOver); round++)
            {
                var page = round % Pages;
                var oldest = Volatile.Read(ref done[page]);
                var result = machine.Guest.Unit.Translate(machine.Request(round % 2 == 0 ? DmaAccess.Read : DmaAccess.Write, Input(page)));
                var newest = Volatile.Read(ref started[page]);
                var move = (long)((result.Page.Output - First) >> 12);
                if (result.Outcome != DmaOutcome.Allowed || move < oldest || move > newest)
                    Interlocked.CompareExchange(ref mistake, $"page {page}: {result}, moves {oldest} to {newest}", null);
                Interlocked.Increment(ref answers);
            }
        })).ToArray();
        foreach (var reader in readers)
            reader.Start();

        for (var move = 1; move <= Moves; move++)
        {
            var page = move % Pages;
            Volatile.Write(ref started[page], move);
            tables.Map(Input(page), Output(move) | bits);
            machine.Guest.SubmitAndWait(type == PasidTranslationType.FirstStage
                ? Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = Machine.Domain, PASID = Machine.Pasid, ADDR = Input(page) })
                : Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = Machine.Domain, ADDR = Input(page) }));
            Volatile.Write(ref done[page], move);
        }
        while (Interlocked.Read(ref answers) < 1000)
            Thread.Yield();
        Volatile.Write(ref isOver, true);
        foreach (var reader in readers)
            reader.Join();

        Assert.Null(mistake);
    }

    [Fact]
    public void A_request_from_inside_a_read_of_guest_memory_is_blocked()
    {
        Machine? machine = null;
        DmaResult? inner = null;
        machine = new Machine(null, memory: memory => new Nosy(memory, () =>
        {
            if (machine is not null && inner is null)
                inner = machine.Guest.Unit.Translate(new(0x0999, 0x5000, DmaAccess.Read));
        }));
        Assert.Equal(DmaOutcome.Allowed, machine.Read().Outcome);
        Assert.Equal(default(DmaResult), inner);
        Assert.Equal(default, Nested(unit => unit.TranslateForDevice(new(Machine.Device, 0x5000))));
        Assert.Equal(new(PageRequestOutcome.Blocked, 0), Nested(unit => unit.RequestPage(new(Machine.Device, 0x5000, 1))));

        static TResult Nested<TResult>(Func<VtdUnit, TResult> ask)
            where TResult : struct
        {
            TResult? answer = null;
            Machine? other = null;
            other = new Machine(null, memory: memory => new Nosy(memory, () => answer ??= other is null ? null : ask(other.Guest.Unit)));
            other.Read();
            return Assert.NotNull(answer);
        }
    }

    private static ulong Input(int page) => Machine.Input + (ulong)page * 0x1000;

    private static ulong Output(long move) => First + (ulong)move * 0x1000;

    private sealed class Nosy(IGuestMemory memory, Action onRead) : IGuestMemory
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
