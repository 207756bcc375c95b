using Vtd.Architecture;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Tests.Live;

/// <summary>Scripts about one subject each, written by hand.</summary>
internal static class Scenarios
{
    private const ushort Device = 0x18;
    private const ushort OtherDevice = 0x20;
    private const ushort Domain = 1;
    public const int BlockSize = 0x230;
    private const int DescriptorsPerScript = 256;
    private const ulong OutsideMemory = 0x200000;

    /// <summary>RAM where video has its memory, option ROMs, RAM behind them, and the firmware at both of its places.</summary>
    private static readonly ulong[] s_legacyMemory = [0xA0000, 0xC0000, 0xE0000, 0xF0000, 0xFFFF0000];

    /// <summary>Those that show what a release does, each once.</summary>
    public static IEnumerable<Script> All(VtdCapabilities capabilities)
    {
        var isScalable = capabilities.ECAP.SMTS;
        return
        [
            Registers(), QueueErrors(isScalable), QueueStops(isScalable), LegacyFaults(), Interrupts(), RegisterInvalidation(capabilities.CAP, capabilities.ECAP),
            .. isScalable ? [ScalableFaults(capabilities.ECAP)] : Array.Empty<Script>(),
        ];
    }

    /// <summary>Registers of 32 bits that are written with their neighbours, and halves of registers of 64 bits that are written by themselves.</summary>
    public static Script NeighboursAndHalves()
    {
        var writer = new ScriptWriter();
        foreach (var value in (ulong[])[0x1234_5678_FEE0_0000, 0x41_0000_0000, ulong.MaxValue, ulong.MaxValue << 32])
        {
            foreach (var offset in (int[])[Feaddr.Offset, Fsts.Offset, Iectl.Offset - 8, Ics.Offset - 4])
            {
                writer.Write(offset, 8, value);
                writer.Read(offset, 4);
                writer.Read(offset + 4, 4);
            }
        }

        foreach (var (offset, lower) in ((int, ulong)[])[(Rtaddr.Offset, Places.Root), (Irta.Offset, Places.InterruptTable | 7), (Iqa.Offset, Places.Queue | 7)])
        {
            writer.Write(offset + 4, 4, 1);
            writer.Write(offset, 4, lower);
            writer.Read(offset, 8);
        }

        // A fragile machine ends at the first of these.
        foreach (var offset in (int[])[Fectl.Offset, Iectl.Offset, Ieaddr.Offset])
        {
            writer.Write(offset, 8, 0x41_0000_0000);
            writer.Read(offset, 4);
            writer.Read(offset + 4, 4);
        }

        return new(writer.Take());
    }

    /// <summary>RAM keeps what is written to it, and ROM its contents.</summary>
    public static Script LegacyMemory() => Script.Parse(
    [
        .. s_legacyMemory.SelectMany(static address => (string[])[$"writeq 0x{address:x} 0x1122334455667788", $"readq 0x{address:x}", $"read 0x{address + 0xFFF0:x} 16"]),
    ]);

    /// <summary>Each access to each place of the register block, writing ones and zeros to what does not set anything going.</summary>
    public static Script Registers()
    {
        var writer = new ScriptWriter();
        // Writes of 8 bytes to these end QEMU; GCMD and IQT are for other scenarios.
        int[] fragile = [Fectl.Offset, Iectl.Offset, Ieaddr.Offset];
        foreach (var value in (ulong[])[ulong.MaxValue, 0, 0xA5A5_5A5A_0F0F_F0F0])
        {
            foreach (var size in (int[])[4, 8, 2, 1])
            {
                for (var offset = 0; offset < BlockSize; offset += size)
                {
                    var isCommand = offset <= Gcmd.Offset && offset + size > Gcmd.Offset || offset <= Iqt.Offset && offset + size > Iqt.Offset;
                    if (!isCommand && !(size == 8 && fragile.Contains(offset)))
                        writer.Write(offset, size, value);
                    writer.Read(offset, size);
                }
            }
        }

        return new(writer.Take());
    }

