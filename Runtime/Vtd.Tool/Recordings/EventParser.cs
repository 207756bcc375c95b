using Vtd.Runtime;

namespace Vtd.Tool.Recordings;

/// <summary>One line of a recording to one event.</summary>
internal static class EventParser
{
    private const int RegisterBlockSize = 0x1000;
    private const int LargestGroup = 0x1FF;

    /// <summary>More bytes than a translation request asks for.</summary>
    private const ulong MostOfDeviceTlb = 1UL << 40;

    /// <summary>The source id of interrupts whose source the recorded machine did not know.</summary>
    private const ushort NoSource = 0xffff;

    // The format gives addresses and interrupt indexes where a fault recording register has its field FI.
    private const int PageShift = 12;
    private const int InterruptIndexShift = 36;

    private static readonly (byte[] Name, MemoryKind Kind)[] KindNames =
    [
        ("pe"u8.ToArray(), MemoryKind.PasidEntry),
        ("pde"u8.ToArray(), MemoryKind.PasidDirectoryEntry),
        ("pte"u8.ToArray(), MemoryKind.PagingEntry),
        ("re"u8.ToArray(), MemoryKind.RootEntry),
        ("ce"u8.ToArray(), MemoryKind.ContextEntry),
        ("irte"u8.ToArray(), MemoryKind.InterruptEntry),
        ("qd"u8.ToArray(), MemoryKind.InvalidationDescriptor),
        ("qs"u8.ToArray(), MemoryKind.WaitStatus),
        ("ad"u8.ToArray(), MemoryKind.AccessedDirty),
        ("pr"u8.ToArray(), MemoryKind.PageRequest),
    ];

    public static TraceEvent Parse(ReadOnlySpan<byte> text, int line)
    {
        var fields = new LineFields(text, line);
        var operation = fields.Word("the operation");
        TraceEvent read = operation switch
        {
            [(byte)'R', (byte)'R'] => RegisterRead(ref fields),
            [(byte)'R', (byte)'W'] => RegisterWrite(ref fields),
            [(byte)'R', (byte)'S'] => new SystemReset(line, fields.Text, fields.Decimal("the number of the reset", 1, int.MaxValue)),
            [(byte)'M', (byte)'R'] => MemoryRead(ref fields),
            [(byte)'M', (byte)'W'] => MemoryWrite(ref fields),
            [(byte)'I', (byte)'M'] => new MessageSent(line, fields.Text, fields.Hex("the address"), (uint)fields.Hex("the data", uint.MaxValue)),
            [(byte)'T', (byte)'Q'] => TranslationRequest(ref fields),
            [(byte)'T', (byte)'R'] => TranslationResult(ref fields),
            [(byte)'T', (byte)'X'] => TranslationBlocked(ref fields),
            [(byte)'I', (byte)'Q'] => InterruptRequested(ref fields),
            [(byte)'I', (byte)'R'] => new InterruptDelivered(line, fields.Text, fields.Hex("the address"), (uint)fields.Hex("the data", uint.MaxValue)),
            [(byte)'I', (byte)'X'] => new InterruptBlocked(line, fields.Text),
            [(byte)'F', (byte)'L'] => FaultReported(ref fields),
            [(byte)'F', (byte)'S'] => FaultDisabled(ref fields),
            [(byte)'F', (byte)'I'] => InterruptFault(ref fields),
            [(byte)'F', (byte)'O'] => FaultEnded(ref fields),
            [(byte)'Q', (byte)'E'] => QueueStopped(ref fields),
            [(byte)'N', (byte)'T'] => Notification(ref fields),
            [(byte)'N', (byte)'U'] => RangeUnmapped(ref fields),
            [(byte)'N', (byte)'I'] => InterruptEntriesInvalidated(ref fields),
            [(byte)'A', (byte)'S'] => AddressSpaceSwitched(ref fields),
            [(byte)'A', (byte)'T'] => AtsRequested(ref fields),
            [(byte)'A', (byte)'R'] => AtsAnswer(ref fields),
            [(byte)'X', (byte)'D'] => AccessInjected(ref fields),
            [(byte)'X', (byte)'P'] => PageRequestInjected(ref fields),
            [(byte)'X', (byte)'R'] => InjectedEnded(ref fields),
            _ => OtherEvent(ref fields, operation),
        };
        fields.End();
        return read;
    }

    private static RegisterRead RegisterRead(ref LineFields fields)
    {
        var (offset, size, value) = RegisterAccess(ref fields);
        fields.TryTake("oor"u8);
        return new RegisterRead(fields.Line, fields.Text, offset, size, value);
    }

