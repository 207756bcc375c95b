using Vtd.Architecture.Codegen;
using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>The places of the registers that have no fixed one: those of the IOTLB and the fault records (CAP.FRO, ECAP.IRO).</summary>
internal static class MovableRegisterPlaces
{
    /// <summary>Bytes of a place: FRO and IRO count in these, and both a fault record and the pair of IOTLB registers fill one.</summary>
    private const int PlaceSize = Frcd.Width / 8;

    private static readonly bool[] s_isFree = FindFree();

    /// <summary>The place of the IOTLB registers: the first gap.</summary>
    public static readonly int Iotlb = Array.IndexOf(s_isFree, true);

    /// <summary>The number of fault records that the block has room for.</summary>
    public static readonly int MaxFaultRecords = Enumerable.Range(1, s_isFree.Length).Last(static count => FindRun(count) is not null);

    /// <summary>The place of fault records: the first gap behind the memory type registers that takes them all, as in units that exist.</summary>
    /// <param name="count">1 to <see cref="MaxFaultRecords"/>.</param>
    public static int FaultRecords(int count) => FindRun(count) ?? throw new ArgumentOutOfRangeException(nameof(count));

    private static int? FindRun(int count)
    {
        for (var first = MtrrPhysmask.Offset / PlaceSize; first <= s_isFree.Length - count; first++)
        {
            if (!s_isFree.AsSpan(first, count).Contains(false))
                return first;
        }
        return null;
    }

    // Asks a register file that has everything for what is fixed in it. Its only fault record is out of the way at the end, its version has
    // no IOTLB registers, and performance counters have no fixed place either.
    private static bool[] FindFree()
    {
        const int Last = VtdRegisterFile.Size / PlaceSize - 1;
        var file = new VtdRegisterFile(new()
        {
            VER = new(uint.MaxValue),
            CAP = new Cap(ulong.MaxValue) with { NFR = 0, FRO = Last },
            ECAP = new Ecap(ulong.MaxValue) with { PMS = false },
        });
        var isFree = new bool[Last + 1];
        for (var place = 0; place < Last; place++)
            isFree[place] = IsFree(file, place);
        isFree[Last] = true;
        return isFree;
    }

    private static bool IsFree(VtdRegisterFile file, int place)
    {
        for (var offset = place * PlaceSize; offset < (place + 1) * PlaceSize; offset += sizeof(uint))
        {
            if (file.Read(offset, sizeof(uint), out _) != RegisterAccess.Unmapped)
                return false;
        }
        return true;
    }
}
