using Vtd.Architecture;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Tests.Live;

/// <summary>A system reset with everything in flight: copies begun, contexts, pages and interrupts cached, faults recorded and overflowed, the queue
/// stopped at an error with descriptors left, and both events held back.</summary>
/// <remarks>Virtual time stands still from before the copies begin until the machine is set up again, so that they meet what is there then.</remarks>
internal sealed class ResetScenario
{
    public const ushort Reader = 0x18;
    public const ushort Writer = 0x20;
    public const ulong Input = Places.Data;
    public const ulong Before = Places.Data + Places.PageSize;
    public const ulong After = Places.Data + 2 * Places.PageSize;
    public const ulong Copied = 0x0123_4567_89AB_CDEF;
    public const byte DeviceVector = 0x63;

    private const ushort Domain = 1;
    private const ulong Nothing = Places.Data + 3 * Places.PageSize;
    private const uint FaultVector = 0x61;
    private const uint CompletionVector = 0x62;

    private readonly ScriptWriter _writer = new();
    private readonly Ecap _ecap;
    private readonly bool _isScalable;

    private ResetScenario(Ecap ecap, bool isScalable)
    {
        _ecap = ecap;
        _isScalable = isScalable;
    }

    private bool IsFirstStage => _isScalable && _ecap.FSTS;

    private ulong Top => IsFirstStage ? Places.FirstStage : Places.SecondStage;

    private int DescriptorSize => _isScalable ? 32 : 16;

    /// <summary>One script for each thing that the guest may do about the copies after the reset.</summary>
    /// <param name="ecap">What the unit is capable of.</param>
    /// <param name="isScalable">Tables are those of scalable mode.</param>
    public static IEnumerable<(Aftermath After, Script Script)> All(Ecap ecap, bool isScalable) =>
        from after in Enum.GetValues<Aftermath>()
        select (after, new ResetScenario(ecap, isScalable).Make(after));

    private Script Make(Aftermath after)
    {
        Enable();
        Fill();
        Map(Before);
        SwitchOn();
        _writer.DmaRead(Writer, Input, 8);
        _writer.Fill(Before, 0);
        _writer.Raise(Writer);
        StopQueue();
        _writer.DmaRead(Reader, Nothing, 8, place: 0x100);
        _writer.DmaRead(Writer, Nothing, 8, place: 0x100);
        _writer.Stop();
        _writer.StartDmaRead(Reader, Input, 8);
        _writer.StartDmaWrite(Writer, Input, 8);
        ReadAll();

        _writer.Reset();
        Map(After);
        Enable(areBusMasters: after != Aftermath.NoBusMaster);
        ReadAll();
        SetEvents(isMasked: false);
        if (after == Aftermath.Remapped)
            SwitchOn();
        if (after == Aftermath.Blocked)
        {
            _writer.Clear(Places.Root, (int)Places.PageSize);
            SwitchOn();
        }

        _writer.Continue();
        _writer.AwaitDma(Reader);
        _writer.AwaitDma(Writer);
        _writer.DmaWrite(Reader, Input + 0x100, 8);
        ReadAll();
        return new(_writer.Take());
    }

    private void Enable(bool areBusMasters = true)
    {
        foreach (var device in MachineLayout.TestDevices)
            _writer.Enable(device, areBusMasters);
    }

