using Vtd.Runtime.HostDevices;

namespace Vtd.Runtime;

/// <summary>What was decided under the unit's lock and must be done without it, in order.</summary>
internal sealed class Outbox
{
    private readonly Queue<OutboxItem> _items = new();
    private ulong _done;

    /// <summary>How many items were ever posted: the ticket of the last one.</summary>
    public ulong Posted { get; private set; }

    /// <summary>Items that nobody took yet.</summary>
    public int Count => _items.Count;

    /// <summary>Whether everything up to a ticket was done.</summary>
    [RequiresUnitLock]
    public bool IsDoneLocked(ulong ticket) => _done >= ticket;

    /// <summary>They, oldest first.</summary>
    [RequiresUnitLock]
    public IEnumerable<OutboxItem> PendingLocked() => _items;

    /// <summary>Adds an item.</summary>
    [RequiresUnitLock]
    public void PostLocked(in OutboxItem item)
    {
        _items.Enqueue(item);
        Posted++;
    }

    /// <summary>Takes the oldest item.</summary>
    [RequiresUnitLock]
    public bool TryTakeLocked(out OutboxItem item) => _items.TryDequeue(out item);

    /// <summary>The item taken last is done.</summary>
    [RequiresUnitLock]
    public void FinishLocked() => _done++;
}

/// <summary>A call to a host device or to something else, an interrupt message, or (with none of them) the end of a reset.</summary>
/// <param name="Attachment">What the call to a host device is about.</param>
/// <param name="Action">The call to a host device.</param>
/// <param name="Plan">The plan of the attachment that the call belongs to.</param>
/// <param name="Message">The message.</param>
internal readonly record struct OutboxItem(Attachment? Attachment, HostAction Action, int Plan, InterruptMessage? Message)
{
    /// <summary>The call to something else.</summary>
    public PostedCall? Other { get; private init; }

    /// <summary>Says that what a reset posted before it is done.</summary>
    public static OutboxItem EndOfReset => default;

    /// <summary>An interrupt message.</summary>
    public static OutboxItem Send(ulong address, uint data) => new(null, default, 0, new(address, data));

    /// <summary>A call to something that is no host device.</summary>
    public static OutboxItem Make(PostedCall call) => new() { Other = call };

    /// <summary>A call to the host device of an attachment, as it is planned now.</summary>
    public static OutboxItem Call(Attachment attachment, HostOperation operation, in StageOneInvalidation invalidation = default) =>
        new(
            attachment,
            new(operation, attachment.Device.SourceId, attachment.Tag, attachment.Table.GetValueOrDefault(), invalidation),
            attachment.Plan,
            null);
}

/// <summary>An interrupt message.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Data">What it says.</param>
internal readonly record struct InterruptMessage(ulong Address, uint Data);
