using CsCheck;
using Vtd.Architecture;
using Vtd.Runtime.Tests.Endpoints;
using Vtd.Runtime.Tests.HostDevices;
using Vtd.Runtime.Tests.Memory;

namespace Vtd.Runtime.Tests;

/// <summary>Whatever a guest does, nothing throws, hangs or grows.</summary>
public class GuestFuzzTests
{
    private const int WorkPerCall = 256;
    private const ulong PageRequests = 0x40_0000;

    /// <summary>Accesses to memory and calls out of the unit that the part of the work may make which uses a slice up: a page of PASID entries, the walks and
    /// the calls of one part of a scan.</summary>
    private const int LongestPart = 1024;

    private readonly record struct Access(int Offset, int Size, ulong Value, bool IsWrite);

    private static readonly int[] Interesting =
    [
        Gcmd.Offset, Rtaddr.Offset, Ccmd.Offset, Fsts.Offset, Fectl.Offset, Iqt.Offset, Iqa.Offset, Ics.Offset, Iectl.Offset, Irta.Offset,
        Prs.Offset, Pectl.Offset, Pmen.Offset, 0xF0, 0xF8, 0x220, 0x22C, 0x23C,
    ];

    private static readonly Gen<int> Offsets = Gen.Frequency(
        (8, Gen.Int[0, Interesting.Length - 1].Select(index => Interesting[index])),
        (2, Gen.Int[0, 1023].Select(word => word * 4)),
        (1, Gen.Int));

    private static readonly Gen<int> Sizes = Gen.Frequency((6, Gen.Const(8)), (6, Gen.Const(4)), (1, Gen.Int[-1, 17]));

    private static readonly Gen<ulong> Values = Gen.Frequency(
        (3, Gen.ULong),
        (3, Gen.UInt.Select(value => (ulong)value << 8)), // tables inside the memory
        (3, Gen.Int[0, 31].Select(bit => 1UL << bit)),
        (2, Gen.ULong[0, 0x3FF].Select(slot => slot << 5)),
        (1, Gen.Const(ulong.MaxValue)));

