using System.Globalization;
using Vtd.Architecture;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Deviations;

/// <summary>A difference between the unit and a recording or a machine.</summary>
internal abstract record Difference
{
    /// <summary>Place of the difference: line of the recording and kind. Two at the same place count as one.</summary>
    public (int Line, Type Kind) Place(RegisterText registers) => (Describe(registers).Line, GetType());

    /// <summary>The difference for people.</summary>
    public abstract Mismatch Describe(RegisterText registers);

    protected static string Hex(ulong value) => $"0x{value.ToString("x", CultureInfo.InvariantCulture)}";

    protected static string Rights(bool canRead, bool canWrite) => (canRead, canWrite) switch
    {
        (true, true) => "read and write",
        (true, false) => "read",
        (false, true) => "write",
        _ => "no right",
    };
}

/// <summary>A register read gave another value.</summary>
/// <param name="Register">The register's type; none if there is none.</param>
/// <param name="Capabilities">The capabilities of the unit.</param>
/// <param name="Written">The values that software had written by then.</param>
internal sealed record RegisterDifference(
    RegisterRead Recorded, ulong Actual, string? Register, VtdCapabilities Capabilities, SoftwareWrites Written) : Difference
{
    /// <summary>The bits that differ.</summary>
    public ulong Bits => Recorded.Value ^ Actual;

    public override Mismatch Describe(RegisterText registers) => new(
        Recorded.Line, Recorded.Text, registers.Describe(Recorded.Offset, Recorded.Value), registers.Describe(Recorded.Offset, Actual));
}

/// <summary>A memory write differs, is missing (no actual one) or came on top (no recorded one).</summary>
/// <param name="Trigger">The event that caused the difference.</param>
/// <param name="Descriptors">The invalidation descriptors that the recorded unit read, which say what the write is.</param>
internal sealed record MemoryWriteDifference(
    TriggerEvent Trigger, MemoryWrite? Recorded, MemoryWriteDone? Actual, IReadOnlyList<MemoryRead> Descriptors) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Line ?? Trigger.Line,
        Recorded?.Text ?? Trigger.Text,
        Recorded is null ? "no memory write" : Text(Recorded.Address, Recorded.Bytes, Recorded.Failed),
        Actual is null ? "no memory write" : Text(Actual.Address, Actual.Bytes, Actual.Failed));

    private string Text(ulong address, byte[] bytes, bool failed)
    {
        var text = $"write of {Convert.ToHexStringLower(bytes)} to {Hex(address)}{(failed ? ", which failed" : "")}";
        foreach (var descriptor in Descriptors)
        {
            if (WaitDescriptor.Read(descriptor.Bytes) is var wait && wait.STADDR == address)
                return $"{text}, asked for by {wait}";
        }

        return text;
    }
}

/// <summary>An interrupt differs, is missing (no actual one) or came on top (no recorded one).</summary>
/// <param name="Trigger">The event that caused the difference.</param>
internal sealed record InterruptDifference(TriggerEvent Trigger, MessageSent? Recorded, Message? Actual) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Line ?? Trigger.Line,
        Recorded?.Text ?? Trigger.Text,
        Recorded is null ? "no interrupt" : Text(Recorded.Address, Recorded.Data),
        Actual is { } sent ? Text(sent.Address, sent.Data) : "no interrupt");

    private static string Text(ulong address, uint data) => $"interrupt: {Hex(data)} to {Hex(address)}";
}

/// <summary>A request was translated or blocked otherwise.</summary>
/// <param name="Recorded">The answer; none if the request was blocked.</param>
/// <param name="Line">The line that tells.</param>
internal sealed record TranslationDifference(
    TranslationRequest Request, TranslationResult? Recorded, TraceEvent Line, DmaResult Actual) : Difference
{
    /// <summary>Whether the recording and the unit agree.</summary>
    public bool IsSame => Recorded is null || !RecordedAllows
        ? Actual.Outcome == DmaOutcome.Blocked
        : Actual.Outcome == DmaOutcome.Allowed
            && Actual.Page.Size - 1 == Recorded.Mask
            && (Actual.Page.Output & ~Recorded.Mask) == (Recorded.Page & ~Recorded.Mask)
            && Actual.Page.Permissions.HasFlag(PagePermissions.Read) == Recorded.CanRead
            && (Actual.Page.Permissions.HasFlag(PagePermissions.Write) == Recorded.CanWrite || !TellsOfWrites);

    /// <summary>The recorded machine answers reads with the right to read alone, whatever else the page allows.</summary>
    private bool TellsOfWrites => Request.IsWrite || Recorded is { CanWrite: true };

    /// <summary>A page without the right that was asked for blocks the request as well.</summary>
    public bool RecordedAllows => Recorded is { } result && (Request.IsWrite ? result.CanWrite : result.CanRead);

    public override Mismatch Describe(RegisterText registers) => new(
        Line.Line,
        Request.Text,
        Recorded is null ? "blocked" : $"{Hex(Recorded.Page)}, mask {Hex(Recorded.Mask)}, {Rights(Recorded.CanRead, Recorded.CanWrite)}",
        Actual.Outcome switch
        {
            DmaOutcome.Allowed => string.Create(
                CultureInfo.InvariantCulture,
                $"{Hex(Actual.Page.Output & ~(Actual.Page.Size - 1))}, mask {Hex(Actual.Page.Size - 1)}, {Rights(Actual.Page.Permissions.HasFlag(PagePermissions.Read), Actual.Page.Permissions.HasFlag(PagePermissions.Write))}"),
            DmaOutcome.Blocked => $"blocked, fault {Hex((byte)Actual.FaultReason)}",
            _ => "an interrupt request",
        });
}

