using System.Diagnostics.Metrics;
using Vtd.Architecture;
using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Diagnostics;

/// <summary>Counting costs the requests that the caches answer nothing that can be seen.</summary>
public class HitPathTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hits_allocate_nothing_whoever_listens(bool isListening)
    {
        using var listener = new MeterListener { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        if (isListening)
            listener.Start();
        var machine = new Machine(PasidTranslationType.SecondStage);
        machine.Guest.SetEntry(5, GuestInterrupts.Xapic());
        machine.Guest.StartRemapping();
        machine.Read();
        machine.Guest.Send(5);
        var before = machine.Guest.Unit.Events.Counters.HitsOf(CacheKind.Iotlb);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 100; round++)
            {
                machine.Read();
                machine.Guest.Unit.RemapInterrupt(GuestInterrupts.Request(5));
            }
        }));

        Assert.Equal(Allocations.Runs * 100, machine.Guest.Unit.Events.Counters.HitsOf(CacheKind.Iotlb) - before);
        Assert.Equal(Allocations.Runs * 100, machine.Guest.Unit.Events.Counters.HitsOf(CacheKind.Interrupt));
    }

    [Fact]
    public void Hits_of_all_threads_count_for_the_unit_that_they_asked()
    {
        const int Threads = 4;
        const int Rounds = 20_000;
        var first = new Machine(null);
        var second = new Machine(null);
        first.Read();
        second.Read();

        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                first.Read();
                if (round % 4 == 0)
                    second.Read();
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        Assert.Equal(Threads * Rounds, first.Guest.Unit.Events.Counters.HitsOf(CacheKind.Iotlb));
        Assert.Equal(Threads * Rounds / 4, second.Guest.Unit.Events.Counters.HitsOf(CacheKind.Iotlb));
    }
}
