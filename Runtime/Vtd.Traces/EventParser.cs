using System.Text;

namespace Vtd.Traces;

/// <summary>Parses lines of recordings.</summary>
internal static class EventParser
{
    private const int RegisterBlockSize = 0x1000;
    private const int LargestGroup = 0x1FF;

    /// <summary>More bytes than a translation request asks for.</summary>
    private const ulong MostOfDeviceTlb = 1UL << 40;

    private static readonly (byte[] Name, int Fields)[] s_counted =
    [
        ("TH"u8.ToArray(), 3),
        ("TD"u8.ToArray(), 3),
        ("II"u8.ToArray(), 4),
    ];

    /// <summary>Parses one line.</summary>
    /// <param name="line">The number in the file.</param>
    /// <exception cref="UnusableRecordingException">The text is not a line of the format.</exception>
    public static TraceEvent Parse(ReadOnlySpan<byte> text, int line)
    {
        var fields = new LineFields(text, line);
        var operation = fields.Word("the operation");
        TraceEvent read = operation switch
        {
            [(byte)'R', (byte)'R'] => RegisterRead(ref fields),
            [(byte)'R', (byte)'W'] => RegisterWrite(ref fields),
            [(byte)'R', (byte)'S'] => new SystemReset(fields.Decimal("the number of the reset", 1, int.MaxValue)),
            [(byte)'M', (byte)'R'] => MemoryRead(ref fields),
            [(byte)'M', (byte)'W'] => MemoryWrite(ref fields),
            [(byte)'I', (byte)'M'] => new MessageSent(fields.Hex("the address"), (uint)fields.Hex("the data", uint.MaxValue)),
            [(byte)'T', (byte)'Q'] => TranslationRequest(ref fields),
            [(byte)'T', (byte)'R'] => TranslationResult(ref fields),
            [(byte)'T', (byte)'X'] => TranslationBlocked(ref fields),
            [(byte)'I', (byte)'Q'] => InterruptRequested(ref fields),
            [(byte)'I', (byte)'R'] => new InterruptDelivered(fields.Hex("the address"), (uint)fields.Hex("the data", uint.MaxValue)),
            [(byte)'I', (byte)'X'] => new InterruptBlocked(),
            [(byte)'F', (byte)'L'] => FaultReported(ref fields),
            [(byte)'F', (byte)'S'] => DmaFault(FaultKind.DisabledDma, ref fields),
            [(byte)'F', (byte)'I'] => InterruptFault(ref fields),
            [(byte)'F', (byte)'O'] => FaultEnded(ref fields),
            [(byte)'Q', (byte)'E'] => QueueStopped(ref fields),
            [(byte)'N', (byte)'T'] => Notification(ref fields),
            [(byte)'N', (byte)'U'] => RangeUnmapped(ref fields),
            [(byte)'N', (byte)'I'] => InterruptEntriesInvalidated(ref fields),
            [(byte)'A', (byte)'S'] => AddressSpaceSwitched(ref fields),
            [(byte)'A', (byte)'T'] => AtsRequested(ref fields),
            [(byte)'A', (byte)'R'] => AtsAnswer(ref fields),
            [(byte)'X', (byte)'A'] => AtsEnded(ref fields),
            [(byte)'X', (byte)'D'] => AccessInjected(ref fields),
            [(byte)'X', (byte)'P'] => PageRequestInjected(ref fields),
            [(byte)'X', (byte)'R'] => InjectedEnded(ref fields),
            _ => CountedEvent(ref fields, operation),
        };
        fields.End();
        // Most lines are memory reads, whose texts are not shown.
        return read with { Line = line, Text = read is Traces.MemoryRead or Traces.CountedEvent ? "" : fields.Text };
    }

    private static RegisterRead RegisterRead(ref LineFields fields)
    {
        var (offset, size, value) = RegisterAccess(ref fields);
        return new RegisterRead(offset, size, value) { IsOutOfRange = fields.TryTake("oor"u8) };
    }