    /// <summary>Tables that translate one page of both devices, and an interrupt entry.</summary>
    private void Fill()
    {
        _writer.Fill(Before, Copied);
        for (var level = Places.Levels; level > 1; level--)
            _writer.Fill(Places.Table(Top, level), Entry(Places.Table(Top, level - 1)));
        if (_isScalable)
        {
            _writer.Fill(Places.Root, Images.Of(new ScalableRootEntry { LP = true, LCTP = Places.Contexts }));
            _writer.Fill(Places.PasidDirectory, (new PasidDirectoryEntry(0) with { P = true, SMPTBLPTR = Places.PasidTable }).Qword0);
            _writer.Fill(Places.PasidTable, Images.Of(new PasidEntry
            {
                P = true, DID = Domain, AW = SecondStageWidth.Bits48, FSPTPTR = IsFirstStage ? Top : 0, SSPTPTR = IsFirstStage ? 0 : Top,
                PGTT = IsFirstStage ? PasidTranslationType.FirstStage : PasidTranslationType.SecondStage,
            }));
        }
        else
        {
            _writer.Fill(Places.Root, Images.Of(new LegacyRootEntry { P = true, CTP = Places.Contexts }));
        }

        foreach (var device in MachineLayout.TestDevices)
        {
            if (_isScalable)
                _writer.Fill(Places.Contexts + device * (ulong)ScalableContextEntry.SizeInBytes, Images.Of(new ScalableContextEntry { P = true, PASIDDIRPTR = Places.PasidDirectory }));
            else
                _writer.Fill(Places.Contexts + device * (ulong)LegacyContextEntry.SizeInBytes, Images.Of(new LegacyContextEntry { P = true, DID = device, AW = SecondStageWidth.Bits48, SSPTPTR = Top }));
        }

        _writer.Fill(Places.InterruptTable, Images.Of(new XapicIrte { P = true, V = DeviceVector }));
        _writer.SetMessage(Writer, (new RemappableMsi(0) with { PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable }).Qword0, 0);
    }

    private void Map(ulong output) => _writer.Fill(Places.Table(Top, 1) + (Input / Places.PageSize & 511) * sizeof(ulong), Entry(output));

    private ulong Entry(ulong address) => IsFirstStage
        ? (new FsPde(0) with { P = true, RW = true, US = true, ADDR = address }).Qword0
        : (new SsPde(0) with { R = true, W = true, ADDR = address }).Qword0;

    private void SwitchOn()
    {
        _writer.Write(Rtaddr.Offset, 8, (default(Rtaddr) with { RTA = Places.Root, TTM = _isScalable ? TranslationTableMode.Scalable : TranslationTableMode.Legacy }).Value);
        _writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { SRTP = true }).Value);
        _writer.Write(Irta.Offset, 8, (default(Irta) with { IRTA = Places.InterruptTable, S = 3 }).Value);
        _writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { SIRTP = true }).Value);
        _writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { TE = true, IRE = true }).Value);
    }

    /// <summary>A wait is done and held back, the descriptor after it is none, and another wait stays behind it.</summary>
    private void StopQueue()
    {
        SetEvents(isMasked: true);
        _writer.Fill(Places.Queue, Images.Of(new WaitDescriptor { IF = true }));
        _writer.Fill(Places.Queue + 2 * (ulong)DescriptorSize, Images.Of(new WaitDescriptor { SW = true, STADDR = Places.Status, STDATA = 1 }));
        _writer.Write(Iqa.Offset, 8, (default(Iqa) with { IQA = Places.Queue, DW = _isScalable ? DescriptorWidth.Bits256 : DescriptorWidth.Bits128 }).Value);
        _writer.Write(Gcmd.Offset, 4, (default(Gcmd) with { TE = true, IRE = true, QIE = true }).Value);
        _writer.Write(Iqt.Offset, 8, 3 * (ulong)DescriptorSize);
    }

    private void SetEvents(bool isMasked)
    {
        foreach (var (address, data, control, vector) in ((int, int, int, uint)[])
            [(Feaddr.Offset, Fedata.Offset, Fectl.Offset, FaultVector), (Ieaddr.Offset, Iedata.Offset, Iectl.Offset, CompletionVector)])
        {
            _writer.Write(address, 4, 0xFEE00000);
            _writer.Write(data, 4, vector);
            _writer.Write(control, 4, isMasked ? uint.MaxValue : 0);
        }
    }

    private void ReadAll()
    {
        for (var offset = 0; offset < Scenarios.BlockSize; offset += sizeof(uint))
            _writer.Read(offset, sizeof(uint));
        foreach (var device in MachineLayout.TestDevices)
            _writer.ReadDma(device);
        foreach (var place in (ulong[])[Places.Status, Input, Before, After])
            _writer.ReadMemory(place);
        _writer.Interrupts();
    }
}

/// <summary>What the guest does about copies that a reset found under way.</summary>
internal enum Aftermath
{
    /// <summary>The devices are no bus masters any more.</summary>
    NoBusMaster,

    /// <summary>They are, and nothing is remapped.</summary>
    Untranslated,

    /// <summary>They are remapped to another page.</summary>
    Remapped,

    /// <summary>They are remapped, and nothing is allowed.</summary>
    Blocked,
}
