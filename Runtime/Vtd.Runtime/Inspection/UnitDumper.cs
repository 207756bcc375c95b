using System.Buffers.Binary;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Inspection;

/// <summary>Writes down what a unit holds.</summary>
internal sealed class UnitDumper(
    VtdRegisterFile registers, LatchedPointers pointers, UnitCaches caches, InvalidationQueue queue, HostDeviceSet hostDevices, DeferredCalls deferred, IGuestMemory memory)
{
    /// <summary>Copies what a dump shows. To sort it and write it down needs no lock.</summary>
    /// <param name="most">How many of each kind of thing to show.</param>
    /// <returns>What makes the dump.</returns>
    [RequiresUnitLock]
    public Func<UnitDump> CopyLocked(int most)
    {
        var registers = RegistersLocked();
        var (rootTable, interruptTable) = (pointers.Root, pointers.InterruptTable);
        var contexts = caches.Contexts.EntriesLocked().ToArray();
        var pasids = caches.Pasids.EntriesLocked().ToArray();
        var pages = caches.Translations.EntriesLocked().ToArray();
        var interrupts = caches.Interrupts.EntriesLocked().ToArray();
        var queue = QueueLocked(most);
        var attachments = hostDevices.AttachmentsLocked().Select(Of).ToArray();
        var pending = deferred.PendingLocked().Take(most).ToArray();
        var pendingCount = deferred.Count;
        return () => new()
        {
            Registers = registers,
            RootTable = rootTable,
            InterruptTable = interruptTable,
            Contexts = First(most, contexts.Length, contexts.OrderBy(static one => one.SourceId).Select(static one => Of(one.SourceId, one.Context))),
            Pasids = First(most, pasids.Length, pasids.OrderBy(static one => (one.SourceId, one.Pasid)).Select(static one => Of(one.SourceId, one.Pasid, one.Entry))),
            Pages = First(most, pages.Length, pages.OrderBy(static one => (one.Tags.Number, one.Address)).Select(static one => Of(one.Tags, one.Address, one.Page))),
            Interrupts = First(most, interrupts.Length, interrupts.OrderBy(static one => one.Index).Select(static one => Of(one.Index, one.Entry))),
            Queue = queue,
            Attachments = First(most, attachments.Length, attachments.OrderBy(static one => (one.SourceId, one.Pasid))),
            Pending = First(most, pendingCount, pending.Select(static item => Of(item))),
        };
    }

    private static DumpedList<T> First<T>(int most, int total, IEnumerable<T> all) => new() { Shown = [.. all.Take(most)], Total = total };

    [RequiresUnitLock]
    private uint[] RegistersLocked()
    {
        var words = new uint[VtdRegisterFile.Size / sizeof(uint)];
        for (var index = 0; index < words.Length; index++)
        {
            if (registers.Read(index * sizeof(uint), sizeof(uint), out var value) == VtdAccess.Done)
                words[index] = (uint)value;
        }
        return words;
    }

    [RequiresUnitLock]
    private DumpedQueue QueueLocked(int most)
    {
        var (address, size, descriptorSize, head) = queue.Place;
        var isOn = registers.GSTS.QIES;
        var tail = (int)registers.IQT.QT;
        var waiting = isOn && tail < size && tail % descriptorSize == 0 ? (tail - head + size) % size / descriptorSize : 0;
        var next = new IReadOnlyList<ulong>[Math.Min(most, waiting)];
        for (var index = 0; index < next.Length; index++)
            next[index] = DescriptorLocked(address + (ulong)((head + index * descriptorSize) % size), descriptorSize);
        return new()
        {
            IsOn = isOn,
            IsStopped = registers.FSTS is { IQE: true } or { ITE: true },
            Address = address,
            Size = size,
            DescriptorSize = descriptorSize,
            Head = head,
            Tail = tail,
            Next = new() { Shown = next, Total = waiting },
        };
    }

    [RequiresUnitLock]
    private ulong[] DescriptorLocked(ulong address, int size)
    {
        var bytes = new byte[size];
        return memory.TryRead(address, bytes) ? Words(bytes) : [];
    }

    private static DumpedEntry Of(ushort sourceId, in Context context)
    {
        var bytes = new byte[context.IsScalable ? ScalableContextEntry.SizeInBytes : LegacyContextEntry.SizeInBytes];
        if (context.IsScalable)
            context.Scalable.CopyTo(bytes);
        else
            context.Legacy.CopyTo(bytes);
        return new()
        {
            SourceId = sourceId,
            Pasid = null,
            Layout = context.IsScalable ? "scalable-context-entry" : "legacy-context-entry",
            Words = Words(bytes),
            Text = context.IsScalable ? context.Scalable.ToString() : context.Legacy.ToString(),
        };
    }

    private static DumpedEntry Of(ushort sourceId, uint pasid, in PasidEntry entry)
    {
        var bytes = new byte[PasidEntry.SizeInBytes];
        entry.CopyTo(bytes);
        return new() { SourceId = sourceId, Pasid = pasid, Layout = "pasid-entry", Words = Words(bytes), Text = entry.ToString() };
    }

    private static DumpedPage Of(PageTags tags, ulong address, in CachedPage page) => new()
    {
        Domain = tags.Domain,
        Pasid = tags.Pasid,
        Page = new(address, page.Output, 1UL << page.Shift, page.Rights.User),
    };

    private static DumpedInterrupt Of(ushort index, in InterruptEntry entry) => new()
    {
        Index = index,
        IsPosted = entry.IsPosted,
        Address = entry.IsPosted ? entry.Target.Descriptor : entry.Message.Qword0,
        Data = entry.IsPosted ? entry.Target.Vector : (uint)entry.Message.Qword1,
    };

    private static DumpedAttachment Of(Attachment attachment) => new()
    {
        SourceId = attachment.Device.SourceId,
        Pasid = attachment.Tag,
        Domain = attachment.Plan.Domain,
        Access = attachment.Plan.Access,
        Table = attachment.Plan.Access == HostAccess.FirstStage ? attachment.Plan.Table : null,
        IsOnHost = attachment.Plan.IsSameOnHost(attachment.OnHost),
        IsStuck = attachment.IsStuck,
    };

    private static DumpedCall Of(DeferredCall call) => new()
    {
        Action = (call as HostCall)?.Action,
        Other = call is HostCall or MessageCall or EndOfReset ? null : call.GetType().Name,
        Address = (call as MessageCall)?.Address,
        Data = (call as MessageCall)?.Data,
    };

    private static ulong[] Words(byte[] bytes)
    {
        var words = new ulong[bytes.Length / sizeof(ulong)];
        for (var index = 0; index < words.Length; index++)
            words[index] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(index * sizeof(ulong)));
        return words;
    }
}