    private static RegisterWrite RegisterWrite(ref LineFields fields)
    {
        var (offset, size, value) = RegisterAccess(ref fields);
        return new RegisterWrite(offset, size, value) { IsOutOfRange = fields.TryTake("oor"u8) };
    }

    private static (int Offset, int Size, ulong Value) RegisterAccess(ref LineFields fields)
    {
        var offset = (int)fields.Hex("the offset", RegisterBlockSize - 1);
        var size = fields.Decimal("the size", 1, 8);
        return (offset, size, fields.Hex("the value", ulong.MaxValue >> (64 - 8 * size)));
    }

    private static MemoryRead MemoryRead(ref LineFields fields)
    {
        var (kind, address, length) = MemoryAccess(ref fields);
        var failed = fields.TryTake("!"u8);
        return new MemoryRead(kind, address, fields.Bytes("the bytes", length), failed);
    }

    private static MemoryWrite MemoryWrite(ref LineFields fields)
    {
        var (kind, address, length) = MemoryAccess(ref fields);
        var failed = fields.TryTake("!"u8);
        return new MemoryWrite(kind, address, fields.Bytes("the bytes", length), failed);
    }

    private static (MemoryKind Kind, ulong Address, int Length) MemoryAccess(ref LineFields fields)
    {
        var kind = MemoryKindName.Take(ref fields);
        var address = fields.Hex("the address");
        if (address % 4 != 0)
            throw fields.Corrupt("the address is not a multiple of 4");

        var length = fields.Decimal("the length", 4, 4096);
        if (length % 4 != 0)
            throw fields.Corrupt("the length is not a multiple of 4");

        return (kind, address, length);
    }

    private static TranslationRequest TranslationRequest(ref LineFields fields)
    {
        var (function, pasid, address) = Requester(ref fields);
        return new TranslationRequest(function, pasid, address, IsWrite(ref fields));
    }

    private static (ushort Function, uint? Pasid, ulong Address) Requester(ref LineFields fields)
    {
        var function = fields.Function("the requester");
        uint? pasid = fields.TryTake("-"u8) ? null : (uint)fields.Hex("the PASID", 0xFFFFF);
        return (function, pasid, fields.Hex("the address"));
    }

    /// <summary>`FUNCTION PASID ADDRESS LENGTH r/rw`</summary>
    private static AtsRequested AtsRequested(ref LineFields fields)
    {
        var (function, pasid, address) = Requester(ref fields);
        var length = fields.Hex("the length", MostOfDeviceTlb);
        var isWrite = fields.TryTake("rw"u8);
        if (!isWrite && !fields.TryTake("r"u8))
            throw fields.Corrupt("the access is neither r nor rw");
        return new AtsRequested(function, pasid, address, length, isWrite);
    }

    private static AtsAnswer AtsAnswer(ref LineFields fields)
    {
        var input = fields.Hex("the address");
        var mask = fields.Hex("the address mask");
        var output = fields.Hex("the page");
        var permission = fields.Decimal("the permission", 0, 3);
        return new AtsAnswer(input, output, mask, (permission & 1) != 0, (permission & 2) != 0);
    }

    /// <summary>`FUNCTION PASID ADDRESS LENGTH r/w`</summary>
    private static AccessInjected AccessInjected(ref LineFields fields)
    {
        var (function, pasid, address) = Requester(ref fields);
        var length = fields.Hex("the length");
        return new AccessInjected(function, pasid, address, length, IsWrite(ref fields));
    }

    /// <summary>`FUNCTION PASID ADDRESS prgi=GROUP flags=FLAGS`</summary>
    private static PageRequestInjected PageRequestInjected(ref LineFields fields)
    {
        var (function, pasid, address) = Requester(ref fields);
        if (!fields.TryTakeHex("prgi="u8, out var group) || group > LargestGroup || !fields.TryTakeHex("flags="u8, out var flags))
            throw fields.Corrupt("prgi= or flags= is missing or too large");
        return new PageRequestInjected(function, pasid, address, (ushort)group, (PageRequestFlags)flags);
    }

