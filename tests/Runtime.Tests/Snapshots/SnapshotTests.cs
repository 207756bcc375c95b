using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using Vtd.Architecture;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Tests.Snapshots;

/// <summary>What is saved, and what is refused.</summary>
public class SnapshotTests
{
    private const int LengthAt = 12;

    [Fact]
    public void Registers_pointers_and_queue_come_back_and_caches_do_not()
    {
        var guest = Busy();
        var restored = new Guest();

        Restore(restored.Unit, Save(guest.Unit));

        Assert.Equal(Registers(guest.Unit), Registers(restored.Unit));
        Assert.Equal(guest.Unit.Pointers.Root.Value, restored.Unit.Pointers.Root.Value);
        Assert.Equal((1, 0), (guest.Unit.EntriesOf(CacheKind.Context), restored.Unit.EntriesOf(CacheKind.Context)));
        Assert.True(restored.FSTS.PPF);
    }

    [Fact]
    public void A_queue_that_was_not_done_goes_on_in_the_restored_unit()
    {
        var guest = new Guest(options: options => options with { WorkPerCall = 256, RunsInBackground = false });
        guest.StartQueue(sizeCode: 3);
        guest.Submit([.. Enumerable.Repeat(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }), 900), Guest.Wait(77)]);
        Assert.True(guest.Unit.HasWork);
        var restored = new VtdUnit(Slow(runsInBackground: false), guest.Memory, guest);
        var worked = new VtdUnit(Slow(runsInBackground: true), guest.Memory, guest);

        Restore(restored, Save(guest.Unit));

        Assert.True(restored.HasWork);
        Assert.NotEqual(77u, guest.StatusWord);
        while (restored.Run())
        {
            // More than one call does.
        }
        Assert.Equal(77u, guest.StatusWord);
        Assert.Equal(901UL * 32, new Iqh(restored.ReadRegister(Iqh.Offset, 8)).QH);

        guest.WriteMemory(Guest.Status, new byte[4]);
        Restore(worked, Save(guest.Unit));
        Assert.True(SpinWait.SpinUntil(() => guest.StatusWord == 77, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Host_devices_of_the_unit_are_attached_by_the_tables()
    {
        var world = new SnapshotWorld();
        var before = world.HostState.ToArray();
        Assert.Contains(before, state => state.EndsWith("700000", StringComparison.Ordinal));

        world.Replace();
        Assert.Equal(before, world.HostState);
        world.Unit.Restore(new MemoryStream(world.Save()));
        Assert.Equal(before, world.HostState);
        Restore(world.Unit, Save(new VtdUnit(world.Options, new SparseGuestMemory(), new Guest())));
        Assert.DoesNotContain(world.HostState, state => state.EndsWith("700000", StringComparison.Ordinal));
    }

    [Fact]
    public void Snapshots_follow_each_other_in_one_stream()
    {
        var (first, second) = (Busy(), new Guest());
        var stream = new MemoryStream();
        first.Unit.Save(stream);
        second.Unit.Save(stream);
        stream.Position = 0;
        var (firstRestored, secondRestored) = (new Guest(), new Guest());

        firstRestored.Unit.Restore(stream);
        secondRestored.Unit.Restore(stream);

        Assert.Equal(stream.Length, stream.Position);
        Assert.Equal(Registers(first.Unit), Registers(firstRestored.Unit));
        Assert.Equal(Registers(second.Unit), Registers(secondRestored.Unit));
    }

    [Fact]
    public void A_snapshot_from_inside_a_call_is_refused()
    {
        var guest = new Guest();
        Exception? thrown = null;
        guest.OnMessage = () => thrown = Record.Exception(() => Save(guest.Unit));
        guest.Write32(Fectl.Offset, 0);
        guest.Fault(1);

        Assert.Contains("from inside a call", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
        Save(guest.Unit);
    }

    [Fact]
    public void A_snapshot_with_any_byte_changed_or_missing_is_refused_and_changes_nothing()
    {
        var snapshot = Save(Busy().Unit);
        var unit = new Guest().Unit;
        var before = Registers(unit);
        for (var index = 0; index < snapshot.Length; index++)
        {
            snapshot[index] ^= 0x10;
            Refused(unit, snapshot);
            snapshot[index] ^= 0x10;
            Refused(unit, snapshot[..index]);
        }
        Assert.Equal(before, Registers(unit));
    }

    [Fact]
    public void Bytes_that_a_stranger_signed_are_refused_or_do_no_harm()
    {
        var original = Save(Busy().Unit);
        Gen.Select(Gen.Int[0, original.Length - 33], Gen.Byte).Array[1, 6].Sample(
            changes =>
            {
                var snapshot = original.ToArray();
                foreach (var (at, value) in changes)
                    snapshot[at] = value;
                Sign(snapshot);
                var guest = new Guest();
                var before = Registers(guest.Unit);
                if (Record.Exception(() => Restore(guest.Unit, snapshot)) is { } refused)
                {
                    Assert.IsType<InvalidDataException>(refused);
                    Assert.Equal(before, Registers(guest.Unit));
                }
                guest.Reads(0x0108);
                guest.Fault(3);
                guest.SetTail(0x40);
                guest.Unit.Dump();
                guest.Unit.Reset();
                Assert.Equal(Registers(new Guest().Unit), Registers(guest.Unit));
            },
            iter: 3000);
    }

    [Fact]
    public void A_snapshot_of_another_unit_is_refused_by_what_differs()
    {
        var snapshot = Save(new Guest().Unit);

        Assert.Contains("ECAP of 0x", Refused(new Guest(ecap: Guest.AllEcap with { NEST = false }).Unit, snapshot), StringComparison.Ordinal);
        Assert.Contains("CAP of 0x", Refused(new Guest(Guest.AllCap with { PSI = false }).Unit, snapshot), StringComparison.Ordinal);
        Assert.Contains("a host address width of 52, and this one of 40", Refused(new Guest(options: options => options with { HostAddressWidth = 40 }).Unit, snapshot), StringComparison.Ordinal);
        Assert.Contains(
            "the quirks None, and this one QueueStaysOn",
            Refused(new Guest(options: options => options with { Quirks = [UnitQuirk.QueueStaysOn] }).Unit, snapshot),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_a_snapshot_is_said()
    {
        var unit = new Guest().Unit;
        var snapshot = Save(unit);

        Assert.Contains("incomplete", Refused(unit, []), StringComparison.Ordinal);
        Assert.Contains("does not begin as", Refused(unit, new byte[100]), StringComparison.Ordinal);
        Assert.Contains("version 2, and this unit reads version 1", Refused(unit, Changed(bytes => bytes[8] = 2)), StringComparison.Ordinal);
        Assert.Contains("not between 0 and 65536", Refused(unit, Changed(bytes => bytes[LengthAt + 3] = 0x7F)), StringComparison.Ordinal);
        Assert.Contains("checksum", Refused(unit, Changed(bytes => bytes[^1] ^= 1)), StringComparison.Ordinal);

        byte[] Changed(Action<byte[]> change)
        {
            var changed = snapshot.ToArray();
            change(changed);
            return changed;
        }
    }

    [Theory]
    [InlineData("invalidation queue", 8, 0xFF, "a tail that IQT cannot have")]
    [InlineData("invalidation queue", 12, 2, "is 2 where 0 or 1 is expected")]
    [InlineData("faults", 0, 0x7F, "next fault recording register is 127")]
    [InlineData("unit", 21, 0xFF, "ends too early")]
    public void A_part_that_cannot_have_its_state_says_so(string section, int at, byte value, string message)
    {
        var snapshot = Save(Busy().Unit);
        snapshot[Find(snapshot, section) + at] = value;
        Sign(snapshot);

        Assert.Contains(message, Refused(new Guest().Unit, snapshot), StringComparison.Ordinal);
    }

    /// <summary>Cached entries, a fault recorded, the queue on and moved.</summary>
    private static Guest Busy()
    {
        var guest = new Guest();
        guest.SetScalableContext(0x0108);
        guest.SetPasid(0x0108, 0, GuestTables.FirstStage(1, 0x7000));
        guest.MapFirstStage(0x7000);
        guest.StartScalable();
        guest.SubmitAndWait();
        Assert.True(guest.Reads(0x0108));
        guest.Fault(1);
        return guest;
    }

    private static VtdUnitOptions Slow(bool runsInBackground) =>
        new() { Capabilities = new GivenRegisters(Guest.AllCap.Value, Guest.AllEcap.Value), WorkPerCall = 256, RunsInBackground = runsInBackground };

    private static byte[] Save(VtdUnit unit)
    {
        var stream = new MemoryStream();
        unit.Save(stream);
        return stream.ToArray();
    }

    private static void Restore(VtdUnit unit, byte[] snapshot) => unit.Restore(new MemoryStream(snapshot));

    private static string Refused(VtdUnit unit, byte[] snapshot) => Assert.Throws<InvalidDataException>(() => Restore(unit, snapshot)).Message;

    private static void Sign(byte[] snapshot) =>
        SHA256.HashData(snapshot.AsSpan(0, snapshot.Length - SnapshotFormat.ChecksumSize)).CopyTo(snapshot.AsSpan(snapshot.Length - SnapshotFormat.ChecksumSize));

    /// <summary>Where the bytes of a section begin.</summary>
    private static int Find(byte[] snapshot, string name)
    {
        for (var at = SnapshotFormat.HeaderSize; ;)
        {
            var found = System.Text.Encoding.ASCII.GetString(snapshot, at + 1, snapshot[at]);
            at += 1 + snapshot[at];
            var length = BinaryPrimitives.ReadInt32LittleEndian(snapshot.AsSpan(at));
            at += sizeof(int);
            if (found == name)
                return at;
            at += length;
        }
    }

    private static List<ulong> Registers(VtdUnit unit) =>
        [.. Enumerable.Range(0, VtdUnit.RegisterBlockSize / 4).Select(index => unit.ReadRegister(index * 4, 4))];
}
