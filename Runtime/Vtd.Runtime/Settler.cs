using Vtd.Runtime.Diagnostics;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.Interrupts;
using Vtd.Runtime.Invalidation;

namespace Vtd.Runtime;

/// <summary>Has what is decided under the unit's lock done without it: calls and messages in order, and the queue in between.</summary>
internal sealed class Settler(
    UnitLock unitLock,
    Outbox outbox,
    InvalidationQueue queue,
    HostDeviceSet hostDevices,
    IMessageSink messages,
    UnitEvents events)
{
    private const int Nobody = 0;

    private int _settlingThread;

    /// <summary>Takes the lock to decide something. What that leads to is done when the decision is disposed of.</summary>
    /// <exception cref="InvalidOperationException">Called from inside one of the unit's own calls to guest memory or to an observer.</exception>
    public Decision Decide()
    {
        unitLock.Enter();
        return new(this, outbox.Posted);
    }

    /// <summary>The same where a guest can bring this thread here with the lock held: then nothing can be decided.</summary>
    public Decision TryDecide() => unitLock.TryEnter() ? new(this, outbox.Posted) : default;

    [RequiresUnitLock]
    private void FinishLocked(ulong posted)
    {
        try
        {
            SettleLocked(posted);
        }
        finally
        {
            unitLock.ExitLocked();
        }
    }

    /// <summary>Sees to all that is still to be done: the outbox, item by item without the lock, and the queue.</summary>
    /// <param name="posted">The outbox's state when the caller began. If it posted something and another thread is at work,
    /// it waits until that thread has done it.</param>
    [RequiresUnitLock]
    private void SettleLocked(ulong posted)
    {
        var ticket = outbox.Posted;
        while (_settlingThread != Nobody)
        {
            if (_settlingThread == Environment.CurrentManagedThreadId || ticket == posted || outbox.IsDoneLocked(ticket))
                return;
            unitLock.WaitLocked();
        }

        if (outbox.Count == 0 && !queue.RunLocked() && outbox.Count == 0)
            return;
        _settlingThread = Environment.CurrentManagedThreadId;
        try
        {
            do
            {
                while (outbox.TryTakeLocked(out var item))
                    DeliverLocked(item);
            }
            while (queue.RunLocked() || outbox.Count > 0);
        }
        finally
        {
            _settlingThread = Nobody;
            unitLock.WakeAllLocked();
        }
    }

    /// <summary>Does what an item says with the lock given back meanwhile.</summary>
    [RequiresUnitLock]
    private void DeliverLocked(in OutboxItem item)
    {
        var isDone = false;
        unitLock.ExitLocked();
        try
        {
            isDone = Deliver(item);
        }
        finally
        {
            unitLock.Enter();
            if (!isDone)
                FailLocked(item);
            outbox.FinishLocked();
            unitLock.WakeAllLocked();
        }
    }

    [RequiresUnitLock]
    private void FailLocked(in OutboxItem item)
    {
        item.Other?.FailLocked();
        if (item.Attachment is null)
            return;
        if (item.Action.Operation is HostOperation.Attach or HostOperation.Replace)
            hostDevices.AttachFailedLocked(item.Attachment, item.Plan);
    }

    [ForbiddenUnderUnitLock]
    private bool Deliver(in OutboxItem item)
    {
        if (item.Attachment is { } attachment)
            return Call(attachment, item.Action);
        if (item.Message is { } message)
            return Send(message);
        if (item.Other is { } call)
            return Make(call);
        events.Reset(ResetStep.HostDevicesDetached);
        return true;
    }

    [ForbiddenUnderUnitLock]
    private bool Send(InterruptMessage message)
    {
        try
        {
            events.MessageSent(message.Address, message.Data);
            messages.Send(message.Address, message.Data);
            return true;
        }
        catch (Exception error)
        {
            events.MessageFailed(message.Address, message.Data, error);
            return false;
        }
    }

    [ForbiddenUnderUnitLock]
    private bool Make(PostedCall call)
    {
        try
        {
            return call.Make();
        }
        catch (Exception error)
        {
            events.CallFailed(call.SourceId, error);
            return false;
        }
    }

    [ForbiddenUnderUnitLock]
    private bool Call(Attachment attachment, in HostAction action)
    {
        if (!attachment.IsDue(action.Operation))
            return true;
        events.HostActionStarted(action);
        try
        {
            attachment.Call(action);
        }
        catch (Exception error)
        {
            events.HostActionFailed(action, error);
            return false;
        }
        events.HostActionFinished(action);
        return true;
    }

    /// <summary>The unit's lock, held while something is decided.</summary>
    internal readonly ref struct Decision(Settler settler, ulong posted)
    {
        private readonly Settler? _settler = settler;
        private readonly ulong _posted = posted;

        /// <summary>Whether the lock is held.</summary>
        public bool IsHeld => _settler is not null;

        /// <summary>Sees to all that was decided and gives the lock back, if it is held.</summary>
        [RequiresUnitLock]
        public void Dispose() => _settler?.FinishLocked(_posted);
    }
}