    private static RegisterWrite RegisterWrite(ref LineFields fields)
    {
        var (offset, size, value) = RegisterAccess(ref fields);
        fields.TryTake("oor"u8);
        return new RegisterWrite(fields.Line, fields.Text, offset, size, value);
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
        return new MemoryRead(fields.Line, kind, address, fields.Bytes("the bytes", length), failed);
    }

    private static MemoryWrite MemoryWrite(ref LineFields fields)
    {
        var (kind, address, length) = MemoryAccess(ref fields);
        var failed = fields.TryTake("!"u8);
        return new MemoryWrite(fields.Line, fields.Text, kind, address, fields.Bytes("the bytes", length), failed);
    }

    private static (MemoryKind Kind, ulong Address, int Length) MemoryAccess(ref LineFields fields)
    {
        var kind = Kind(ref fields);
        var address = fields.Hex("the address");
        if (address % 4 != 0)
            throw fields.Corrupt("the address is not a multiple of 4");

        var length = fields.Decimal("the length", 4, 4096);
        if (length % 4 != 0)
            throw fields.Corrupt("the length is not a multiple of 4");

        return (kind, address, length);
    }

    private static MemoryKind Kind(ref LineFields fields)
    {
        foreach (var (name, kind) in KindNames)
        {
            if (fields.TryTake(name))
                return kind;
        }

        throw fields.Corrupt("the kind of memory access is unknown");
    }

    private static TranslationRequest TranslationRequest(ref LineFields fields)
    {
        var (function, pasid, address) = Requester(ref fields);
        return new TranslationRequest(fields.Line, fields.Text, function, pasid, address, IsWrite(ref fields));
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
        return new AtsRequested(fields.Line, fields.Text, function, pasid, address, length, isWrite);
    }

    private static AtsAnswer AtsAnswer(ref LineFields fields)
    {
        fields.Hex("the address");
        var mask = fields.Hex("the address mask");
        var output = fields.Hex("the page");
        var permission = fields.Decimal("the permission", 0, 3);
        return new AtsAnswer(fields.Line, fields.Text, output, mask, (permission & 1) != 0, (permission & 2) != 0);
    }

    /// <summary>`FUNCTION PASID ADDRESS LENGTH r/w`</summary>
    private static AccessInjected AccessInjected(ref LineFields fields)
    {
        var (function, pasid, address) = Requester(ref fields);
        fields.Hex("the length");
        return new AccessInjected(fields.Line, fields.Text, function, pasid, address, IsWrite(ref fields));
    }

    /// <summary>`FUNCTION PASID ADDRESS prgi=GROUP flags=FLAGS`</summary>
    private static PageRequestInjected PageRequestInjected(ref LineFields fields)
    {
        const ulong Privileged = 2, Execute = 4, Last = 8, Read = 0x10, Write = 0x20;
        var (function, pasid, address) = Requester(ref fields);
        if (!fields.TryTakeHex("prgi="u8, out var group) || group > LargestGroup || !fields.TryTakeHex("flags="u8, out var flags))
            throw fields.Corrupt("prgi= or flags= is missing or too large");
        var request = new PageRequest(function, address, (ushort)group)
        {
            Pasid = pasid,
            IsPrivileged = (flags & Privileged) != 0,
            Execute = (flags & Execute) != 0,
            IsLast = (flags & Last) != 0,
            Read = (flags & Read) != 0,
            Write = (flags & Write) != 0,
        };
        return new PageRequestInjected(fields.Line, fields.Text, request);
    }

    /// <summary>`ok BYTES`, `err BYTES`, or an error number of Linux: 0, -1 or -28 (no space).</summary>
    private static InjectedEnded InjectedEnded(ref LineFields fields)
    {
        var ending = fields.TryTake("ok"u8) || fields.TryTake("0"u8) ? InjectedEnding.Done
            : fields.TryTake("err"u8) || fields.TryTake("-1"u8) ? InjectedEnding.Refused
            : fields.TryTake("-28"u8) ? InjectedEnding.Overflowed
            : throw fields.Corrupt("how the access or the request ended is unknown");
        if (!fields.AtEnd)
            fields.Word("the bytes");
        return new InjectedEnded(fields.Line, fields.Text, ending);
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
        return new TranslationResult(fields.Line, fields.Text, page, mask, (permission & 1) != 0, (permission & 2) != 0, fields.TryTake("pt"u8));
    }

    private static TranslationBlocked TranslationBlocked(ref LineFields fields)
    {
        fields.Hex("the address mask");
        return new TranslationBlocked(fields.Line, fields.Text);
    }

    private static InterruptRequested InterruptRequested(ref LineFields fields)
    {
        var source = SourceId(ref fields);
        var address = fields.Hex("the address");
        var data = (uint)fields.Hex("the data", uint.MaxValue);
        if (!fields.TryTake("f"u8) && !fields.TryTake("q"u8))
            throw fields.Corrupt("the request is neither f nor q");

        return new InterruptRequested(fields.Line, fields.Text, source == NoSource ? null : source, address, data);
    }