    /// <summary>`ok BYTES`, `err BYTES`, or an error number of Linux: 0, -1 or -28 (no space).</summary>
    private static InjectedEnded InjectedEnded(ref LineFields fields)
    {
        var word = Encoding.ASCII.GetString(fields.Word("the ending"));
        var ending = word switch
        {
            "ok" or "0" => InjectedEnding.Done,
            "err" or "-1" => InjectedEnding.Refused,
            "-28" => InjectedEnding.Overflowed,
            _ => throw fields.Corrupt("how the access or the request ended is unknown"),
        };
        return new InjectedEnded(ending, word) { Bytes = fields.AtEnd ? null : Encoding.ASCII.GetString(fields.Word("the bytes")) };
    }

    private static bool IsWrite(ref LineFields fields)
    {
        var isWrite = fields.TryTake("w"u8);
        return isWrite || fields.TryTake("r"u8) ? isWrite : throw fields.Corrupt("the access is neither r nor w");
    }

    private static TranslationResult TranslationResult(ref LineFields fields)
    {
        var page = fields.Hex("the page");
        var mask = fields.Hex("the address mask");
        var permission = fields.Decimal("the permission", 0, 3);
        return new TranslationResult(page, mask, (permission & 1) != 0, (permission & 2) != 0, fields.TryTake("pt"u8));
    }

    private static TranslationBlocked TranslationBlocked(ref LineFields fields)
    {
        return new TranslationBlocked(fields.Hex("the address mask"));
    }

    private static InterruptRequested InterruptRequested(ref LineFields fields)
    {
        var source = SourceId(ref fields);
        var address = fields.Hex("the address");
        var data = (uint)fields.Hex("the data", uint.MaxValue);
        var isQuery = fields.TryTake("q"u8);
        if (!isQuery && !fields.TryTake("f"u8))
            throw fields.Corrupt("the request is neither f nor q");

        return new InterruptRequested(source == Traces.InterruptRequested.NoSource ? null : source, address, data) { IsQuery = isQuery };
    }

    private static FaultMet FaultReported(ref LineFields fields)
    {
        var fault = DmaFault(FaultKind.Dma, ref fields);
        var withPasid = fields.Decimal("PP", 0, 1) == 1;
        var pasid = (uint)fields.Hex("the PASID", uint.MaxValue);
        return fault with { Pasid = withPasid ? pasid : null };
    }

    private static FaultMet DmaFault(FaultKind kind, ref LineFields fields)
    {
        var source = SourceId(ref fields);
        var reason = Reason(ref fields);
        var address = fields.Hex("the address");
        return new FaultMet(kind, reason, source, address, Pasid: null) { IsWrite = IsWrite(ref fields) };
    }

    private static FaultMet InterruptFault(ref LineFields fields)
    {
        var source = SourceId(ref fields);
        var reason = Reason(ref fields);
        return new FaultMet(FaultKind.Interrupt, reason, source, fields.Hex("the interrupt index", ushort.MaxValue), Pasid: null);
    }

    /// <summary>`rec INDEX HIGH LOW`, `collapsed`, `overflow` or `pfo`.</summary>
    private static FaultEnded FaultEnded(ref LineFields fields)
    {
        if (fields.TryTake("collapsed"u8))
            return new FaultEnded(FaultEnding.Collapsed);
        if (fields.TryTake("overflow"u8))
            return new FaultEnded(FaultEnding.Overflowed);
        if (fields.TryTake("pfo"u8))
            return new FaultEnded(FaultEnding.OverflowedBefore);
        if (!fields.TryTake("rec"u8))
            throw fields.Corrupt("what became of the fault is unknown");
        return new FaultEnded(FaultEnding.Recorded)
        {
            Index = fields.Hex("the index"),
            High = fields.Hex("the high half"),
            Low = fields.Hex("the low half"),
        };
    }

