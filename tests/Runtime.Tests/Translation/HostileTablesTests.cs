using CsCheck;
using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

public class HostileTablesTests
{
    private const int TablePages = 4;

    /// <summary>Tables full of entries that lead back to the same few tables, at any level and for either stage.</summary>
    private static readonly Gen<ulong[]> Tables = Gen.Select(
        Gen.UInt[0, TablePages - 1],
        Gen.ULong[0, 0xFFF],
        Gen.Frequency((9, Gen.Int[0, 0].Select(_ => 0UL)), (1, Gen.Int[52, 63].Select(bit => 1UL << bit))),
        (page, flags, high) => Machine.FirstRoot + page * 0x1000UL | flags | 7 | high).Array[64];

    private static readonly Gen<DmaRequest> Requests = Gen.Select(
        Gen.Frequency((4, Gen.ULong[0, 1UL << 40]), (1, Gen.ULong)),
        Gen.Enum<DmaAccess>(),
        Gen.Bool,
        Gen.Bool,
        (address, access, isPrivileged, isTranslated) =>
            new DmaRequest(Machine.Device, address, access) { Pasid = Machine.Pasid, IsPrivileged = isPrivileged, IsTranslated = isTranslated });

    [Fact]
    public void A_walk_ends_soon_whatever_the_tables_say() =>
        Gen.Select(Gen.ULong, Gen.ULong[0, 0xFF], Tables, Requests.Array[1, 20]).Sample(
            (low, high, words, requests) =>
            {
                Counting? counting = null;
                var machine = new Machine(
                    PasidTranslationType.Nested,
                    entry => new PasidEntry((low & 0x3FE) | 1 | Machine.FirstRoot, entry.Qword1, high | Machine.FirstRoot, 0, 0, 0, 0, 0),
                    memory: memory => counting = new Counting(memory));
                machine.Change(Machine.ScalableContext, value => value | 1 << 2);
                for (var word = 0; word < TablePages * 512; word++)
                    machine.First.Write(Machine.FirstRoot + (ulong)word * 8, words[word % words.Length]);

                foreach (var request in requests)
                {
                    counting!.Calls = 0;
                    machine.Guest.Unit.Translate(request);
                    machine.Guest.Unit.TranslateForDevice(new(request.SourceId, request.Address) { Pasid = request.Pasid, IsPrivileged = request.IsPrivileged });
                    Assert.InRange(counting.Calls, 0, 1200);
                }
            },
            iter: 300);

    private sealed class Counting(IGuestMemory memory) : IGuestMemory
    {
        public int Calls { get; set; }

        public bool TryRead(ulong address, Span<byte> destination)
        {
            Calls++;
            return memory.TryRead(address, destination);
        }

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => memory.TryWrite(address, source);

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
        {
            Calls++;
            return memory.TryCompareExchange(address, expected, value, out found);
        }
    }
}
