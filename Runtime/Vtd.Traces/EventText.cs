using System.Globalization;
using System.Text;

namespace Vtd.Traces;

/// <summary>Converts events to lines of recordings and back.</summary>
public static class EventText
{
    /// <summary>Formats an event as a line.</summary>
    /// <exception cref="ArgumentException">The format has no line for the event.</exception>
    public static string Of(TraceEvent one) => one switch
    {
        RegisterRead read => Text($"RR {read.Offset:x} {read.Size} {read.Value:x}{(read.IsOutOfRange ? " oor" : "")}"),
        RegisterWrite write => Text($"RW {write.Offset:x} {write.Size} {write.Value:x}{(write.IsOutOfRange ? " oor" : "")}"),
        SystemReset reset => Text($"RS {reset.Number}"),
        MemoryRead read => Text($"MR {Access(read.Kind, read.Address, read.Bytes, read.Failed)}"),
        MemoryWrite write => Text($"MW {Access(write.Kind, write.Address, write.Bytes, write.Failed)}"),
        MessageSent sent => Text($"IM {sent.Address:x} {sent.Data:x}"),
        TranslationRequest request => Text($"TQ {Requester(request.SourceId, request.Pasid)} {request.Address:x} {Direction(request.IsWrite)}"),
        TranslationResult result => Text($"TR {result.Page:x} {result.Mask:x} {Rights(result.CanRead, result.CanWrite)}{(result.IsPassThrough ? " pt" : "")}"),
        TranslationBlocked blocked => Text($"TX {blocked.Mask:x}"),
        InterruptRequested request => Text($"IQ {request.SourceId ?? InterruptRequested.NoSource:x4} {request.Address:x} {request.Data:x} {(request.IsQuery ? 'q' : 'f')}"),
        InterruptDelivered delivered => Text($"IR {delivered.Address:x} {delivered.Data:x}"),
        InterruptBlocked => "IX",
        FaultMet fault => Fault(fault),
        FaultEnded ended => Ending(ended),
        QueueStopped stopped => Text($"QE head={stopped.Head:x} tail={stopped.Tail:x}"),
        Notified told => Notification(told),
        AtsRequested request => Text($"AT {Requester(request.SourceId, request.Pasid)} {request.Address:x} {request.Length:x} {(request.IsWrite ? "rw" : "r")}"),
        AtsEnded ended => Text($"XA n={ended.Count:x} err={ended.Errors:x}"),
        AtsAnswer answer => Text($"AR {answer.Input:x} {answer.Mask:x} {answer.Output:x} {Rights(answer.CanRead, answer.CanWrite)}"),
        AccessInjected access => Text($"XD {Requester(access.SourceId, access.Pasid)} {access.Address:x} {access.Length:x} {Direction(access.IsWrite)}"),
        PageRequestInjected request => Text($"XP {Requester(request.SourceId, request.Pasid)} {request.Address:x} prgi={request.Group:x} flags={(uint)request.Flags:x}"),
        InjectedEnded ended => ended.Bytes is null ? $"XR {ended.Word}" : $"XR {ended.Word} {ended.Bytes}",
        CountedEvent counted => $"{counted.Operation} {counted.Fields}",
        _ => throw new ArgumentException($"The format has no line for {one.GetType().Name}.", nameof(one)),
    };

    /// <summary>Parses a line.</summary>
    /// <param name="text">The line, without its end.</param>
    /// <param name="line">Number of the line in its file.</param>
    /// <exception cref="UnusableRecordingException">The format has no such line.</exception>
    public static TraceEvent Parse(string text, int line = 0) => EventParser.Parse(Encoding.UTF8.GetBytes(text), line);

    private static string Access(MemoryKind kind, ulong address, byte[] bytes, bool failed) =>
        Text($"{MemoryKindName.Of(kind)} {address:x} {bytes.Length} {(failed ? "! " : "")}{Convert.ToHexStringLower(bytes)}");

    private static string Requester(ushort sourceId, uint? pasid) =>
        pasid is { } tag ? Text($"{Function(sourceId)} {tag:x}") : $"{Function(sourceId)} -";

    private static string Function(ushort sourceId) => Text($"{sourceId >> 8:x2}:{sourceId & 0xFF:x2}");

    private static char Direction(bool isWrite) => isWrite ? 'w' : 'r';

    private static int Rights(bool canRead, bool canWrite) => (canRead ? 1 : 0) | (canWrite ? 2 : 0);

    private static string Fault(FaultMet fault) => fault.Kind switch
    {
        FaultKind.Interrupt => Text($"FI {fault.SourceId:x} {fault.Reason:x} {fault.Place:x}"),
        FaultKind.DisabledDma => Text($"FS {fault.SourceId:x} {fault.Reason:x} {fault.Place:x} {Direction(fault.IsWrite)}"),
        _ => Text($"FL {fault.SourceId:x} {fault.Reason:x} {fault.Place:x} {Direction(fault.IsWrite)} {(fault.Pasid is null ? 0 : 1)} {fault.Pasid ?? 0:x}"),
    };

    private static string Ending(FaultEnded ended) => ended.Ending switch
    {
        FaultEnding.Recorded => Text($"FO rec {ended.Index:x} {ended.High:x} {ended.Low:x}"),
        FaultEnding.Collapsed => "FO collapsed",
        FaultEnding.OverflowedBefore => "FO pfo",
        _ => "FO overflow",
    };

    private static string Notification(Notified told) => told.What switch
    {
        Notice.MappedNotice page => Text($"NT {Space(told.Whom)} MAP {page.Page:x} {page.Size - 1:x} {page.Output:x} {Rights(page.CanRead, page.CanWrite)}"),
        Notice.UnmappedNotice range => Text($"NU {Space(told.Whom)} {range.First:x} {range.Last:x}"),
        Notice.DeviceTlbNotice range => Text($"NT {Space(told.Whom)} DEVTLB {range.First:x} {range.Last ^ range.First:x} 0 0"),
        Notice.SwitchedNotice switched => Text($"AS {Space(told.Whom)} {(switched.IsTranslated ? 1 : 0)}"),
        Notice.InterruptsNotice when told.What == Notice.AllInterrupts => "NI 1 0 0",
        Notice.InterruptsNotice entries => Text($"NI 0 {entries.First:x} {int.Log2(entries.Count)}"),
        _ => throw new ArgumentException($"The format has no line for {told.What.GetType().Name}.", nameof(told)),
    };

    private static string Space(Listener whom) => Requester(whom.SourceId.GetValueOrDefault(), whom.Pasid);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