    /// <summary>Each type of descriptor with each of its bits changed, a reset before each.</summary>
    public static IEnumerable<Script> Descriptors(bool isWide)
    {
        var size = isWide ? 32 : 16;
        var steps = new List<Step>();
        var count = 0;
        foreach (var plain in Plain())
        {
            for (var bit = 0; bit < size * 8; bit++)
            {
                var bytes = Images.Padded(plain, size);
                if (bytes.Length > size)
                    break;
                Images.Flip(bytes, bit);
                // Both ends QEMU; and a status must not go to what is not memory of the script.
                if (WaitDescriptor.Read(bytes) is var wait && bytes[0] % 16 == WaitDescriptor.TypeCode && (wait is { SW: true, IF: true } || bit is >= 82 and < 96))
                    continue;
                steps.AddRange(OneDescriptor(bytes, isWide));
                if (++count % DescriptorsPerScript != 0)
                    continue;
                yield return new([.. steps]);
                steps.Clear();
            }
        }

        yield return new(steps);
    }

    /// <summary>An error in the queue, what can be seen of it, and how the queue goes on.</summary>
    public static Script QueueErrors(bool isWide)
    {
        var writer = new ScriptWriter();
        var size = isWide ? 32 : 16;
        StartQueue(writer, isWide);
        writer.Write(Ieaddr.Offset, 4, 0xFEE00000);
        writer.Write(Iedata.Offset, 4, 0x41);
        writer.Write(Iectl.Offset, 4, 0);
        writer.Write(Feaddr.Offset, 4, 0xFEE00000);
        writer.Write(Fedata.Offset, 4, 0x42);
        writer.Write(Fectl.Offset, 4, 0);
        Put(writer, 0, new WaitDescriptor { SW = true, STADDR = Places.Status, STDATA = 1 }, size);
        writer.Clear(Places.Queue + (ulong)size, size);
        Put(writer, 2, new WaitDescriptor { IF = true }, size);
        writer.Write(Iqt.Offset, 8, (ulong)(3 * size));
        ReadState(writer);
        Put(writer, 1, new WaitDescriptor { SW = true, STADDR = Places.Status + 8, STDATA = 2 }, size);
        writer.Write(Fsts.Offset, 4, uint.MaxValue);
        ReadState(writer);
        writer.Write(Iqt.Offset, 8, (ulong)(3 * size));
        ReadState(writer);
        writer.Write(Ics.Offset, 4, 1);
        ReadState(writer);
        writer.Write(Iqt.Offset, 8, 0x1000); // beyond a queue of a page
        ReadState(writer);
        writer.Write(Gcmd.Offset, 4, 0);
        ReadState(writer);
        return new(writer.Take());
    }