/// <summary>A translation request of a device TLB was answered otherwise.</summary>
/// <param name="Request">The request.</param>
/// <param name="Recorded">The page that it got; none if the recorded machine asked for fewer pages.</param>
/// <param name="Actual">The page that our unit gave; none if our unit was asked for fewer pages.</param>
internal sealed record AtsDifference(AtsRequested Request, AtsAnswer? Recorded, AtsResult? Actual) : Difference
{
    /// <summary>Whether the recording and the unit agree.</summary>
    public bool IsSame => Recorded is { } recorded && Actual is { } actual && (recorded is { CanRead: false, CanWrite: false }
        ? actual.Page.Permissions == PagePermissions.None
        : actual.Page.Size - 1 == recorded.Mask
            && actual.Page.Output == (recorded.Output & ~recorded.Mask)
            && actual.Page.Permissions.HasFlag(PagePermissions.Read) == recorded.CanRead
            && (actual.Page.Permissions.HasFlag(PagePermissions.Write) == recorded.CanWrite || !(Request.IsWrite || recorded.CanWrite)));

    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Line ?? Request.Line,
        Recorded?.Text ?? Request.Text,
        Recorded is null ? "no answer" : $"{Hex(Recorded.Output)}, mask {Hex(Recorded.Mask)}, {Rights(Recorded.CanRead, Recorded.CanWrite)}",
        Actual is not { } given ? "no answer"
        : given.Outcome == AtsOutcome.Refused ? $"refused, fault {Hex((byte)given.FaultReason)}"
        : $"{Hex(given.Page.Output)}, mask {Hex(given.Page.Size - 1)}, {Rights(given.Page.Permissions.HasFlag(PagePermissions.Read), given.Page.Permissions.HasFlag(PagePermissions.Write))}");
}

/// <summary>An access or a page request of the recorder's own device ended otherwise.</summary>
/// <param name="Trigger">The access or the request.</param>
/// <param name="Recorded">The recorded ending.</param>
/// <param name="Actual">The ending by our unit's answer.</param>
internal sealed record EndingDifference(TriggerEvent Trigger, InjectedEnded Recorded, InjectedEnding Actual) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(Recorded.Line, Trigger.Text, Recorded.Ending.ToString(), Actual.ToString());
}

/// <summary>An interrupt request was answered otherwise.</summary>
/// <param name="Recorded">The message; none if the request was blocked.</param>
/// <param name="Line">The line that tells.</param>
/// <param name="WantsExtended">Software asked for 32-bit destinations, which the unit does not have (EIME without ECAP.EIM).</param>
internal sealed record RemappedInterruptDifference(
    InterruptRequested Request, InterruptDelivered? Recorded, TraceEvent Line, InterruptResult Actual, bool WantsExtended) : Difference
{
    /// <summary>Whether the recording and the unit agree.</summary>
    public bool IsSame => Recorded is null
        ? Actual.Outcome == InterruptOutcome.Blocked
        : HasMessage && Actual.Address == Recorded.Address && Actual.Data == Recorded.Data;

    private bool HasMessage => Actual.Outcome is not (InterruptOutcome.Blocked or InterruptOutcome.Posted);

    public override Mismatch Describe(RegisterText registers) => new(
        Line.Line,
        Request.Text,
        Recorded is null ? "blocked" : Text(Recorded.Address, Recorded.Data),
        HasMessage ? Text(Actual.Address, Actual.Data)
        : Actual.Outcome == InterruptOutcome.Posted ? "posted"
        : $"blocked, fault {Hex((byte)Actual.FaultReason)}");

    private static string Text(ulong address, uint data) => $"{Hex(data)} to {Hex(address)}";
}

/// <summary>A fault differs, is missing (no actual one) or came on top (no recorded one).</summary>
/// <param name="Trigger">The event that caused the difference.</param>
internal sealed record FaultDifference(TriggerEvent Trigger, RecordedFault? Recorded, ReportedFault? Actual) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Met.Line ?? Trigger.Line,
        Recorded?.Met.Text ?? Trigger.Text,
        Recorded is null ? "no fault" : Text(Recorded.Met.Reason, Recorded.Met.SourceId, Recorded.Met.Information, Recorded.Met.Pasid, Recorded.Disposition),
        Actual is { } met ? Text((byte)met.Reason, met.SourceId, met.Information, met.Pasid, met.Disposition) : "no fault");

    private static string Text(byte reason, SourceId sourceId, ulong information, uint? pasid, FaultDisposition? fate) => string.Create(
        CultureInfo.InvariantCulture,
        $"fault 0x{reason:x2} of {sourceId}{(pasid is null ? "" : $" PASID {pasid}")}, information 0x{information:x}, {fate}");
}

