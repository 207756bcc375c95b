using Vtd.Architecture;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Programs;

/// <summary>Makes random table entries.</summary>
internal sealed class RandomEntries(Dice dice, RandomAddresses addresses, ProgramShape shape)
{
    private const int DataIndex = (int)(Places.Data / Places.PageSize) & 511;

    /// <summary>The bytes of an entry as a program writes them: now and then with a wrong bit.</summary>
    public byte[] Image((ulong Address, byte[] Bytes) entry) => dice.Chance(10) ? MutatedEntry(entry) : Tamed(entry.Address, entry.Bytes);

    private byte[] MutatedEntry((ulong Address, byte[] Bytes) entry)
    {
        var bytes = (byte[])entry.Bytes.Clone();
        var bit = dice.Next(bytes.Length * 8);
        var isInterrupt = entry.Address is >= Places.InterruptTable and < Places.InterruptTable + Places.PageSize;
        // Other interrupts than fixed and lowest-priority ones do not leave the processor alone.
        if (isInterrupt ? bit is < 6 or > 7 : bit % 64 is < 18 or >= 33)
            Images.Flip(bytes, bit);
        return Tamed(entry.Address, bytes);
    }

    /// <summary>Takes pass-through out of an entry, except in programs that have it.</summary>
    private byte[] Tamed(ulong address, byte[] bytes)
    {
        switch (address & ~(Places.PageSize - 1))
        {
            case Places.Contexts when !shape.IsScalable && LegacyContextEntry.Read(bytes) is { TT: TranslationType.PassThrough } context:
                return Images.Of(shape.PassesThrough ? context with { AW = SecondStageWidth.Bits48 } : context with { TT = TranslationType.UntranslatedOnly });
            case Places.PasidTable when !shape.PassesThrough && PasidEntry.Read(bytes) is { PGTT: PasidTranslationType.PassThrough } pasid:
                return Images.Of(pasid with { PGTT = PasidTranslationType.SecondStage });
            case Places.PasidTable when shape.Ecap.FSTS:
                return Images.Of(PasidEntry.Read(bytes) with { AW = SecondStageWidth.Bits48 }); // QEMU takes it for the width of the first stage
            default:
                return bytes;
        }
    }

    /// <summary>Any entry but one of the page tables.</summary>
    public (ulong Address, byte[] Bytes) Entry() => dice.Next(shape.IsScalable ? 7 : 4) switch
    {
        0 => ContextOf(dice.Pick(MachineLayout.TestDevices)),
        1 => dice.Chance(30) ? RootEntry() : ContextOf(dice.Pick(MachineLayout.TestDevices)),
        2 or 3 => EntryOfInterrupt(),
        4 => DirectoryEntry(),
        _ => EntryOfPasid(dice.Next(ProgramShape.Pasids)),
    };

    /// <summary>The root entry.</summary>
    public (ulong Address, byte[] Bytes) RootEntry() => shape.IsScalable
        ? (Places.Root, Images.Of(new ScalableRootEntry { LP = !dice.Chance(4), LCTP = Places.Contexts, UP = dice.Chance(50), UCTP = Places.Contexts }))
        : (Places.Root, Images.Of(new LegacyRootEntry { P = !dice.Chance(4), CTP = Places.Contexts }));

    /// <summary>The context entry of a device.</summary>
    public (ulong Address, byte[] Bytes) ContextOf(ushort sourceId) => shape.IsScalable
        ? (Places.Contexts + (ulong)(sourceId & 0x7F) * ScalableContextEntry.SizeInBytes, Images.Of(new ScalableContextEntry
        {
            P = !dice.Chance(8), FPD = dice.Chance(8), PASIDDIRPTR = Places.PasidDirectory, RID_PASID = PasidOf(sourceId), PASIDE = dice.Chance(50),
            DTE = dice.Chance(10), PDTS = (PasidDirectorySize)dice.Next(3),
        }))
        : (Places.Contexts + sourceId * (ulong)LegacyContextEntry.SizeInBytes, Images.Of(new LegacyContextEntry
        {
            P = !dice.Chance(8), FPD = dice.Chance(8), DID = addresses.Domain(), TT = dice.Chance(80) ? TranslationType.UntranslatedOnly : (TranslationType)dice.Next(4),
            AW = dice.Chance(90) ? SecondStageWidth.Bits48 : (SecondStageWidth)dice.Next(8), SSPTPTR = dice.Chance(95) ? Places.SecondStage : addresses.AnyTable(),
        }));