    private static readonly Gen<Access> Accesses =
        Gen.Select(Offsets, Sizes, Values, Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))), (offset, size, value, isWrite) => new Access(offset, size, value, isWrite));

    private static void Do(VtdUnit unit, Access access)
    {
        if (access.IsWrite)
            unit.WriteRegister(access.Offset, access.Size, access.Value);
        else
            unit.ReadRegister(access.Offset, access.Size);
    }

    [Fact]
    public void Random_accesses_over_random_memory()
    {
        // Every page of memory holds the same random bytes, so that every table leads somewhere.
        Gen.Select(Gen.Byte.Array[4096], Accesses.Array[0, 60]).Sample((page, accesses) =>
        {
            var guest = new Guest();
            var unit = new VtdUnit(Options, new RepeatedPage(page), guest);
            unit.AddHostDevice(0x0108, new SilentDevice());
            foreach (var access in accesses)
                Do(unit, access);
            AssertSane(unit);
        }, iter: 3000);
    }

    [Fact]
    public void Random_descriptors_and_tables_in_a_running_unit()
    {
        // Mostly legal: present entries and defined types with every other bit random, so that the deep paths are reached.
        var descriptors = Gen.Select(Gen.Byte.Array[32], Gen.Int[0, 10], Gen.Bool, (bytes, type, isClean) =>
        {
            if (isClean)
                bytes.AsSpan(9).Clear();
            bytes[0] = (byte)((bytes[0] & 0xF0) | type);
            bytes[1] &= 0;
            return bytes;
        });
        Gen.Select(descriptors.Array[1, 100], Gen.Byte.Array[64], Accesses.Array[0, 5], Gen.UShort).Sample((queue, entry, accesses, domain) =>
        {
            CountingMemory? memory = null;
            var calls = 0;
            var guest = new Guest(
                Guest.AllCap with { CM = true },
                options: options => options with { MaxMappingsPerListener = 50, WorkPerCall = WorkPerCall, RunsInBackground = false },
                memory: inner => memory = new(inner));
            void AssertBounded(Action call)
            {
                var before = memory!.Accesses + calls;
                call();
                Assert.InRange(memory.Accesses + calls - before, 0, WorkPerCall + LongestPart);
            }

            RecordingListener Listener(bool wantsMappings) => new(wantsMappings) { OnCall = _ => calls++ };
            guest.OnMessage = () => calls++;
            guest.SetScalableContext(0x0108, default(ScalableContextEntry) with
            {
                P = true, PASIDE = true, PRE = true, PDTS = (PasidDirectorySize)(entry[63] & 7), PASIDDIRPTR = GuestTables.DirectoryOf(0x0108),
            });
            guest.Write64(Pqa.Offset, (new Pqa(0) with { PQA = PageRequests }).Value);
            entry[0] |= 1;
            for (uint pasid = 0; pasid < 8; pasid++)
                guest.SetPasid(0x0108, pasid, pasid < 4 ? PasidEntry.Read(entry) : GuestTables.FirstStage(domain, 0x7000));
            guest.SetRootPointer(TranslationTableMode.Scalable);
            guest.Unit.AddTranslationListener(0x0108, null, Listener(wantsMappings: true));
            guest.Unit.AddTranslationListener(0x0108, 5, Listener(wantsMappings: true));
            guest.Unit.AddTranslationListener(0x0108, 6, Listener(wantsMappings: false));
            guest.StartScalable();
            // Source ids are in bytes 2 and 3, or 4 and 5.
            foreach (var sourceId in queue.SelectMany(bytes => new[] { BitConverter.ToUInt16(bytes, 2), BitConverter.ToUInt16(bytes, 4) }).Distinct())
            {
                guest.Unit.AddEndpoint(sourceId, new RecordingEndpoint
                {
                    OnInvalidate = invalidation =>
                    {
                        calls++;
                        return (invalidation.Address & 0x1000) == 0;
                    },
                    OnRespond = _ => calls++,
                });
            }
            guest.Unit.AddHostDevice(0x0108, new MirrorHost { OnCall = () => calls++ });
            for (var round = 0; round < 3; round++)
            {
                AssertBounded(() => guest.Reads(0x0108, (uint)round + 4));
                for (ushort group = 0; group < 4; group++)
                    AssertBounded(() => guest.Unit.RequestPage(new(0x0108, 0x1000, group) { Pasid = group + 3u, Read = true, IsLast = true }, cookie: group));
                foreach (var descriptor in queue)
                {
                    AssertBounded(() => guest.Submit(descriptor));
                    AssertBounded(() => guest.Write32(Fsts.Offset, uint.MaxValue));
                }
                foreach (var access in accesses)
                    AssertBounded(() => Do(guest.Unit, access));
                AssertBounded(() => guest.Unit.Run());
            }
            for (var isLeft = true; isLeft;)
                AssertBounded(() => isLeft = guest.Unit.Run());
            AssertSane(guest.Unit);
        }, iter: 300);
    }

    [Theory]
    [InlineData("7.2")]
    [InlineData("10.0")]
    [InlineData("10.2")]
    [InlineData("11.1")]
    public void Random_descriptors_with_the_quirks_of_a_release(string release)
    {
        var quirks = QuirkCatalog.OfQemu(Version.Parse(release));
        var descriptors = Gen.Select(Gen.Byte.Array[32], Gen.Int[0, 15], (bytes, type) =>
        {
            bytes[0] = (byte)((bytes[0] & 0xF0) | type);
            return bytes;
        });
        Gen.Select(descriptors.Array[1, 40], Gen.Bool, Gen.Bool).Sample((queue, isWide, isScalable) =>
        {
            var guest = new Guest(options: options => options with { Quirks = quirks, RunsInBackground = false });
            if (isScalable)
                guest.SetRootPointer(TranslationTableMode.Scalable);
            guest.StartQueue(isWide ? DescriptorWidth.Bits256 : DescriptorWidth.Bits128);
            guest.Unit.AddEndpoint(0x0108, new RecordingEndpoint());
            foreach (var descriptor in queue)
            {
                guest.Submit(isWide ? descriptor : descriptor[..16]);
                guest.Write32(Fsts.Offset, uint.MaxValue);
            }
            AssertSane(guest.Unit);
        }, iter: 300);
    }

    private static VtdUnitOptions Options => new()
    {
        Capabilities = new GivenRegisters(Guest.AllCap.Value, Guest.AllEcap.Value),
        MaxAttachmentsPerDevice = 100,
        IotlbCapacity = 64,
    };

    private static void AssertSane(VtdUnit unit)
    {
        var counts = unit.Counts;
        Assert.InRange(counts.HostAttachments, 0, 4096);
        Assert.Equal(0, unit.PostedCount);
        Assert.Equal(0, counts.FailedHostActions);
        unit.Reset();
        Assert.Equal(0, unit.Counts.HostAttachments);
    }

    private sealed class RepeatedPage(byte[] page) : IGuestMemory
    {
        public bool TryRead(ulong address, Span<byte> destination)
        {
            for (var index = 0; index < destination.Length; index++)
                destination[index] = page[(address + (ulong)index) % 4096];
            return address < Guest.MemorySize;
        }

        public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
        {
            for (var index = 0; index < source.Length; index++)
                page[(address + (ulong)index) % 4096] = source[index];
            return address < Guest.MemorySize;
        }

        public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found) =>
            PlainExchange.Try(this, address, expected, value, out found);
    }

    private sealed class SilentDevice : IHostDevice
    {
        public void Attach(uint? pasid, in StageOneTable table)
        {
        }

        public void AttachDefault(uint? pasid)
        {
        }

        public void Block(uint? pasid)
        {
        }

        public void Respond(uint cookie, PageGroupAnswer answer)
        {
        }

        public void Invalidate(uint? pasid, ReadOnlySpan<StageOneInvalidation> ranges)
        {
        }
    }
}
