using System.Globalization;
using System.IO.Compression;
using System.Text;
using Vtd.Runtime;
using Vtd.Runtime.Architecture;

namespace Vtd.Machine.Recording;

/// <summary>Writes what happens to a unit, and what the unit does, in the format vtdtrace 1.</summary>
/// <remarks>It stands between the unit and its memory and messages. What the unit does is kept until the one who gave rise to it says what that was.</remarks>
internal sealed class UnitRecorder : IGuestMemory, IUnitObserver, IMessageSink, IAccessObserver, IDisposable
{
    private const int LongestLine = 4096;
    private const ulong SmallPage = 4096;

    // The format gives addresses and interrupt indexes as they are, a fault record what FI holds.
    private const int PageShift = 12;
    private const int InterruptIndexShift = 36;

    private readonly IGuestMemory _memory;
    private readonly IMessageSink _messages;
    private readonly TextWriter _lines;
    private readonly StringBuilder _effects = new();
    private Occasion _occasion;
    private int _resets;

    /// <param name="path">The file to write; packed with gzip if its name ends in .gz.</param>
    /// <param name="options">What the unit is capable of.</param>
    /// <param name="memory">The unit's memory.</param>
    /// <param name="messages">Where the unit's own interrupts go.</param>
    public UnitRecorder(string path, VtdUnitOptions options, IGuestMemory memory, IMessageSink messages)
    {
        _memory = memory;
        _messages = messages;
        Stream file = File.Create(path);
        if (path.EndsWith(".gz", StringComparison.Ordinal))
            file = new GZipStream(file, CompressionLevel.Fastest);
        _lines = new StreamWriter(file) { NewLine = "\n" };
        var registers = options.Capabilities.ToRegisters();
        _lines.WriteLine(Text($"# vtdtrace 1 vtd cap={registers.Capability:x} ecap={registers.ExtendedCapability:x} aw={options.UsedHostAddressWidth}"));
        ResetDone();
    }

    /// <summary>The unit, whose registers tell where its queue is. Set once it is made.</summary>
    public VtdUnit? Unit { get; set; }

    /// <summary>Software read a register.</summary>
    public void RegisterRead(int offset, int size, ulong value) => End(Text($"RR {offset:x} {size} {value:x}"));

    /// <summary>Software wrote a register.</summary>
    public void RegisterWritten(int offset, int size, ulong value) => End(Text($"RW {offset:x} {size} {value:x}"));

    /// <summary>A device was answered. An interrupt request is not recorded here.</summary>
    public void Translated(in DmaRequest request, in DmaResult result)
    {
        if (result.Outcome == DmaOutcome.Interrupt)
            return;
        var mask = result.Page.Size - 1;
        Add(result.Outcome == DmaOutcome.Allowed ? Text($"TR {result.Page.Output & ~mask:x} {mask:x} {Rights(result.Page)}") : "TX fff");
        End(Text($"TQ {Requester(request.SourceId, request.Pasid)} {request.Address:x} {(request.Access == DmaAccess.Write ? 'w' : 'r')}"));
    }

    /// <summary>A device TLB was answered: about one page, of the size that the unit gave.</summary>
    public void Translated(in AtsRequest request, in AtsResult result)
    {
        var isThere = result.Page.Permissions != PagePermissions.None;
        Add(Text($"XA n=1 err={(isThere ? 0 : 1)}"));
        Add(isThere
            ? Text($"AR {request.Address & ~(result.Page.Size - 1):x} {result.Page.Size - 1:x} {result.Page.Output:x} {Rights(result.Page)}")
            : "AR 0 fff 0 0");
        End(Text($"AT {Requester(request.SourceId, request.Pasid)} {request.Address:x} {Math.Max(result.Page.Size, SmallPage):x} {(request.NoWrite ? "r" : "rw")}"));
    }

    /// <summary>A page request was answered.</summary>
    public void Requested(in PageRequest request, in PageRequestResult result)
    {
        Add(result.Outcome switch { PageRequestOutcome.Queued => "XR 0 -", PageRequestOutcome.Overflowed => "XR -28 -", _ => "XR -1 -" });
        var flags = (request.IsPrivileged ? 0x2 : 0) | (request.Execute ? 0x4 : 0) | (request.IsLast ? 0x8 : 0) | (request.Read ? 0x10 : 0) | (request.Write ? 0x20 : 0);
        End(Text($"XP {Requester(request.SourceId, request.Pasid)} {request.Address:x} prgi={request.Group:x} flags={flags:x}"));
    }

