using System.Globalization;
using Vtd.Runtime;
using Vtd.Runtime.Architecture;
using Vtd.Tool.Recordings;
using Vtd.Tool.Replay.Summary;

namespace Vtd.Tool.Replay;

/// <summary>The unit did other than the recording says.</summary>
internal abstract record Difference
{
    /// <summary>Where it is: line of the recording and kind. Two at the same place count as one.</summary>
    public (int Line, Type Kind) Place(RegisterText registers) => (Describe(registers).Line, GetType());

    /// <summary>The difference for people.</summary>
    public abstract Mismatch Describe(RegisterText registers);

    protected static string Hex(ulong value) => $"0x{value.ToString("x", CultureInfo.InvariantCulture)}";
}

/// <summary>A register read gave another value.</summary>
/// <param name="Register">The register's type; none if there is none.</param>
/// <param name="Capabilities">What the unit is capable of.</param>
internal sealed record RegisterDifference(RegisterRead Recorded, ulong Actual, string? Register, VtdCapabilities Capabilities) : Difference
{
    /// <summary>The bits that differ.</summary>
    public ulong Bits => Recorded.Value ^ Actual;

    public override Mismatch Describe(RegisterText registers) => new(
        Recorded.Line, Recorded.Text, registers.Describe(Recorded.Offset, Recorded.Value), registers.Describe(Recorded.Offset, Actual));
}

/// <summary>A memory write differs, is missing (no actual one) or came on top (no recorded one).</summary>
/// <param name="Trigger">What happened to the unit.</param>
/// <param name="Descriptors">The invalidation descriptors that the recorded unit read, which say what the write is.</param>
internal sealed record MemoryWriteDifference(
    FedEvent Trigger, MemoryWrite? Recorded, MemoryWriteDone? Actual, IReadOnlyList<MemoryRead> Descriptors) : Difference
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
/// <param name="Trigger">What happened to the unit.</param>
internal sealed record InterruptDifference(FedEvent Trigger, MessageSent? Recorded, Message? Actual) : Difference
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
    /// <summary>Whether there is none.</summary>
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
            DmaOutcome.Blocked => $"blocked, fault {Hex(Actual.FaultReason)}",
            _ => "an interrupt request",
        });

    private static string Rights(bool canRead, bool canWrite) => (canRead, canWrite) switch
    {
        (true, true) => "read and write",
        (true, false) => "read",
        (false, true) => "write",
        _ => "no right",
    };
}

/// <summary>An interrupt request was answered otherwise.</summary>
/// <param name="Recorded">The message; none if the request was blocked.</param>
/// <param name="Line">The line that tells.</param>
/// <param name="WantsExtended">Software asked for 32-bit destinations, which the unit does not have (EIME without ECAP.EIM).</param>
internal sealed record RemappedInterruptDifference(
    InterruptRequested Request, InterruptDelivered? Recorded, TraceEvent Line, InterruptResult Actual, bool WantsExtended) : Difference
{
    /// <summary>Whether there is none.</summary>
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
        : $"blocked, fault {Hex(Actual.FaultReason)}");

    private static string Text(ulong address, uint data) => $"{Hex(data)} to {Hex(address)}";
}

/// <summary>A fault differs, is missing (no actual one) or came on top (no recorded one).</summary>
/// <param name="Trigger">What happened to the unit.</param>
internal sealed record FaultDifference(FedEvent Trigger, RecordedFault? Recorded, ReportedFault? Actual) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Met.Line ?? Trigger.Line,
        Recorded?.Met.Text ?? Trigger.Text,
        Recorded is null ? "no fault" : Text(Recorded.Met.Reason, Recorded.Met.SourceId, Recorded.Met.Information, Recorded.Met.Pasid, Recorded.Fate),
        Actual is { } met ? Text(met.Reason, met.SourceId, met.Information, met.Pasid, met.Fate) : "no fault");

    private static string Text(byte reason, ushort sourceId, ulong information, uint? pasid, FaultFate? fate) => string.Create(
        CultureInfo.InvariantCulture,
        $"fault 0x{reason:x2} of {FunctionName.Of(sourceId)}{(pasid is null ? "" : $" PASID {pasid}")}, information 0x{information:x}, {fate}");
}

/// <summary>The queue stopped where the recorded one did not, or the other way.</summary>
/// <param name="Trigger">What happened to the unit.</param>
internal sealed record QueueErrorDifference(FedEvent Trigger, QueueStopped? Recorded) : Difference
{
    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Line ?? Trigger.Line,
        Recorded?.Text ?? Trigger.Text,
        Recorded is null ? "no queue error" : "a queue error",
        Recorded is null ? "a queue error" : "no queue error");
}

/// <summary>A listener was told something else, nothing (no actual one), or more (no recorded one).</summary>
/// <param name="Trigger">What happened to the unit.</param>
/// <param name="WasToldAtSwitch">The recorded one was told by our unit when translation was switched on.</param>
/// <param name="HasDeviceTlbs">The unit knows of device TLBs (ECAP.DT).</param>
/// <param name="HasInterruptRemapping">The unit remaps interrupts (ECAP.IR).</param>
/// <param name="Asked">The invalidations that the recorded unit fetched from the queue.</param>
internal sealed record NotificationDifference(
    FedEvent Trigger, Listener Whom, Notified? Recorded, string? Actual, bool WasToldAtSwitch, bool HasDeviceTlbs, bool HasInterruptRemapping,
    IReadOnlySet<InvalidationQueueType> Asked) : Difference
{
    /// <summary>Software asked for an invalidation of the PASID cache.</summary>
    public bool AsksForPasids => Asked.Contains(InvalidationQueueType.PasidCacheInvalidate);

    /// <summary>Software asked for an invalidation of the context cache or of the PASID cache.</summary>
    public bool AsksForEntries => AsksForPasids || Asked.Contains(InvalidationQueueType.ContextCacheInvalidate);

    /// <summary>Software asked for an invalidation of the IOTLB by domain or page.</summary>
    public bool AsksForPages => Asked.Contains(InvalidationQueueType.IotlbInvalidate);

    /// <summary>Only our unit says anything, because software switched something on or off.</summary>
    public bool IsOfSwitch => Recorded is null && Trigger is SystemReset or RegisterWrite { Offset: Gcmd.Offset };

    public override Mismatch Describe(RegisterText registers) => new(
        Recorded?.Line ?? Trigger.Line,
        Recorded?.Text ?? Trigger.Text,
        $"{Whom}: {Recorded?.What ?? "nothing"}",
        $"{Whom}: {Actual ?? "nothing"}");
}
