using Vtd.Runtime.Diagnostics;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.Endpoints;

/// <summary>Brings what a listener knows of a range in line with the tables.</summary>
/// <remarks>
/// Alternately some addresses are looked up under the unit's lock and what that shows is told without it. Each page that was told before
/// and still is the same is left alone. A guest decides how much there is to look at, so that is limited: as many pages as the
/// options allow, and so many lookups for each of them; what lies behind is unmapped.
/// </remarks>
internal sealed class MappingCall(
    AddressSpace space,
    ulong first,
    ulong last,
    ListenerSet listeners,
    TablesWalk tables,
    UnitLock unitLock,
    int maxMappings,
    UnitEvents events) : PostedCall(space.SourceId)
{
    private const int LookupsPerPiece = 512;
    private const int MessagesPerPiece = 64;

    /// <summary>Lookups for each page that may be mapped: enough for tables that hold little else than gaps.</summary>
    private const long LookupsPerMapping = 16;

    private readonly List<Message> _messages = [];
    private readonly long _maxLookups = LookupsPerMapping * maxMappings + LookupsPerPiece;
    private ulong _next = first;
    private ulong _last = last;
    private long _lookups;
    private bool _hasBegun;
    private bool _isDone;

    public override CallProgress Advance()
    {
        if (!_hasBegun)
            Widen();
        _hasBegun = true;
        if (space.IsRemoved)
            return CallProgress.Done;
        using (unitLock.Hold())
            LookLocked();
        foreach (var message in _messages)
            Tell(message);
        _messages.Clear();
        return _isDone ? CallProgress.Done : CallProgress.Unfinished;
    }

    /// <summary>A large page that reaches into the range is gone as a whole, so all of it is looked at.</summary>
    private void Widen()
    {
        if (space.Mapped.TryFind(_next, _next, out var atFirst))
            _next = atFirst.Input;
        if (space.Mapped.TryFind(_last, _last, out var atLast))
            _last = MappedPages.LastOf(atLast);
    }

    [RequiresUnitLock]
    private void LookLocked()
    {
        var entries = listeners.EntriesLocked(space);
        if (!listeners.IsTranslatedLocked(entries))
        {
            // Nothing is mapped in a space that is not translated; its listener knows, unless it was told of pages before.
            Finish(isUnmapped: space.Mapped.Count > 0);
            return;
        }
        if (!entries.Exists)
        {
            Finish(isUnmapped: true);
            return;
        }

        for (var lookups = 0; lookups < LookupsPerPiece && _messages.Count < MessagesPerPiece && !_isDone; lookups++)
        {
            if (_lookups++ >= _maxLookups)
            {
                listeners.RefuseLocked();
                Unmap(_next, _last);
                _isDone = true;
                return;
            }
            var isMapped = tables.ProbeLocked(entries.Entries, _next, entries.IsSupervisor, out var page, out var end);
            if (isMapped)
                MapLocked(page);
            else
                Unmap(page.Input, end);
            _isDone = end >= _last;
            _next = end + 1;
        }
    }

    private void Finish(bool isUnmapped)
    {
        _isDone = true;
        if (!isUnmapped)
            return;
        space.Mapped.Clear();
        _messages.Add(new(0, ulong.MaxValue, null));
    }

    [RequiresUnitLock]
    private void MapLocked(in PageTranslation page)
    {
        var end = MappedPages.LastOf(page);
        while (space.Mapped.TryFind(page.Input, end, out var told))
        {
            if (told == page)
                return;
            Unmap(told);
        }
        if (space.Mapped.Count >= maxMappings)
        {
            listeners.RefuseLocked();
            return;
        }
        space.Mapped.Add(page);
        _messages.Add(new(page.Input, end, page));
    }

    /// <summary>Nothing is mapped in a range. Told as one, if there was anything in it.</summary>
    private void Unmap(ulong start, ulong end)
    {
        var isAny = false;
        while (space.Mapped.TryFind(start, end, out var told))
        {
            space.Mapped.Remove(told);
            start = Math.Min(start, told.Input);
            end = Math.Max(end, MappedPages.LastOf(told));
            isAny = true;
        }
        if (isAny)
            _messages.Add(new(start, end, null));
    }

    private void Unmap(in PageTranslation told)
    {
        space.Mapped.Remove(told);
        _messages.Add(new(told.Input, MappedPages.LastOf(told), null));
    }

    [ForbiddenUnderUnitLock]
    private void Tell(in Message message)
    {
        if (space.IsRemoved)
            return;
        events.Tallies.ListenerCalls[(int)(message.Page is null ? ListenerOperation.Unmapped : ListenerOperation.Mapped)]++;
        try
        {
            if (message.Page is { } page)
                space.Listener.Mapped(page);
            else
                space.Listener.Unmapped(message.First, message.Last);
        }
        catch (Exception error)
        {
            if (message.Page is { } page)
                space.Mapped.Remove(page);
            events.CallFailed(space.SourceId, error);
        }
    }

    /// <summary>That a page is mapped, or that nothing is in a range.</summary>
    private readonly record struct Message(ulong First, ulong Last, PageTranslation? Page);
}