    /// <summary>Each way to stop a queue, a reset before each, and how it goes on: what was wrong is put right, then it is switched off and on.</summary>
    public static Script QueueStops(bool isWide)
    {
        var writer = new ScriptWriter();
        var size = isWide ? 32 : 16;
        var wait = new WaitDescriptor { SW = true, STADDR = Places.Status, STDATA = 1 };
        var shape = default(Iqa) with { IQA = Places.Queue, DW = isWide ? DescriptorWidth.Bits256 : DescriptorWidth.Bits128 };
        (Iqa Shape, TranslationTableMode Mode, byte[] First, int Tail)[] stops =
        [
            (shape with { IQA = OutsideMemory }, default, [], 2 * size),
            (shape, default, [], 2 * size),
            (shape, default, Images.Of(new WaitDescriptor()), 2 * size),
            (shape, default, Images.Of(wait with { STADDR = OutsideMemory }), 2 * size),
            (shape, default, Images.Of(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }), 2 * size),
            (shape, default, Images.Of(wait), (int)Places.PageSize),
            (shape, default, Images.Of(wait), size + 16),
            (shape, default, Images.Of(new ContextCacheInvalidateDescriptor { G = ContextGranularity.None }), 2 * size),
            (shape, TranslationTableMode.Scalable, Images.Of(wait), 2 * size),
            (shape, (TranslationTableMode)2, Images.Of(wait), 2 * size),
        ];
        foreach (var (wrong, mode, first, tail) in stops)
        {
            writer.Reset();
            writer.Write(Rtaddr.Offset, 8, (default(Rtaddr) with { RTA = Places.Root, TTM = mode }).Value);
            writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { SRTP = true }).Value);
            writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { TE = true }).Value);
            writer.Write(Iqa.Offset, 8, wrong.Value);
            writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { TE = true, QIE = true }).Value);
            writer.Fill(Places.Queue, Images.Padded(first, size));
            Put(writer, 1, wait with { STADDR = Places.Status + 8 }, size);
            writer.Write(Iqt.Offset, 8, (ulong)tail);
            Look();
            Put(writer, 0, wait, size);
            writer.Write(Fsts.Offset, 4, uint.MaxValue);
            Look();
            writer.Write(Iqt.Offset, 8, 2 * (ulong)size);
            Look();
            writer.Write(Gcmd.Offset, 4, 0);
            Look();
            writer.Write(Fsts.Offset - 4, 8, ulong.MaxValue);
            Look();
            StartQueue(writer, isWide);
            Put(writer, 0, wait with { STDATA = 2 }, size);
            writer.Write(Iqt.Offset, 4, (ulong)size);
            Look();
        }

        return new(writer.Take());

        void Look()
        {
            ReadState(writer);
            writer.Read(Iqercd.Offset, 8);
            writer.ReadMemory(Places.Status);
            writer.ReadMemory(Places.Status + 8);
        }
    }

    /// <summary>Reads and writes that meet each fault that a legacy-mode request can, a reset before each, and what is left of the records.</summary>
    public static Script LegacyFaults()
    {
        var writer = new ScriptWriter();
        var context = new LegacyContextEntry { P = true, DID = Domain, AW = SecondStageWidth.Bits48, SSPTPTR = Places.SecondStage };
        var root = new LegacyRootEntry { P = true, CTP = Places.Contexts };
        var page = new SsPte(0) with { R = true, W = true, ADDR = Places.Data };
        var pointer = default(Rtaddr);
        Action[] wrongs =
        [
            () => pointer = pointer with { RTA = OutsideMemory },
            () => pointer = pointer with { TTM = (TranslationTableMode)2 },
            () => Root(default),
            () => Root(root with { CTP = 1UL << 50 }),
            () => Root(root with { CTP = OutsideMemory }),
            () => Context(default),
            () => Context(context with { FPD = true, P = false }),
            () => Context(context with { TT = TranslationType.PassThrough }),
            () => Context(context with { AW = SecondStageWidth.Bits57 }),
            () => Context(context with { TT = TranslationType.WithDeviceTlb }),
            () => Context(context with { SSPTPTR = 1UL << 50 }),
            () => Context(context with { SSPTPTR = OutsideMemory }),
            () => Page(page.Qword0 & ~SsPte.Masks.R),
            () => Page(page.Qword0 & ~SsPte.Masks.W),
            () => Page(0),
            () => Page(page.Qword0 | 1UL << 50),
            () => Page(ulong.MaxValue),
            () => Page((page with { ADDR = 0xFEE00000 }).Qword0),
            () => writer.Fill(Places.Table(Places.SecondStage, 2), ulong.MaxValue),
            () => writer.Fill(Places.Table(Places.SecondStage, Places.Levels), ulong.MaxValue),
            () => writer.Fill(Places.Table(Places.SecondStage, 2), (new SsPde2m(0) with { R = true, W = true, PS = true, ADDR = 0 }).Qword0 | 1UL << 13),
            () => writer.Fill(Places.Table(Places.SecondStage, 2), (new SsPde(0) with { R = true, W = true, ADDR = OutsideMemory }).Qword0),
            .. s_legacyMemory.Select(address => (Action)(() => Context(context with { SSPTPTR = address }))),
            () => { },
        ];
        foreach (var wrong in wrongs)
        {
            writer.Reset();
            writer.Enable(Device);
            Root(root);
            Context(context);
            for (var level = Places.Levels; level > 1; level--)
                writer.Fill(Places.Table(Places.SecondStage, level), (new SsPde(0) with { R = true, W = true, ADDR = Places.Table(Places.SecondStage, level - 1) }).Qword0);
            Page(page.Qword0);
            pointer = new Rtaddr(0) with { RTA = Places.Root };
            wrong();
            TranslateAndLook(writer, pointer, 0x1000, 1UL << 48, 0xFEE00000);
        }

        // Overflow: the one record is taken, then somebody else faults, then the same one again.
        writer.Reset();
        writer.Enable(Device);
        writer.Enable(OtherDevice);
        Context(default);
        writer.Write(Rtaddr.Offset, 8, Places.Root);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { SRTP = true }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { TE = true }).Value);
        writer.DmaRead(Device, 0x1000, 8);
        ReadState(writer);
        writer.DmaRead(OtherDevice, 0x2000, 8);
        ReadState(writer);
        writer.DmaRead(Device, 0x3000, 8);
        ReadState(writer);
        writer.Write(Fsts.Offset, 4, uint.MaxValue);
        ReadState(writer);
        ClearFaults(writer);
        ReadState(writer);
        return new(writer.Take());

        void Root(LegacyRootEntry entry) => writer.Fill(Places.Root, Images.Of(entry));
        void Context(LegacyContextEntry entry) => writer.Fill(Places.Contexts + Device * (ulong)LegacyContextEntry.SizeInBytes, Images.Of(entry));
        void Page(ulong entry) => writer.Fill(Places.Table(Places.SecondStage, 1) + 8, entry);
    }

    /// <summary>Reads and writes that meet each fault that a scalable-mode request without PASID can, a reset before each.</summary>
    public static Script ScalableFaults(Ecap ecap)
    {
        var writer = new ScriptWriter();
        var top = ecap.FSTS ? Places.FirstStage : Places.SecondStage;
        var root = new ScalableRootEntry { LP = true, LCTP = Places.Contexts, UP = true, UCTP = Places.Contexts };
        var context = new ScalableContextEntry { P = true, PASIDDIRPTR = Places.PasidDirectory };
        var directory = new PasidDirectoryEntry(0) with { P = true, SMPTBLPTR = Places.PasidTable };
        var pasid = new PasidEntry
        {
            P = true, DID = Domain, AW = SecondStageWidth.Bits48, PGTT = ecap.FSTS ? PasidTranslationType.FirstStage : PasidTranslationType.SecondStage,
        };
        pasid = WithTable(top);
        var page = ecap.FSTS
            ? (new FsPte(0) with { P = true, RW = true, US = true, ADDR = Places.Data }).Qword0
            : (new SsPte(0) with { R = true, W = true, ADDR = Places.Data }).Qword0;
        var pointer = default(Rtaddr);
        Action[] wrongs =
        [
            () => { },
            () => pointer = pointer with { RTA = OutsideMemory },
            () => Root(default),
            () => Root(root with { LCTP = OutsideMemory }),
            () => Root(root with { LCTP = 1UL << 50 }),
            () => Context(context with { PASIDDIRPTR = 1UL << 50 }),
            () => Directory(directory with { SMPTBLPTR = 1UL << 50 }),
            () => Pasid(WithTable(1UL << 50)),
            () => Pasid(pasid with { AW = (SecondStageWidth)7 }),
            () => Page(ulong.MaxValue),
            () => Page((page & ~FsPte.Masks.ADDR) | 0xFEE00000),
            () => pointer = pointer with { TTM = (TranslationTableMode)2 },
            () => Pasid(pasid with { PGTT = PasidTranslationType.PassThrough }),
            () => Page(page & ~(ecap.FSTS ? FsPte.Masks.US : SsPte.Masks.R)),
            () => writer.Fill(Places.Table(top, 2), ulong.MaxValue),
            () => writer.Fill(Places.Table(top, Places.Levels), ulong.MaxValue),
            () => writer.Fill(Places.Table(top, 2), TableAt(1 << 13) | SsPde2m.Masks.PS),
            () => Context(default),
            () => Context(context with { PASIDDIRPTR = OutsideMemory }),
            () => Context(context with { RID_PASID = 1 }),
            () => Context(context with { RID_PASID = 0x40 }),
            () => Directory(default),
            () => Directory(directory with { SMPTBLPTR = OutsideMemory }),
            () => Pasid(default),
            () => Pasid(default(PasidEntry) with { FPD = true }),
            () => Pasid(pasid with { PGTT = (PasidTranslationType)6 }),
            () => Pasid(pasid with { PGTT = PasidTranslationType.Nested }),
            () => Pasid(WithTable(OutsideMemory)),
            () => Page(0),
            () => Page(page & ~(ecap.FSTS ? FsPte.Masks.RW : SsPte.Masks.W)),
            () => Page(page & ~(ecap.FSTS ? FsPte.Masks.P : SsPte.Masks.R)),
            () => Page(page | 1UL << 50),
            () => writer.Fill(Places.Table(top, 2), 0),
            () => writer.Fill(Places.Table(top, 2), TableAt(OutsideMemory)),
        ];
        foreach (var wrong in wrongs)
        {
            writer.Reset();
            writer.Enable(Device);
            Root(root);
            Context(context);
            Directory(directory);
            Pasid(pasid);
            for (var level = Places.Levels; level > 1; level--)
                writer.Fill(Places.Table(top, level), TableAt(Places.Table(top, level - 1)));
            Page(page);
            pointer = new Rtaddr(0) with { RTA = Places.Root, TTM = TranslationTableMode.Scalable };
            wrong();
            TranslateAndLook(writer, pointer, 0x1000, 0x3000, 1UL << 48);
        }

        return new(writer.Take());

        void Root(ScalableRootEntry entry) => writer.Fill(Places.Root, Images.Of(entry));
        void Context(ScalableContextEntry entry) => writer.Fill(Places.Contexts + Device * (ulong)ScalableContextEntry.SizeInBytes, Images.Of(entry));
        void Directory(PasidDirectoryEntry entry) => writer.Fill(Places.PasidDirectory, entry.Qword0);
        PasidEntry WithTable(ulong address) => ecap.FSTS ? pasid with { FSPTPTR = address } : pasid with { SSPTPTR = address };
        void Pasid(PasidEntry entry) => writer.Fill(Places.PasidTable, Images.Of(entry));
        void Page(ulong entry) => writer.Fill(Places.Table(top, 1) + 8, entry);
        ulong TableAt(ulong address) => ecap.FSTS
            ? (new FsPde(0) with { P = true, RW = true, US = true, ADDR = address }).Qword0
            : (new SsPde(0) with { R = true, W = true, ADDR = address }).Qword0;
    }

    /// <summary>Messages of a device through entries of each kind.</summary>
    public static Script Interrupts()
    {
        var writer = new ScriptWriter();
        writer.Enable(Device);
        var good = new XapicIrte { P = true, V = 0x50 };
        XapicIrte[] entries =
        [
            good,
            good with { V = 0x51, TM = TriggerMode.Level },
            good with { V = 0x52, DST = 0xFF },
            good with { P = false },
            good with { P = false, FPD = true },
            good with { V = 0x53, SVT = SourceValidation.SidSq, SID = Device },
            good with { V = 0x54, SVT = SourceValidation.SidSq, SID = Device ^ 4, SQ = SourceQualifier.IgnoreBit2 },
            good with { V = 0x55, SVT = SourceValidation.SidSq, SID = OtherDevice },
            good with { V = 0x56, SVT = SourceValidation.BusRange, SID = 0x0000 },
            good with { V = 0x57, SVT = (SourceValidation)3, SID = Device },
            new(good.Qword0 | 1UL << 25, good.Qword1),
            new(good.Qword0, good.Qword1 | 1UL << 30),
        ];
        for (var index = 0; index < entries.Length; index++)
            writer.Fill(Places.InterruptTable + (ulong)(index * XapicIrte.SizeInBytes), Images.Of(entries[index]));
        writer.Write(Irta.Offset, 8, (default(Irta) with { IRTA = Places.InterruptTable, S = 3 }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { SIRTP = true }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { IRE = true }).Value);
        for (var index = 0; index < 17; index++)
        {
            foreach (var addsSubhandle in (bool[])[false, true])
            {
                var message = new RemappableMsi(0) with
                {
                    PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable, HANDLE = (ushort)index, SHV = addsSubhandle,
                };
                writer.SetMessage(Device, message.Qword0, addsSubhandle ? 1u : 0);
                SendAndLook();
            }
        }

        // Bits that a message with a subhandle must leave 0, which only a copy can have; one without a remappable format, and a table that is nowhere.
        writer.Fill(Places.Data, 1UL << 16);
        writer.DmaRead(Device, Places.Data, 4);
        writer.DmaWrite(Device, (new RemappableMsi(0) with { PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable, SHV = true }).Qword0, 4);
        ReadState(writer);
        ClearFaults(writer);
        writer.SetMessage(Device, 0xFEE00000, 0x60);
        SendAndLook();
        writer.Write(Irta.Offset, 8, (default(Irta) with { IRTA = OutsideMemory, S = 3 }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { IRE = true, SIRTP = true }).Value);
        writer.SetMessage(Device, (new RemappableMsi(0) with { PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable, HANDLE = 15 }).Qword0, 0);
        SendAndLook();
        return new(writer.Take());

        void SendAndLook()
        {
            writer.Raise(Device);
            writer.Interrupts();
            ReadState(writer);
            ClearFaults(writer);
        }
    }

    /// <summary>Commands by register: each granularity, on and off.</summary>
    public static Script RegisterInvalidation(Cap cap, Ecap ecap)
    {
        var writer = new ScriptWriter();
        foreach (var command in (Gcmd[])[default, default(Gcmd) with { QIE = true }])
        {
            writer.Write(Gcmd.Offset, 4, command.Value);
            for (var granularity = 0; granularity < 4; granularity++)
            {
                writer.Write(Ccmd.Offset, 8, (default(Ccmd) with { ICC = true, CIRG = (ContextGranularity)granularity, DID = Domain, SID = Device }).Value);
                writer.Read(Ccmd.Offset, 8);
                foreach (var mask in (byte[])[0, (byte)cap.MAMV, (byte)(cap.MAMV + 1), 63])
                {
                    writer.Write(ecap.IRO * 16, 8, (default(Iva) with { AM = mask, ADDR = Places.Data }).Value);
                    writer.Write(ecap.IRO * 16 + 8, 8, (default(Iotlb) with { IVT = true, IIRG = (IotlbGranularity)granularity, DID = Domain }).Value);
                    writer.Read(ecap.IRO * 16 + 8, 8);
                }
            }
        }

        return new(writer.Take());
    }

    private static IEnumerable<byte[]> Plain() =>
    [
        Images.Of(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, DID = Domain, SID = Device }),
        Images.Of(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = Domain, ADDR = Places.Data }),
        Images.Of(new DeviceTlbInvalidateDescriptor { SID = Device, ADDR = Places.Data }),
        Images.Of(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Index, IIDX = 1 }),
        Images.Of(new WaitDescriptor { SW = true, STADDR = Places.Status, STDATA = 7 }),
        Images.Of(new WaitDescriptor { IF = true }),
        Images.Of(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = Domain, PASID = 1, ADDR = Places.Data }),
        Images.Of(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Pasid, DID = Domain, PASID = 1 }),
        Images.Of(new PasidDeviceTlbInvalidateDescriptor { SID = Device, PASID = 1, ADDR = Places.Data }),
        Images.Of(new PageGroupResponseDescriptor { RID = Device, PP = true, PASID = 1 }),
    ];

    private static IReadOnlyList<Step> OneDescriptor(byte[] bytes, bool isWide)
    {
        var writer = new ScriptWriter();
        writer.Reset();
        StartQueue(writer, isWide);
        writer.Fill(Places.Queue, bytes);
        writer.Write(Iqt.Offset, 8, (ulong)bytes.Length);
        writer.Read(Iqh.Offset, 8);
        writer.Read(Fsts.Offset, 4);
        writer.Read(Ics.Offset, 4);
        return writer.Take();
    }

    private static void StartQueue(ScriptWriter writer, bool isWide)
    {
        writer.Write(Iqa.Offset, 8, (default(Iqa) with { IQA = Places.Queue, DW = isWide ? DescriptorWidth.Bits256 : DescriptorWidth.Bits128 }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { QIE = true }).Value);
    }

    private static void Put(ScriptWriter writer, int place, in WaitDescriptor descriptor, int size) =>
        writer.Fill(Places.Queue + (ulong)(place * size), Images.Padded(Images.Of(descriptor), size));

    private static void ReadState(ScriptWriter writer)
    {
        foreach (var offset in (int[])[Gsts.Offset, Fsts.Offset, Fectl.Offset, Ics.Offset, Iectl.Offset, Iqh.Offset, Iqt.Offset, 0x220, 0x224, 0x228, 0x22C])
            writer.Read(offset, 4);
        writer.Interrupts();
    }

    private static void ClearFaults(ScriptWriter writer)
    {
        writer.Write(0x22C, 4, uint.MaxValue);
        writer.Write(Fsts.Offset, 4, uint.MaxValue);
    }

    /// <summary>Switches translation on, and reads and writes at each address.</summary>
    private static void TranslateAndLook(ScriptWriter writer, Rtaddr pointer, params ReadOnlySpan<ulong> addresses)
    {
        writer.Write(Rtaddr.Offset, 8, pointer.Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { SRTP = true }).Value);
        writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { TE = true }).Value);
        foreach (var address in addresses)
        {
            writer.DmaRead(Device, address, 8);
            ReadState(writer);
            ClearFaults(writer);
            writer.DmaWrite(Device, address, 4);
            ReadState(writer);
            ClearFaults(writer);
        }
    }
}