/// <summary>The queue stopped where the recorded one did not, or the other way.</summary>
/// <param name="Trigger">The event that caused the difference.</param>
internal sealed record QueueErrorDifference(TriggerEvent Trigger, QueueStopped? Recorded) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Line ?? Trigger.Line,
        Recorded?.Text ?? Trigger.Text,
        Recorded is null ? "no queue error" : "a queue error",
        Recorded is null ? "a queue error" : "no queue error");
}

/// <summary>A listener was told something else, nothing (no actual one), or more (no recorded one).</summary>
/// <param name="Trigger">The event that caused the difference.</param>
/// <param name="WasToldAtSwitch">Our unit told the recorded one when translation was switched on, and it still holds.</param>
/// <param name="IsMapped">The actual one is a mapping that the tables have, by the letter of the architecture.</param>
/// <param name="Capabilities">The capabilities of the unit.</param>
/// <param name="Written">The values that software had written by then.</param>
/// <param name="Asked">The invalidation descriptors that the recorded unit fetched.</param>
/// <param name="Change">The change of the listener's entries.</param>
internal sealed record NotificationDifference(
    TriggerEvent Trigger, Listener Whom, Notified? Recorded, Notice? Actual, bool WasToldAtSwitch, bool IsMapped, VtdCapabilities Capabilities, SoftwareWrites Written,
    IReadOnlyList<byte[]> Asked, EntriesChange Change) : Difference
{
    /// <summary>Software asked for an invalidation of PASID entries that may be those of the listener.</summary>
    public bool AsksForPasids => OfType(InvalidationQueueType.PasidCacheInvalidate).Any(bytes =>
        PasidCacheInvalidateDescriptor.Read(bytes) is var asked
        && (asked.G != PasidCacheGranularity.Pasid || Whom.Pasid is null || asked.PASID == Whom.Pasid));

    /// <summary>Software asked for an invalidation of context entries that may be those of the listener.</summary>
    public bool AsksForContexts => OfType(InvalidationQueueType.ContextCacheInvalidate).Any(bytes =>
        ContextCacheInvalidateDescriptor.Read(bytes) is var asked
        && (asked.G != ContextGranularity.Device || ((asked.SID ^ Whom.SourceId.GetValueOrDefault()) & ~Ignored(asked.FM)) == 0));

    /// <summary>Software asked for a page-selective invalidation of the IOTLB, and the recorded unit reported its range.</summary>
    public bool TellsTheRangeAskedFor => Recorded is { What: var told } && OfType(InvalidationQueueType.IotlbInvalidate).Any(bytes =>
        IotlbInvalidateDescriptor.Read(bytes) is { G: IotlbGranularity.Page } asked
        && SmallPage.Size << asked.AM is var size
        && told == Notice.Unmapped(asked.ADDR & ~(size - 1), asked.ADDR | (size - 1)));

    /// <summary>Software reset the unit, or switched interrupt remapping or compatibility-format interrupts on or off.</summary>
    public bool SwitchesInterrupts => Trigger is SystemReset || (Trigger is RegisterWrite { Offset: Gcmd.Offset } && Written.SwitchedInterrupts);

    /// <summary>Software set the interrupt remapping table pointer.</summary>
    public bool SetsInterruptTable => Trigger is RegisterWrite { Offset: Gcmd.Offset, Value: var value } && new Gcmd((uint)value).SIRTP;

    /// <summary>Only our unit says anything, because software switched something on or off.</summary>
    public bool IsOfSwitch => Recorded is null && Trigger is SystemReset or RegisterWrite { Offset: Gcmd.Offset };

    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Line ?? Trigger.Line,
        Recorded?.Text ?? Trigger.Text,
        $"{NameOf(Whom)}: {Recorded?.What.ToString() ?? "nothing"}",
        $"{NameOf(Whom)}: {Actual?.ToString() ?? "nothing"}");

    private static string NameOf(Listener listener) => listener.SourceId is not { } device
        ? "interrupt entries"
        : string.Create(CultureInfo.InvariantCulture, $"{new SourceId(device)}{(listener.Pasid is { } pasid ? $" PASID {pasid}" : "")}");

    private IEnumerable<byte[]> OfType(InvalidationQueueType type) =>
        Asked.Where(bytes => (InvalidationQueueType)InvalidationQueueDispatcher.TypeOf(bytes) == type);

    private static int Ignored(FunctionMask mask) => mask switch
    {
        FunctionMask.None => 0b000,
        FunctionMask.Bit2 => 0b100,
        FunctionMask.Bits2To1 => 0b110,
        _ => 0b111,
    };
}
