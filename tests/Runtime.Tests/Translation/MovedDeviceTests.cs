using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>A device that moves between domains never gets a page that its old domain got after the move.</summary>
public class MovedDeviceTests
{
    private const ushort Device = 0x0100;
    private const ushort Neighbour = 0x0108;
    private const ushort OldDomain = 1;
    private const ushort NewDomain = 2;
    private const ulong OldTable = 0x4000_0000;
    private const ulong NewTable = 0x5000_0000;

    // Pages of 1 GiB, which a lookup finds last, so that as much time as possible lies between it and the lookup of the entries.
    private const ulong Before = 1UL << 30;
    private const ulong Afterwards = 2UL << 30;
    private const ulong Elsewhere = 3UL << 30;

    [Fact]
    public void No_answer_is_made_of_entries_and_a_page_of_different_moments()
    {
        var guest = new Guest();
        Map(guest, NewTable, Elsewhere);
        Map(guest, OldTable, Before);
        SetContext(guest, Device, OldDomain, OldTable);
        SetContext(guest, Neighbour, OldDomain, OldTable);
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.StartQueue(DescriptorWidth.Bits128);
        guest.Translate(true);

        // More threads than processors, so that some of them sleep in the middle of an answer while the device moves.
        var isOver = false;
        var mistakes = 0L;
        var answers = 0L;
        var readers = Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                for (var count = 0; count < 100; count++)
                {
                    if (guest.Unit.Translate(new(Device, 0x7000, DmaAccess.Read)).Page.Output == Afterwards)
                        Interlocked.Increment(ref mistakes);
                    if (guest.Unit.TryGetCached(Device, null, 0x7000, out var page) && page.Output == Afterwards)
                        Interlocked.Increment(ref mistakes);
                }
                Interlocked.Add(ref answers, 100);
            }
        })).ToArray();
        foreach (var reader in readers)
            reader.Start();
        void LetThemAsk()
        {
            var enough = Interlocked.Read(ref answers) + 10_000;
            while (Interlocked.Read(ref answers) < enough)
                Thread.Yield();
        }

        for (var round = 0; round < Effort.Of(300); round++)
        {
            LetThemAsk();
            SetContext(guest, Device, NewDomain, NewTable);
            guest.SubmitAndWait(ContextOf(OldDomain), Iotlb(OldDomain), Iotlb(NewDomain));
            Map(guest, OldTable, Afterwards);
            guest.SubmitAndWait(Iotlb(OldDomain));
            Assert.Equal(Afterwards, guest.Unit.Translate(new(Neighbour, 0x7000, DmaAccess.Read)).Page.Output);
            LetThemAsk();
            Map(guest, OldTable, Before);
            guest.SubmitAndWait(Iotlb(OldDomain));
            SetContext(guest, Device, OldDomain, OldTable);
            guest.SubmitAndWait(ContextOf(NewDomain), Iotlb(OldDomain), Iotlb(NewDomain));
        }
        Volatile.Write(ref isOver, true);
        foreach (var reader in readers)
            reader.Join();

        Assert.Equal(0, mistakes);
    }

    private static void Map(Guest guest, ulong table, ulong output) =>
        guest.Memory.TryCompareExchange(table, BitConverter.ToUInt64(guest.ReadMemory(table, 8)), new SsPdpe1g { R = true, W = true, PS = true, ADDR = output }.Qword0, out _);

    private static void SetContext(Guest guest, ushort sourceId, ushort domain, ulong table) => guest.SetLegacyContext(
        sourceId,
        default(LegacyContextEntry) with { P = true, DID = domain, TT = TranslationType.UntranslatedOnly, AW = SecondStageWidth.Bits39, SSPTPTR = table });

    private static byte[] ContextOf(ushort domain) =>
        Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = Device, DID = domain });

    private static byte[] Iotlb(ushort domain) => Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = domain });
}
