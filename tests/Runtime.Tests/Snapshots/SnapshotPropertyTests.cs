using System.Runtime.CompilerServices;
using CsCheck;
using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Snapshots;

/// <summary>A unit that was restored cannot be told from the one that was saved.</summary>
public class SnapshotPropertyTests
{
    /// <summary>Places of registers: of those whose writes have effects, and of others that the effects depend on.</summary>
    private static readonly int[] s_offsets =
    [
        .. from method in typeof(IVtdRegisterHandler).GetMethods()
           let register = method.GetParameters()[^1].ParameterType
           where register != typeof(Gcmd) // commands are a step of their own
           let offset = register.GetField(nameof(Gcmd.Offset)) // movable registers have none; their places are below
           where offset is not null
           select (int)offset.GetRawConstantValue()!,
        Rtaddr.Offset, Fedata.Offset, Feaddr.Offset, Plmbase.Offset, Iqa.Offset, Iedata.Offset, Irta.Offset, Pqh.Offset, Pedata.Offset, 0xF0, 0xF8, 0x228, 0x238,
    ];

    private static readonly Gen<InvalidationQueueType> s_types =
        Gen.Int[0, Enum.GetValues<InvalidationQueueType>().Length - 1].Select(static index => Enum.GetValues<InvalidationQueueType>()[index]);

    private static readonly Gen<byte[]> s_descriptors = Gen.Select(Gen.Byte.Array[32], s_types, Gen.Bool, Gen.Int[0, 5], (bytes, type, isClean, pasid) =>
    {
        if (isClean)
            bytes.AsSpan(12).Clear();
        bytes[0] = (byte)((bytes[0] & 0xF0) | (byte)type);
        bytes[1] = 0;
        (bytes[2], bytes[3]) = (0x08, 0x01); // the device, or a domain without entries
        (bytes[4], bytes[5], bytes[6]) = ((byte)pasid, 0, 0);
        return type == InvalidationQueueType.Wait ? Guest.Wait(bytes[7], interrupt: isClean).Concat(new byte[16]).ToArray() : bytes;
    });

    private static readonly Gen<SnapshotStep> s_steps = Gen.Select(
        Gen.Frequency(
            (4, Gen.Const(SnapshotStepKind.Register)),
            (1, Gen.Const(SnapshotStepKind.Command)),
            (6, Gen.Const(SnapshotStepKind.Descriptor)),
            (2, Gen.Const(SnapshotStepKind.Pasid)),
            (4, Gen.Const(SnapshotStepKind.Dma)),
            (1, Gen.Const(SnapshotStepKind.Ats)),
            (2, Gen.Const(SnapshotStepKind.PageRequest)),
            (2, Gen.Const(SnapshotStepKind.Interrupt))),
        Gen.Int[0, s_offsets.Length - 1].Select(index => s_offsets[index]),
        Gen.Frequency((2, Gen.ULong), (3, Gen.ULong[0, 0x1F].Select(slot => slot << 5)), (2, Gen.Const(ulong.MaxValue)), (2, Gen.Int[0, 31].Select(bit => 1UL << bit))),
        s_descriptors,
        (kind, offset, value, bytes) => new SnapshotStep(kind, offset, value, bytes));

    private static readonly Gen<UnitQuirks> s_quirks = Gen.Frequency(
        (3, Gen.Const(UnitQuirks.None)),
        (1, Gen.Const(QuirkCatalog.OfQemu(new(7, 2)))),
        (1, Gen.Const(QuirkCatalog.OfQemu(new(11, 0)))));

    [Fact]
    public void A_restored_unit_goes_on_as_the_saved_one_would_without_its_caches()
    {
        Gen.Select(s_quirks, s_steps.Array[0, 40], s_steps.Array[1, 40]).Sample(
            (quirks, before, after) =>
            {
                var (kept, restored) = (new SnapshotWorld(quirks), new SnapshotWorld(quirks));
                foreach (var step in before)
                {
                    kept.Do(step);
                    restored.Do(step);
                }
                kept.Save(); // the calls that a snapshot waits for are made
                restored.Replace();
                ForgetEntries(kept.Unit);
                AssertSame(kept, restored);
                foreach (var step in after)
                {
                    kept.Do(step);
                    restored.Do(step);
                    AssertSame(kept, restored);
                }
                kept.Finish();
                restored.Finish();
                AssertSame(kept, restored);
            },
            iter: 150,
            print: given => $"{given.Item1}\n{Print(given.Item2)}\n--\n{Print(given.Item3)}");
    }

    [Fact]
    public void Every_field_of_every_part_comes_back_or_says_why_not()
    {
        Gen.Select(s_quirks, s_steps.Array[0, 60]).Sample(
            (quirks, steps) =>
            {
                var world = new SnapshotWorld(quirks);
                foreach (var step in steps)
                    world.Do(step);
                world.Save();
                var before = PartFields.Read(PartsOf(world.Unit).Parts);
                world.Replace();
                Assert.Empty(string.Join("\n", PartFields.Differences(before, PartFields.Read(PartsOf(world.Unit).Parts))));
                Assert.True(before.Count > 100, $"{before.Count} fields");
            },
            iter: 150,
            print: given => $"{given.Item1}\n{Print(given.Item2)}");
    }

    private static string Print(SnapshotStep[] steps) => string.Join('\n', steps.Select(step => $"{step} {Convert.ToHexString(step.Bytes)}"));

    /// <summary>Drops all entries and has all that follows them look at the tables as they are now.</summary>
    private static void ForgetEntries(VtdUnit unit)
    {
        var parts = PartsOf(unit);
        using var decision = parts.Pump.Decide();
        parts.Caches.Reset(keepsSticky: false);
        parts.PagesBySource.Reset(keepsSticky: false);
        parts.HostDevices.Reset(keepsSticky: false);
        parts.HostDevices.Restore(null!)!();
        parts.Listeners.Reset(keepsSticky: false);
    }

    private static void AssertSame(SnapshotWorld kept, SnapshotWorld restored)
    {
        Assert.Equal(kept.TakeLog(), restored.TakeLog());
        Assert.Equal(kept.Registers(), restored.Registers());
        Assert.Equal(kept.HostState, restored.HostState);
        Assert.Equal(kept.Mappings, restored.Mappings);
        Assert.Equal(kept.Unit.HasWork, restored.Unit.HasWork);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_parts")]
    private static extern ref readonly UnitComposition PartsOf(VtdUnit unit);
}