    private static FaultMet FaultReported(ref LineFields fields)
    {
        var source = SourceId(ref fields);
        var reason = Reason(ref fields);
        var address = fields.Hex("the address");
        IsWrite(ref fields);
        var withPasid = fields.Decimal("PP", 0, 1) == 1;
        var pasid = (uint)fields.Hex("the PASID", uint.MaxValue);
        return new FaultMet(fields.Line, fields.Text, reason, source, address >> PageShift, withPasid ? pasid : null, IsDisabled: false);
    }

    private static FaultMet FaultDisabled(ref LineFields fields)
    {
        var source = SourceId(ref fields);
        var reason = Reason(ref fields);
        var address = fields.Hex("the address");
        IsWrite(ref fields);
        return new FaultMet(fields.Line, fields.Text, reason, source, address >> PageShift, Pasid: null, IsDisabled: true);
    }

    private static FaultMet InterruptFault(ref LineFields fields)
    {
        var source = SourceId(ref fields);
        var reason = Reason(ref fields);
        var index = fields.Hex("the interrupt index", ushort.MaxValue);
        return new FaultMet(fields.Line, fields.Text, reason, source, index << InterruptIndexShift, Pasid: null, IsDisabled: false);
    }

    /// <summary>`rec INDEX HIGH LOW`, `collapsed`, `overflow` or `pfo`.</summary>
    private static FaultEnded FaultEnded(ref LineFields fields)
    {
        FaultDisposition fate;
        if (fields.TryTake("rec"u8))
        {
            fate = FaultDisposition.Recorded;
            fields.Hex("the index");
            fields.Hex("the high half");
            fields.Hex("the low half");
        }
        else if (fields.TryTake("collapsed"u8))
        {
            fate = FaultDisposition.Collapsed;
        }
        else if (fields.TryTake("overflow"u8) || fields.TryTake("pfo"u8))
        {
            fate = FaultDisposition.Overflowed;
        }
        else
        {
            throw fields.Corrupt("what became of the fault is unknown");
        }

        return new FaultEnded(fields.Line, fields.Text, fate);
    }

    private static QueueStopped QueueStopped(ref LineFields fields)
    {
        if (!fields.TryTakeHex("head="u8, out _) || !fields.TryTakeHex("tail="u8, out _))
            throw fields.Corrupt("head= or tail= is missing");

        return new QueueStopped(fields.Line, fields.Text);
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
        return new Notified(fields.Line, fields.Text, whom, what);
    }

    private static Notified RangeUnmapped(ref LineFields fields)
    {
        var whom = AddressSpace(ref fields);
        return new Notified(fields.Line, fields.Text, whom, Notice.Unmapped(fields.Hex("the first address"), fields.Hex("the last address")));
    }

    /// <summary>`GLOBAL INDEX MASK`</summary>
    private static Notified InterruptEntriesInvalidated(ref LineFields fields)
    {
        var isGlobal = fields.Decimal("whether it is all", 0, 1) == 1;
        var index = (int)fields.Hex("the interrupt index", ushort.MaxValue);
        var mask = (int)fields.Hex("the index mask", 31);
        var what = isGlobal || mask >= 16 ? Notice.Interrupts(0, 1 << 16) : Notice.Interrupts(index >> mask << mask, 1 << mask);
        return new Notified(fields.Line, fields.Text, Listener.OfInterrupts, what);
    }

    private static Notified AddressSpaceSwitched(ref LineFields fields)
    {
        var whom = AddressSpace(ref fields);
        return new Notified(fields.Line, fields.Text, whom, Notice.Switched(fields.Decimal("whether it is translated", 0, 1) == 1));
    }

    private static Listener AddressSpace(ref LineFields fields)
    {
        var function = fields.Function("the device");
        return new Listener(function, fields.TryTake("-"u8) ? null : (uint)fields.Hex("the PASID", 0xFFFFF));
    }

    private static ushort SourceId(ref LineFields fields) => (ushort)fields.Hex("the source id", ushort.MaxValue);

    private static byte Reason(ref LineFields fields) => (byte)fields.Hex("the fault reason", byte.MaxValue);

    private static OtherEvent OtherEvent(ref LineFields fields, ReadOnlySpan<byte> name)
    {
        var operation = CountedOperation.Find(name) ?? throw fields.Corrupt("the operation is unknown");
        var count = 0;
        for (; !fields.AtEnd; count++)
            fields.Word("a field");

        return count == operation.Fields
            ? new OtherEvent(fields.Line, operation)
            : throw fields.Corrupt($"{operation.Name} does not have {count} fields");
    }
}
