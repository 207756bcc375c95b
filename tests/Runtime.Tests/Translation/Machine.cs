using System.Buffers.Binary;
using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>A guest with one device whose page 0x5000 is mapped to 0x9000, in any of the modes. Tests change what they are about.</summary>
internal sealed class Machine
{
    public const ushort Device = 0x0108;
    public const ushort Domain = 3;
    public const uint Pasid = 7;
    public const uint RidPasid = 4;
    public const ulong Input = 0x5000;
    public const ulong FirstRoot = 0x400_0000;
    public const ulong SecondRoot = 0x800_0000;

    /// <summary>Where in memory the guest's addresses are behind the second stage of a nested translation.</summary>
    public const ulong Moved = 0x4000_0000;

    /// <summary>Nothing that can be read or written.</summary>
    public const ulong Nowhere = 1UL << 40;

    public const ulong RootEntry = Guest.RootTable + 16;
    public const ulong LegacyContext = 0x100_0000 + 0x2000 + 8 * 16;
    public const ulong ScalableContext = 0x100_0000 + 0x2000 + 8 * 32;
    public const ulong Directory = 0x200_0000 + 8 * 0x2_0000;
    public const ulong PasidTable = 0x1000_0000 + 8 * 0x10_0000;
    public const ulong PasidEntryOfRequests = PasidTable + Pasid * 64;

    public static readonly Ecap Ecap = Guest.AllEcap with { SSADS = true, RPRIVS = true, SRS = true, SC = true, NWFS = true, SMS = false };

    public static readonly Cap Cap = Guest.AllCap with
    {
        SAGAW = SecondStageWidths.Bits39 | SecondStageWidths.Bits48 | SecondStageWidths.Bits57, MGAW = GuestAddressWidth.Bits57,
    };

    /// <param name="type">How scalable mode translates; null for legacy mode.</param>
    /// <param name="entry">What is different in the PASID entries.</param>
    /// <param name="cap">CAP.</param>
    /// <param name="ecap">ECAP.</param>
    /// <param name="memory">What the unit sees of memory.</param>
    /// <param name="options">What is different in the unit's options.</param>
    /// <param name="observer">The unit's observer.</param>
    public Machine(
        PasidTranslationType? type,
        Func<PasidEntry, PasidEntry>? entry = null,
        Cap? cap = null,
        Ecap? ecap = null,
        Func<IGuestMemory, IGuestMemory>? memory = null,
        Func<VtdUnitOptions, VtdUnitOptions>? options = null,
        IUnitObserver? observer = null)
    {
        Guest = new Guest(cap ?? Cap, ecap ?? Ecap, observer, options, memory);
        var pasidEntry = default(PasidEntry) with
        {
            P = true, PGTT = type.GetValueOrDefault(), DID = Domain, FSPTPTR = FirstRoot, SSPTPTR = SecondRoot, AW = SecondStageWidth.Bits48, PWSNP = true,
        };
        pasidEntry = entry?.Invoke(pasidEntry) ?? pasidEntry;
        var isNested = pasidEntry.PGTT == PasidTranslationType.Nested;
        First = new(Guest, FirstRoot, pasidEntry.FSPM == FirstStagePagingMode.Level5 ? 5 : 4, 7, isNested ? Moved : 0);
        Second = new(Guest, SecondRoot, type is null ? 4 : (int)pasidEntry.AW + 2, 3);
        First.Map(Input, 0x9000 | 7);
        if (isNested)
        {
            Second.Map(FirstRoot, FirstRoot + Moved | 0x83, level: 2);
            Second.Map(0, 0x83, level: 2);
        }
        else
        {
            Second.Map(Input, 0x9000 | 3);
        }

        Guest.StartQueue();
        if (type is null)
        {
            Guest.SetLegacyContext(Device, default(LegacyContextEntry) with
            {
                P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = SecondRoot,
            });
            Guest.SetRootPointer(TranslationTableMode.Legacy);
        }
        else
        {
            Guest.SetScalableContext(Device, RidPasid);
            Guest.SetPasid(Device, RidPasid, pasidEntry);
            Guest.SetPasid(Device, Pasid, pasidEntry);
            Guest.SetRootPointer(TranslationTableMode.Scalable);
        }
        Guest.Translate(on: true);
        IsLegacy = type is null;
    }

    public Guest Guest { get; }

    public bool IsLegacy { get; }

    public PageTables First { get; }

    public PageTables Second { get; }

    /// <summary>A request like all others here: with PASID if there are any.</summary>
    public DmaRequest Request(DmaAccess access, ulong address = Input) => new(Device, address, access) { Pasid = IsLegacy ? null : Pasid };

    public DmaResult Read(ulong address = Input) => Guest.Unit.Translate(Request(DmaAccess.Read, address));

    public DmaResult Write(ulong address = Input) => Guest.Unit.Translate(Request(DmaAccess.Write, address));

    /// <summary>Changes eight bytes of memory.</summary>
    public void Change(ulong address, Func<ulong, ulong> change) => First.Write(address, change(First.Read(address)));

    /// <summary>Sets FPD everywhere, whatever else is in the entries.</summary>
    public void DisableFaults()
    {
        foreach (var address in IsLegacy ? [LegacyContext] : new[] { ScalableContext, Directory, PasidEntryOfRequests })
            Change(address, value => value | 2);
    }

    public Frcd Record(int index = 0)
    {
        var at = Guest.Capabilities.CAP.FRO * 16 + index * 16;
        return new(Guest.Unit.ReadRegister(at, 8), Guest.Unit.ReadRegister(at + 8, 8));
    }
}

/// <summary>Memory in which nothing can be changed in one step.</summary>
internal sealed class ReadOnlyTables(IGuestMemory memory) : IGuestMemory
{
    public bool TryRead(ulong address, Span<byte> destination) => memory.TryRead(address, destination);

    public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => memory.TryWrite(address, source);

    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        found = 0;
        return false;
    }
}

/// <summary>Memory in which another processor changes an ignored bit of every entry just before the unit sets one.</summary>
internal sealed class RacingTables(IGuestMemory memory, int races) : IGuestMemory
{
    private int _races = races;

    public bool TryRead(ulong address, Span<byte> destination) => memory.TryRead(address, destination);

    public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => memory.TryWrite(address, source);

    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        if (_races-- > 0)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, expected ^ 1UL << 55);
            memory.TryWrite(address, bytes);
        }
        return memory.TryCompareExchange(address, expected, value, out found);
    }
}