    private static QueueStopped QueueStopped(ref LineFields fields)
    {
        if (!fields.TryTakeHex("head="u8, out var head) || !fields.TryTakeHex("tail="u8, out var tail))
            throw fields.Corrupt("head= or tail= is missing");

        return new QueueStopped(head, tail);
    }

    private static AtsEnded AtsEnded(ref LineFields fields)
    {
        if (!fields.TryTakeHex("n="u8, out var count) || !fields.TryTakeHex("err="u8, out var errors))
            throw fields.Corrupt("n= or err= is missing");

        return new AtsEnded(count, errors);
    }

    /// <summary>`FUNCTION PASID TYPE ADDRESS MASK OUTPUT PERMISSION`</summary>
    private static Notified Notification(ref LineFields fields)
    {
        var whom = AddressSpace(ref fields);
        var isMap = fields.TryTake("MAP"u8);
        var isDeviceTlb = !isMap && fields.TryTake("DEVTLB"u8);
        if (!isMap && !isDeviceTlb && !fields.TryTake("UNMAP"u8))
            throw fields.Corrupt("the notification is neither MAP, UNMAP nor DEVTLB");

        var address = fields.Hex("the address");
        var mask = fields.Hex("the address mask");
        var output = fields.Hex("the output address");
        var permission = fields.Decimal("the permission", 0, 3);
        var what = isMap ? Notice.Mapped(address, mask + 1, output, (permission & 1) != 0, (permission & 2) != 0)
            : isDeviceTlb ? Notice.DeviceTlb(address, address | mask)
            : Notice.Unmapped(address, address | mask);
        return new Notified(whom, what);
    }

    private static Notified RangeUnmapped(ref LineFields fields)
    {
        var whom = AddressSpace(ref fields);
        return new Notified(whom, Notice.Unmapped(fields.Hex("the first address"), fields.Hex("the last address")));
    }

    /// <summary>`GLOBAL INDEX MASK`</summary>
    private static Notified InterruptEntriesInvalidated(ref LineFields fields)
    {
        var isGlobal = fields.Decimal("whether it is all", 0, 1) == 1;
        var index = (int)fields.Hex("the interrupt index", ushort.MaxValue);
        var mask = (int)fields.Hex("the index mask", 31);
        var what = isGlobal || mask >= 16 ? Notice.AllInterrupts : Notice.Interrupts(index >> mask << mask, 1 << mask);
        return new Notified(Listener.OfInterrupts, what);
    }

    private static Notified AddressSpaceSwitched(ref LineFields fields)
    {
        var whom = AddressSpace(ref fields);
        return new Notified(whom, Notice.Switched(fields.Decimal("whether it is translated", 0, 1) == 1));
    }

    private static Listener AddressSpace(ref LineFields fields)
    {
        var function = fields.Function("the device");
        return new Listener(function, fields.TryTake("-"u8) ? null : (uint)fields.Hex("the PASID", 0xFFFFF));
    }

    private static ushort SourceId(ref LineFields fields) => (ushort)fields.Hex("the source id", ushort.MaxValue);

    private static byte Reason(ref LineFields fields) => (byte)fields.Hex("the fault reason", byte.MaxValue);

    private static CountedEvent CountedEvent(ref LineFields fields, ReadOnlySpan<byte> name)
    {
        foreach (var (operation, count) in s_counted)
        {
            if (!name.SequenceEqual(operation))
                continue;
            var words = new List<string>();
            while (!fields.AtEnd)
                words.Add(Encoding.UTF8.GetString(fields.Word("a field")));
            return words.Count == count
                ? new CountedEvent(Encoding.ASCII.GetString(operation), string.Join(' ', words))
                : throw fields.Corrupt($"{Encoding.ASCII.GetString(operation)} does not have {words.Count} fields");
        }

        throw fields.Corrupt("the operation is unknown");
    }
}
