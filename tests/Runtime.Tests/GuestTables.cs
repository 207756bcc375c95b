using Vtd.Runtime.Architecture;

namespace Vtd.Runtime.Tests;

/// <summary>Root, context and PASID tables that a test's guest keeps in memory: fixed places, one of each per bus and function.</summary>
internal static class GuestTables
{
    private const ulong Contexts = 0x100_0000;
    private const ulong Directories = 0x200_0000;
    private const ulong PasidTables = 0x1000_0000;

    /// <summary>A present first-stage entry.</summary>
    public static PasidEntry FirstStage(ushort domain, ulong table) => default(PasidEntry) with
    {
        P = true, PGTT = PasidTranslationType.FirstStage, DID = domain, FSPTPTR = table, AW = SecondStageWidth.Bits48,
    };

    /// <summary>A present second-stage entry.</summary>
    public static PasidEntry SecondStage(ushort domain, ulong table = 0x5000) => default(PasidEntry) with
    {
        P = true, PGTT = PasidTranslationType.SecondStage, DID = domain, SSPTPTR = table, AW = SecondStageWidth.Bits48,
    };

    /// <summary>Gives a device a scalable context entry with a directory of its own.</summary>
    public static void SetScalableContext(this Guest guest, ushort sourceId, uint ridPasid = 0, bool withPasids = true, PasidDirectorySize pdts = default)
    {
        SetScalableContext(guest, sourceId, default(ScalableContextEntry) with
        {
            P = true, PASIDE = withPasids, PDTS = pdts, PASIDDIRPTR = Directory(sourceId), RID_PASID = ridPasid,
        });
    }

    public static void SetScalableContext(this Guest guest, ushort sourceId, ScalableContextEntry entry)
    {
        var (bus, function) = Math.DivRem((ulong)sourceId, 256UL);
        var root = default(ScalableRootEntry) with { LP = true, LCTP = Contexts + bus * 0x2000, UP = true, UCTP = Contexts + bus * 0x2000 + 0x1000 };
        var bytes = new byte[ScalableContextEntry.SizeInBytes];
        root.CopyTo(bytes);
        guest.WriteMemory(Guest.RootTable + bus * 16, bytes.AsSpan(0, ScalableRootEntry.SizeInBytes));
        entry.CopyTo(bytes);
        guest.WriteMemory(Contexts + bus * 0x2000 + function * 32, bytes);
    }

    /// <summary>Sets a PASID entry of a device, and the directory entry above it.</summary>
    public static void SetPasid(this Guest guest, ushort sourceId, uint pasid, PasidEntry entry)
    {
        var bytes = new byte[PasidEntry.SizeInBytes];
        var table = PasidTables + (ulong)sourceId % 256 * 0x10_0000 + pasid / 64 * 0x1000;
        (default(PasidDirectoryEntry) with { P = true, SMPTBLPTR = table }).CopyTo(bytes);
        guest.WriteMemory(Directory(sourceId) + pasid / 64 * 8, bytes.AsSpan(0, 8));
        entry.CopyTo(bytes);
        guest.WriteMemory(table + pasid % 64 * 64, bytes);
    }

    /// <summary>Gives a device a legacy context entry.</summary>
    public static void SetLegacyContext(this Guest guest, ushort sourceId, ushort domain, TranslationType type = TranslationType.UntranslatedOnly)
    {
        SetLegacyContext(guest, sourceId, default(LegacyContextEntry) with
        {
            P = true, DID = domain, TT = type, AW = SecondStageWidth.Bits48, SSPTPTR = 0x6000,
        });
    }

    public static void SetLegacyContext(this Guest guest, ushort sourceId, LegacyContextEntry entry)
    {
        var (bus, function) = Math.DivRem((ulong)sourceId, 256UL);
        var bytes = new byte[LegacyContextEntry.SizeInBytes];
        (default(LegacyRootEntry) with { P = true, CTP = Contexts + bus * 0x2000 }).CopyTo(bytes);
        guest.WriteMemory(Guest.RootTable + bus * 16, bytes);
        entry.CopyTo(bytes);
        guest.WriteMemory(Contexts + bus * 0x2000 + function * 16, bytes);
    }

    /// <summary>Scalable mode with translation and the queue on.</summary>
    public static void StartScalable(this Guest guest)
    {
        guest.SetRootPointer(TranslationTableMode.Scalable);
        guest.StartQueue();
        guest.Translate(on: true);
    }

    private static ulong Directory(ushort sourceId) => Directories + (ulong)sourceId % 256 * 0x2_0000;
}
