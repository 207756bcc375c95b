using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Remapping;

/// <summary>The interrupt remapping table that a test's guest keeps in memory, and requests to it.</summary>
internal static class GuestInterrupts
{
    public const ulong Table = 0x800_0000;
    public const ushort Source = 0x0108;

    private const int RecordSize = 16;

    /// <summary>A guest that can post interrupts, too.</summary>
    public static Guest WithPosting(IUnitObserver? observer = null) => new(Guest.AllCap with { PI = true }, observer: observer);

    /// <summary>A present entry of the xAPIC layout.</summary>
    public static XapicIrte Xapic(byte vector = 0x31, byte destination = 3) => default(XapicIrte) with { P = true, V = vector, DST = destination };

    /// <summary>Latches a table of 2^(<paramref name="sizeCode"/> + 1) entries and switches interrupt remapping on.</summary>
    public static void StartRemapping(this Guest guest, bool extended = false, byte sizeCode = 7, ulong table = Table)
    {
        guest.SetTable(extended, sizeCode, table);
        guest.Command(command => command with { IRE = true });
    }

    public static void SetTable(this Guest guest, bool extended = false, byte sizeCode = 7, ulong table = Table)
    {
        guest.Write64(Irta.Offset, (new Irta(0) with { IRTA = table, EIME = extended, S = sizeCode }).Value);
        guest.Command(command => command with { SIRTP = true });
    }

    public static void SetEntry(this Guest guest, int index, in XapicIrte entry, ulong table = Table) =>
        guest.SetEntry(index, entry.Qword0, entry.Qword1, table);

    public static void SetEntry(this Guest guest, int index, in X2apicIrte entry) => guest.SetEntry(index, entry.Qword0, entry.Qword1);

    public static void SetEntry(this Guest guest, int index, in PostedIrte entry) => guest.SetEntry(index, entry.Qword0, entry.Qword1);

    public static void SetEntry(this Guest guest, int index, ulong low, ulong high, ulong table = Table)
    {
        guest.WriteMemory(table + (ulong)index * 16, BitConverter.GetBytes(low));
        guest.WriteMemory(table + (ulong)index * 16 + 8, BitConverter.GetBytes(high));
    }

    /// <summary>A request in remappable format.</summary>
    public static InterruptRequest Request(int handle, ushort? source = Source, uint data = 0, bool withSubhandle = false) =>
        new(source, 0xFEE0_0010 | (withSubhandle ? 8UL : 0) | (ulong)(handle & 0x7FFF) << 5 | (ulong)(handle >> 15) << 2, data);

    public static InterruptResult Send(this Guest guest, int handle, ushort? source = Source, uint data = 0, bool withSubhandle = false) =>
        guest.Unit.RemapInterrupt(Request(handle, source, data, withSubhandle));

    /// <summary>Sends a request that must be blocked for a reason, and must or must not leave a record with an index.</summary>
    public static void AssertBlocked(this Guest guest, in InterruptRequest request, FaultReason reason, int? recordedIndex)
    {
        var result = guest.Unit.RemapInterrupt(request);

        Assert.Equal(new(InterruptOutcome.Blocked, 0, 0, reason), result);
        var record = guest.TakeRecord();
        Assert.Equal(recordedIndex is not null, record.F);
        if (recordedIndex is { } index)
        {
            Assert.Equal((reason, request.SourceId ?? 0xFFFF, (ulong)index << 36), (record.FR, record.SID, record.FI));
            Assert.True(record is { PP: false, PV: 0, EXE: false, PRIV: false, T: RequestType.Write, AT: AddressType.Untranslated });
        }
    }

    /// <summary>The fault recording register that was filled since the last time, freed; empty if none was.</summary>
    private static Frcd TakeRecord(this Guest guest)
    {
        for (var index = 0; index <= guest.Capabilities.CAP.NFR; index++)
        {
            var offset = (guest.Capabilities.CAP.FRO + index) * RecordSize;
            var record = new Frcd(guest.Unit.ReadRegister(offset, 8), guest.Unit.ReadRegister(offset + 8, 8));
            if (!record.F)
                continue;
            guest.Write64(offset + 8, record.Qword1);
            return record;
        }
        return default;
    }
}