    /// <summary>An interrupt request was answered.</summary>
    public void Remapped(in InterruptRequest request, in InterruptResult result)
    {
        Add(result.Outcome is InterruptOutcome.Blocked or InterruptOutcome.Posted ? "IX" : Text($"IR {result.Address:x} {result.Data:x}"));
        End(Text($"IQ {request.SourceId ?? 0xFFFF:x4} {request.Address:x} {request.Data:x} f"));
    }

    /// <summary>A system reset was done.</summary>
    public void ResetDone() => End(Text($"RS {++_resets}"));

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        var isDone = _memory.TryRead(address, destination);
        if (!isDone)
            destination.Clear();
        for (var at = 0; at < destination.Length;)
        {
            var (kind, length) = KindOf(address + (ulong)at, destination.Length - at);
            Add(Text($"MR {kind} {address + (ulong)at:x} {length} {(isDone ? "" : "! ")}{Convert.ToHexStringLower(destination.Slice(at, length))}"));
            at += length;
        }

        return isDone;
    }

    /// <inheritdoc/>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
    {
        var isDone = _memory.TryWrite(address, source);
        Add(Text($"MW {(_occasion == Occasion.PageRequest ? "pr" : "qs")} {address:x} {source.Length} {(isDone ? "" : "! ")}{Convert.ToHexStringLower(source)}"));
        return isDone;
    }

    /// <inheritdoc/>
    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        var isThere = _memory.TryCompareExchange(address, expected, value, out found);
        var kind = _occasion == Occasion.Interrupt ? "irte" : "pte";
        Add(Text($"MR {kind} {address:x} 8 {(isThere ? "" : "! ")}{Convert.ToHexStringLower(BitConverter.GetBytes(found))}"));
        if (isThere && found == expected)
            Add(Text($"MW ad {address:x} 8 {Convert.ToHexStringLower(BitConverter.GetBytes(value))}"));
        return isThere;
    }

    /// <inheritdoc/>
    public void FaultReported(in ReportedFault fault)
    {
        if (_occasion == Occasion.Interrupt)
        {
            if (fault.Disposition == FaultDisposition.Disabled)
                return;
            Add(Text($"FI {fault.SourceId:x} {fault.Reason:x} {fault.Information >> InterruptIndexShift:x}"));
        }
        else
        {
            var address = fault.Information << PageShift;
            Add(fault.Disposition == FaultDisposition.Disabled
                ? Text($"FS {fault.SourceId:x} {fault.Reason:x} {address:x} r")
                : Text($"FL {fault.SourceId:x} {fault.Reason:x} {address:x} r {(fault.Pasid is null ? 0 : 1)} {fault.Pasid ?? 0:x}"));
        }

        if (fault.Disposition != FaultDisposition.Disabled)
            Add(fault.Disposition switch { FaultDisposition.Recorded => "FO rec 0 0 0", FaultDisposition.Collapsed => "FO collapsed", _ => "FO overflow" });
    }

    /// <inheritdoc/>
    public void QueueStopped(byte reason, int head) => Add(Text($"QE head={head:x} tail={Unit?.Registers.IQT.Value ?? 0:x}"));

    /// <inheritdoc/>
    public void Send(ulong address, uint data)
    {
        Add(Text($"IM {address:x} {data:x}"));
        _messages.Send(address, data);
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private static string Requester(ushort sourceId, uint? pasid) => Text($"{sourceId >> 8:x2}:{sourceId & 0xFF:x2} {(pasid is { } given ? Text($"{given:x}") : "-")}");

    private static int Rights(in PageTranslation page) =>
        (page.Permissions.HasFlag(PagePermissions.Read) ? 1 : 0) | (page.Permissions.HasFlag(PagePermissions.Write) ? 2 : 0);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Begins(Occasion occasion)
    {
        _effects.Clear();
        _occasion = occasion;
    }

    private void Add(string line) => _effects.Append(line).Append('\n');

    private void End(string trigger)
    {
        _lines.WriteLine(trigger);
        _lines.Write(_effects);
        _effects.Clear();
    }

    /// <summary>What a read is for, as far as its place and length tell, and how much of it is one line.</summary>
    private (string Kind, int Length) KindOf(ulong address, int length)
    {
        if (_occasion == Occasion.Interrupt)
            return ("irte", length);
        if (_occasion == Occasion.Register && Unit?.Registers.IQA is { } queue && address - queue.IQA < QueueBytes(queue))
            return ("qd", Math.Min(length, queue.DW == DescriptorWidth.Bits256 ? 32 : 16));
        var kind = length switch
        {
            64 => "pe",
            32 => "ce",
            16 when Unit is not null && address - Unit.Pointers.Root.RTA < LongestLine => "re",
            16 => "ce",
            _ => "pte",
        };
        return (kind, Math.Min(length, LongestLine));
    }

    private static ulong QueueBytes(Iqa queue) => 1UL << (queue.QS + PageShift);
}
