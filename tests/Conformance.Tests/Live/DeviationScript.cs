using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests.Live;

/// <summary>A script for each known deviation that neither a recording nor a scenario shows, and the unit that shows it.</summary>
/// <param name="deviation">The deviation.</param>
/// <param name="kind">The tables of the unit.</param>
/// <param name="write">Writes the script.</param>
/// <param name="property">What the unit has beside.</param>
internal sealed class DeviationScript(string deviation, UnitKind kind, Action<ScriptWriter> write, UnitProperty property = UnitProperty.None)
{
    private const ushort Device = 0x18;
    private const ushort OtherDevice = 0x20;
    private const ushort Domain = 1;
    private const ulong Input = 0x1000;
    private const ulong OtherInput = 0x2000;
    private const ulong Unmapped = 1UL << 40;
    private const ulong OutsideHost = 1UL << 50;

    /// <summary>Name of the deviation.</summary>
    public string Deviation => deviation;

    /// <summary>The tables of the unit.</summary>
    public UnitKind Kind => kind;

    /// <summary>What the unit has beside.</summary>
    public UnitProperty Property => property;

    /// <summary>The script.</summary>
    public Script Script
    {
        get
        {
            var writer = new ScriptWriter();
            write(writer);
            return new(writer.Take());
        }
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DeviationScript> All { get; } =
    [
        new(nameof(UnitQuirk.UnboundedIndexMask), UnitKind.Legacy, writer => Submit(writer, isWide: false, Images.Of(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IM = 16 }))),
        new(nameof(UnitQuirk.FenceAloneRefused), UnitKind.Legacy, writer => Submit(writer, isWide: false, Images.Of(new WaitDescriptor { FN = true }))),
        new(nameof(UnitQuirk.OldDescriptors), UnitKind.Legacy, writer => Submit(writer, isWide: false, Images.Of(new InterruptEntryCacheInvalidateDescriptor(1UL << 20 | InterruptEntryCacheInvalidateDescriptor.TypeCode, 0)))),
        new(nameof(UnitQuirk.PageGroupResponsesUnknown), UnitKind.SecondStage, writer => Submit(writer, isWide: true, Images.Of(new PageGroupResponseDescriptor { RID = Device, PP = true, PASID = 1 }))),
        new(nameof(UnitQuirk.PasidCacheInvalidationsIgnored), UnitKind.SecondStage, writer => Submit(writer, isWide: true, Images.Of(new PasidCacheInvalidateDescriptor { G = (PasidCacheGranularity)2 }))),
        new(KnownDeviations.EndsAtStatusWithEvent, UnitKind.Legacy, writer => Submit(writer, isWide: false, Images.Of(new WaitDescriptor { SW = true, IF = true, STADDR = Places.Status, STDATA = 1 }))),
        new(KnownDeviations.EndsAtWideWrites, UnitKind.Legacy, writer => writer.Write(Fectl.Offset, 8, 0x41_0000_0000)),
        new(nameof(UnitQuirk.WideControlWritesHalved), UnitKind.Legacy, WriteWideControl),
        new(nameof(UnitQuirk.PasidAddressMaskBounded), UnitKind.SecondStage, writer => Submit(writer, isWide: true, Images.Of(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = Domain, PASID = 1, AM = 32 }))),
        new(nameof(UnitQuirk.UpperEventAddressesStayZero), UnitKind.Legacy, WriteUpperAddresses, UnitProperty.ExtendedInterruptMode),
        new(nameof(UnitQuirk.TranslationNeedsSecondStageWidth), UnitKind.Legacy, writer => TranslateAndRead(writer, TranslationTableMode.Legacy), UnitProperty.NoTranslation),
        new(nameof(UnitQuirk.InterruptTableSurvivesReset), UnitKind.Legacy, KeepInterruptTable),
        new(nameof(UnitQuirk.PassThroughNeedsTable), UnitKind.Legacy, writer => Legacy(writer, new() { P = true, DID = Domain, TT = TranslationType.PassThrough, AW = (SecondStageWidth)7 })),
        new(nameof(UnitQuirk.PassThroughUnchecked), UnitKind.Legacy, writer => Legacy(writer, new() { P = true, DID = Domain, TT = TranslationType.PassThrough, AW = SecondStageWidth.Bits48 }, 1UL << 52)),
        new(nameof(UnitQuirk.FewerQualifiedReasons), UnitKind.Legacy, writer => Legacy(writer, new() { P = true, FPD = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = OutsideHost })),
        new(nameof(UnitQuirk.TransientMappingIgnored), UnitKind.Legacy, UseATransientMapping, UnitProperty.DeviceTlbs),
        new(nameof(UnitQuirk.EightBitPageMask), UnitKind.Legacy, InvalidateAnotherPage),
        new(nameof(UnitQuirk.PagesPerSource), UnitKind.Legacy, ShareADomain),
        new(nameof(UnitQuirk.PagesPerSource), UnitKind.Legacy, LeaveADomain),
        new(nameof(UnitQuirk.RootHalvesTogether), UnitKind.SecondStage, writer => Scalable(writer, SecondStage, root: new() { LP = true, LCTP = Places.Contexts, UCTP = OutsideHost })),
        new(nameof(UnitQuirk.PassThroughNeedsPasidWidth), UnitKind.SecondStage, writer => Scalable(writer, new() { P = true, DID = Domain, PGTT = PasidTranslationType.PassThrough, AW = (SecondStageWidth)7 })),
        new(nameof(UnitQuirk.PasidEntriesUncached), UnitKind.SecondStage, writer => ChangeThePasidEntry(writer, SecondStage, UnknownType, default, OtherInput)),
        new(nameof(UnitQuirk.PasidEntryBeforeCachedPage), UnitKind.SecondStage, writer => ChangeThePasidEntry(writer, SecondStage, UnknownType, default, Input, OtherInput)),
        new(KnownDeviations.EndsAtTooManyLevels, UnitKind.SecondStage, writer => ChangeThePasidEntry(writer, SecondStage, SecondStage with { AW = SecondStageWidth.Bits57 }, new() { FPD = true }, OtherInput)),
        new(KnownDeviations.EndsAtTooManyLevels, UnitKind.FirstStage, writer => ChangeThePasidEntry(writer, FirstStage, FirstStage with { FSPM = FirstStagePagingMode.Level5 }, new() { FPD = true }, OtherInput)),
        new(nameof(UnitQuirk.FirstStageRightsFirst), UnitKind.FirstStage, UseALargePageWithReservedBits),
        new(nameof(UnitQuirk.PageRequestEventUnmasked), UnitKind.FirstStage, writer => writer.Read(Pectl.Offset, 4), UnitProperty.SharedMemory),
        new(nameof(UnitQuirk.ExtendedAccessedIgnored), UnitKind.FirstStage, writer => Scalable(writer, FirstStage with { EAFE = true })),
    ];

    /// <summary>The names of the deviations of a release that units of some kinds can show.</summary>
    public static IEnumerable<string> KnownOf(Version release, IEnumerable<UnitKind> kinds)
    {
        var impossible = All.Where(one => !kinds.Contains(one.Kind)).Select(one => one.Deviation);
        return KnownDeviations.QuirksOf(release).Concat<KnownDeviation>(KnownDeviations.BugsOf(release)).Select(known => known.Name).Except(impossible);
    }

    private static PasidEntry SecondStage => new()
    {
        P = true, DID = Domain, AW = SecondStageWidth.Bits48, PGTT = PasidTranslationType.SecondStage, SSPTPTR = Places.SecondStage,
    };

    private static PasidEntry UnknownType => SecondStage with { PGTT = (PasidTranslationType)6 };

    private static PasidEntry FirstStage => new()
    {
        P = true, DID = Domain, AW = SecondStageWidth.Bits48, PGTT = PasidTranslationType.FirstStage, FSPTPTR = Places.FirstStage,
    };

    private static ulong SecondStagePage => (new SsPte(0) with { R = true, W = true, ADDR = Places.Data }).Qword0;

    private static ulong FirstStagePage => (new FsPte(0) with { P = true, RW = true, US = true, ADDR = Places.Data }).Qword0;

    private static void Submit(ScriptWriter writer, bool isWide, byte[] descriptor)
    {
        var size = isWide ? 32 : 16;
        writer.Write(Iqa.Offset, 8, (default(Iqa) with { IQA = Places.Queue, DW = isWide ? DescriptorWidth.Bits256 : DescriptorWidth.Bits128 }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { QIE = true }).Value);
        writer.Fill(Places.Queue, Images.Padded(descriptor, size));
        writer.Write(Iqt.Offset, 8, (ulong)size);
        writer.Read(Iqh.Offset, 8);
        writer.Read(Fsts.Offset, 4);
    }

    private static void WriteWideControl(ScriptWriter writer)
    {
        writer.Write(Fectl.Offset, 8, 0x41_0000_0000);
        writer.Read(Fectl.Offset, 4);
        writer.Read(Fedata.Offset, 4);
    }

    private static void WriteUpperAddresses(ScriptWriter writer)
    {
        foreach (var offset in (int[])[Feuaddr.Offset, Ieuaddr.Offset])
        {
            writer.Write(offset, 4, 1);
            writer.Read(offset, 4);
        }
    }

    private static void KeepInterruptTable(ScriptWriter writer)
    {
        writer.Fill(Places.InterruptTable, Images.Of(new XapicIrte { P = true, V = 0x50 }));
        writer.Write(Irta.Offset, 8, (default(Irta) with { IRTA = Places.InterruptTable, S = 3 }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { SIRTP = true }).Value);
        writer.Reset();
        writer.Enable(Device);
        writer.SetMessage(Device, (new RemappableMsi(0) with { PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable }).Qword0, 0);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { IRE = true }).Value);
        writer.Raise(Device);
        writer.Interrupts();
    }

    private static void Legacy(ScriptWriter writer, LegacyContextEntry context, ulong address = Input)
    {
        writer.Enable(Device);
        writer.Fill(Places.Root, Images.Of(new LegacyRootEntry { P = true, CTP = Places.Contexts }));
        writer.Fill(Places.Contexts + Device * (ulong)LegacyContextEntry.SizeInBytes, Images.Of(context));
        TranslateAndRead(writer, TranslationTableMode.Legacy, address);
    }

    private static void UseATransientMapping(ScriptWriter writer)
    {
        MapSecondStage(writer);
        writer.Fill(Places.Table(Places.SecondStage, 1) + 8, SecondStagePage | 1UL << 62);
        Legacy(writer, new() { P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Places.SecondStage });
    }

    /// <summary>A page that one device has cached goes, without a word to the unit; then another device of the domain reads it.</summary>
    private static void ShareADomain(ScriptWriter writer)
    {
        var context = new LegacyContextEntry { P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Places.SecondStage };
        writer.Enable(OtherDevice);
        writer.Fill(Places.Contexts + OtherDevice * (ulong)LegacyContextEntry.SizeInBytes, Images.Of(context));
        MapSecondStage(writer);
        Legacy(writer, context);
        writer.DmaRead(OtherDevice, OtherInput, 8);
        writer.Fill(Places.Table(Places.SecondStage, 1) + 8, 0);
        writer.DmaRead(OtherDevice, Input, 8);
        ReadFault(writer);
    }

    /// <summary>A device moves to another domain, and its cached page goes, without a word to the unit; then the device reads another page and the one that is gone.</summary>
    private static void LeaveADomain(ScriptWriter writer)
    {
        var context = new LegacyContextEntry { P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Places.SecondStage };
        MapSecondStage(writer);
        Legacy(writer, context);
        writer.Fill(Places.Table(Places.SecondStage, 1) + 8, 0);
        writer.Fill(Places.Contexts + Device * (ulong)LegacyContextEntry.SizeInBytes, Images.Of(context with { DID = Domain + 1 }));
        writer.Write(Ccmd.Offset, 8, (default(Ccmd) with { ICC = true, CIRG = ContextGranularity.Global }).Value);
        writer.DmaRead(Device, OtherInput, 8);
        writer.DmaRead(Device, Input, 8);
        ReadFault(writer);
    }

    /// <summary>A cached page goes, without a word to the unit; then one with the same low bits of its number is invalidated.</summary>
    private static void InvalidateAnotherPage(ScriptWriter writer)
    {
        MapSecondStage(writer);
        Legacy(writer, new() { P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Places.SecondStage });
        writer.Fill(Places.Table(Places.SecondStage, 1) + 8, 0);
        writer.Write(0xF0, 8, (new Iva(0) with { ADDR = 0x10_0000 + Input }).Value);
        writer.Write(0xF8, 8, (new Iotlb(0) with { IVT = true, IIRG = IotlbGranularity.Page, DID = Domain }).Value);
        writer.DmaRead(Device, Input, 8);
        ReadFault(writer);
    }

    /// <summary>A large page that users may not use, with a reserved bit; then one that is not there, which is reported without such doubts.</summary>
    private static void UseALargePageWithReservedBits(ScriptWriter writer)
    {
        Scalable(writer, FirstStage, (new FsPde(0) with { P = true, PS = true }).Qword0 | 1UL << 13);
        ReadAgain(writer, Unmapped);
    }

    private static void Scalable(ScriptWriter writer, PasidEntry entry, ulong? firstStageDirectory = null, ScalableRootEntry? root = null, ScalableContextEntry context = default)
    {
        writer.Enable(Device);
        writer.Fill(Places.Root, Images.Of(root ?? new() { LP = true, LCTP = Places.Contexts }));
        writer.Fill(Places.Contexts + Device * (ulong)ScalableContextEntry.SizeInBytes, Images.Of(context with { P = true, PASIDDIRPTR = Places.PasidDirectory }));
        writer.Fill(Places.PasidDirectory, (new PasidDirectoryEntry(0) with { P = true, SMPTBLPTR = Places.PasidTable }).Qword0);
        writer.Fill(Places.PasidTable, Images.Of(entry));
        MapSecondStage(writer);
        for (var level = Places.Levels; level > 1; level--)
            writer.Fill(Places.Table(Places.FirstStage, level), (new FsPde(0) with { P = true, RW = true, US = true, ADDR = Places.Table(Places.FirstStage, level - 1) }).Qword0);
        writer.Fill(Places.Table(Places.FirstStage, 1) + 8, FirstStagePage);
        if (firstStageDirectory is { } directory)
            writer.Fill(Places.Table(Places.FirstStage, 2), directory);
        TranslateAndRead(writer, TranslationTableMode.Scalable);
    }

    /// <summary>A PASID entry becomes illegal, without a word to the unit; then pages are read by it.</summary>
    private static void ChangeThePasidEntry(ScriptWriter writer, PasidEntry legal, PasidEntry illegal, ScalableContextEntry context, params ReadOnlySpan<ulong> addresses)
    {
        Scalable(writer, legal, context: context);
        writer.Fill(Places.PasidTable, Images.Of(illegal));
        foreach (var address in addresses)
            ReadAgain(writer, address);
    }

    private static void MapSecondStage(ScriptWriter writer)
    {
        for (var level = Places.Levels; level > 1; level--)
            writer.Fill(Places.Table(Places.SecondStage, level), (new SsPde(0) with { R = true, W = true, ADDR = Places.Table(Places.SecondStage, level - 1) }).Qword0);
        foreach (var place in (ulong[])[8, 16])
            writer.Fill(Places.Table(Places.SecondStage, 1) + place, SecondStagePage);
    }

    private static void TranslateAndRead(ScriptWriter writer, TranslationTableMode mode, ulong address = Input)
    {
        writer.Write(Rtaddr.Offset, 8, (new Rtaddr(0) with { RTA = Places.Root, TTM = mode }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { SRTP = true }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { TE = true }).Value);
        writer.Read(Gsts.Offset, 4);
        writer.DmaRead(Device, address, 8);
        ReadFault(writer);
    }

    private static void ReadAgain(ScriptWriter writer, ulong address)
    {
        writer.Write(0x22C, 4, uint.MaxValue);
        writer.DmaRead(Device, address, 8);
        ReadFault(writer);
    }

    private static void ReadFault(ScriptWriter writer)
    {
        writer.Read(Fsts.Offset, 4);
        foreach (var offset in (int[])[0x220, 0x228])
            writer.Read(offset, 8);
    }
}