    /// <summary>The PASID directory entry.</summary>
    public (ulong Address, byte[] Bytes) DirectoryEntry() =>
        (Places.PasidDirectory, Images.Of((new PasidDirectoryEntry(0) with { P = !dice.Chance(8), FPD = dice.Chance(8), SMPTBLPTR = Places.PasidTable }).Qword0));

    /// <summary>The entry of a PASID.</summary>
    public (ulong Address, byte[] Bytes) EntryOfPasid(int pasid) => (Places.PasidTable + (ulong)(pasid * PasidEntry.SizeInBytes), Images.Of(new PasidEntry
    {
        P = !dice.Chance(8), FPD = dice.Chance(8), DID = addresses.Domain(), AW = dice.Chance(92) ? SecondStageWidth.Bits48 : (SecondStageWidth)dice.Next(8),
        PGTT = dice.Chance(85) ? shape.Ecap.FSTS ? PasidTranslationType.FirstStage : PasidTranslationType.SecondStage : (PasidTranslationType)dice.Next(8),
        SSPTPTR = Places.SecondStage, FSPTPTR = Places.FirstStage, FSPM = dice.Chance(97) ? FirstStagePagingMode.Level4 : (FirstStagePagingMode)dice.Next(4),
        SRE = dice.Chance(50), WPE = dice.Chance(50), NXE = dice.Chance(30), EAFE = dice.Chance(10),
    }));

    /// <summary>An interrupt remapping table entry.</summary>
    public (ulong Address, byte[] Bytes) EntryOfInterrupt() => (Places.InterruptTable + (ulong)dice.Next(6) * (ulong)XapicIrte.SizeInBytes, Images.Of(new XapicIrte
    {
        P = !dice.Chance(8), FPD = dice.Chance(8), V = (byte)dice.Next(256), SVT = (SourceValidation)(dice.Chance(70) ? 0 : dice.Next(4)), SQ = (SourceQualifier)dice.Next(4),
        SID = dice.Chance(80) ? dice.Pick(MachineLayout.TestDevices) : (ushort)dice.Next(), TM = dice.Chance(20) ? TriggerMode.Level : TriggerMode.Edge,
        RH = (RedirectionHint)dice.Next(2), DM = dice.Chance(20) ? DestinationMode.Logical : DestinationMode.Physical, DST = dice.Chance(80) ? (byte)0 : (byte)dice.Next(256),
    }));

    /// <summary>An entry of the page tables: of the way to the data pages, mostly.</summary>
    public (ulong Address, byte[] Bytes) Page()
    {
        var isFirst = shape.IsScalable && shape.Ecap.FSTS;
        var level = dice.Pick(1, 1, 1, 1, 2, 2, 3, 3, 4);
        var isLarge = level is 2 or 3 && dice.Chance(35);
        var index = level switch
        {
            1 => dice.Next(DataIndex, DataIndex + 8),
            4 => 0,
            _ => isLarge ? 1 : 0,
        };
        var top = isFirst ? Places.FirstStage : Places.SecondStage;
        var address = isLarge ? 0 : level == 1 ? dice.Chance(95) ? dice.Page(Places.Data, Places.DataPages) : addresses.AnyTable() : Places.Table(top, level - 1);
        var isAllowed = !dice.Chance(12);
        ulong entry;
        if (isFirst)
            entry = (new FsPde(0) with { P = isAllowed, RW = !dice.Chance(15), US = !dice.Chance(8), A = dice.Chance(30), PS = isLarge }).Qword0;
        else
            entry = (new SsPde(0) with { R = isAllowed, W = isAllowed ? !dice.Chance(15) : dice.Chance(50), X = dice.Chance(20), PS = isLarge }).Qword0;
        return (Places.Table(top, level) + (ulong)index * sizeof(ulong), Images.Of(entry | address));
    }

    private uint PasidOf(ushort sourceId) => sourceId == MachineLayout.TestDevices[0] ? (dice.Chance(60) ? 0 : 1u) : 2;
}
