using System.Buffers.Binary;
using Vtd.Architecture;

namespace Vtd.Conformance.Reference;

/// <summary>The invalidation queue by the letter of the architecture (6.5.2). Descriptors are told apart and checked by the specification's own tables.</summary>
internal sealed class ReferenceQueue(
    VtdRegisterFile registers,
    VtdCapabilities capabilities,
    MemoryReader read,
    ReferenceFaults faults,
    ReferenceEvents events,
    ReferenceCaches caches) : IInvalidationQueueHandler<QueueErrorInfo>
{
    private const int PageSize = 4096;
    private const QueueErrorInfo NoError = QueueErrorInfo.NotAvailable;

    private readonly InvalidationQueueDispatcher _dispatcher = new(capabilities);
    private readonly List<(ulong Address, byte[] Bytes)> _statusWrites = [];
    private ulong _base;
    private int _size;
    private int _descriptorSize;
    private int _head;

    /// <summary>Status writes of wait descriptors since they were forgotten last.</summary>
    public IReadOnlyList<(ulong Address, byte[] Bytes)> StatusWrites => _statusWrites;

    /// <summary>Forgets the status writes.</summary>
    public void Clear() => _statusWrites.Clear();

    /// <summary>Software switched the queue on or off.</summary>
    public void Switch(bool isOn)
    {
        _base = registers.IQA.IQA;
        _size = PageSize << registers.IQA.QS;
        _descriptorSize = registers.IQA.DW == DescriptorWidth.Bits256 ? PageGroupResponseDescriptor.SizeInBytes : WaitDescriptor.SizeInBytes;
        registers.GSTS = registers.GSTS with { QIES = isOn };
        SetHead(0);
    }

    /// <summary>Executes descriptors up to the tail, or up to one that is wrong.</summary>
    /// <param name="root">The root table in use.</param>
    /// <param name="isModeLegal">Whether the unit has the mode of that table.</param>
    public void Run(Rtaddr root, bool isModeLegal)
    {
        var descriptor = new byte[PageGroupResponseDescriptor.SizeInBytes].AsSpan();
        while (registers.GSTS.QIES && registers.FSTS is { IQE: false, ITE: false } && (int)registers.IQT.QT is var tail && tail != _head)
        {
            var reason = tail % _descriptorSize != 0 ? QueueErrorInfo.MisalignedTail
                : tail >= _size ? QueueErrorInfo.InvalidTail
                : !isModeLegal ? QueueErrorInfo.InvalidTranslationTableMode
                : root.TTM == TranslationTableMode.Scalable && _descriptorSize == WaitDescriptor.SizeInBytes ? QueueErrorInfo.InvalidWidth
                : !read(_base + (ulong)_head, descriptor[.._descriptorSize]) ? QueueErrorInfo.DescriptorFetch
                : Execute(descriptor[.._descriptorSize]);
            if (reason != NoError)
                faults.QueueStopped(reason);
            else
                SetHead((_head + _descriptorSize) % _size);
        }
    }

    /// <summary>The unit was reset.</summary>
    public void Reset() => _head = 0;

    public QueueErrorInfo Handle(in ContextCacheInvalidateDescriptor descriptor)
    {
        caches.DropContexts(descriptor.G, descriptor.DID, descriptor.SID, descriptor.FM);
        return NoError;
    }

    public QueueErrorInfo Handle(in IotlbInvalidateDescriptor descriptor)
    {
        caches.DropPages(descriptor.G, descriptor.DID, descriptor.ADDR, descriptor.AM);
        return NoError;
    }

    public QueueErrorInfo Handle(in PasidCacheInvalidateDescriptor descriptor)
    {
        caches.DropPasids(descriptor.G, descriptor.DID, descriptor.PASID);
        return NoError;
    }

    public QueueErrorInfo Handle(in PasidIotlbInvalidateDescriptor descriptor)
    {
        caches.DropPasidPages(descriptor.G, descriptor.DID, descriptor.PASID, descriptor.ADDR, descriptor.AM);
        return NoError;
    }

    public QueueErrorInfo Handle(in InterruptEntryCacheInvalidateDescriptor descriptor)
    {
        caches.DropInterrupts(descriptor.G, descriptor.IIDX, descriptor.IM);
        return NoError;
    }

    public QueueErrorInfo Handle(in DeviceTlbInvalidateDescriptor descriptor) => NoError;

    public QueueErrorInfo Handle(in PasidDeviceTlbInvalidateDescriptor descriptor) => NoError;

    public QueueErrorInfo Handle(in PageGroupResponseDescriptor descriptor) => NoError;

    public QueueErrorInfo Handle(in WaitDescriptor descriptor)
    {
        if (descriptor.SW)
        {
            var status = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(status, descriptor.STDATA);
            _statusWrites.Add((descriptor.STADDR, status));
        }

        if (descriptor.IF && !registers.ICS.IWC)
        {
            registers.ICS = registers.ICS with { IWC = true };
            events.Raise(ReferenceEvent.Completion);
        }
        return NoError;
    }

    private QueueErrorInfo Execute(ReadOnlySpan<byte> descriptor) => _dispatcher.Dispatch(descriptor, this, out QueueErrorInfo error) switch
    {
        InvalidationQueueOutcome.Handled => error,
        InvalidationQueueOutcome.UnknownType or InvalidationQueueOutcome.UnsupportedSize => QueueErrorInfo.InvalidType,
        _ => QueueErrorInfo.ReservedField,
    };

    private void SetHead(int head)
    {
        _head = head;
        registers.IQH = new Iqh { QH = (ulong)head };
    }
}
