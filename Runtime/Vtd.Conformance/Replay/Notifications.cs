using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Replay;

/// <summary>The listeners of a recording, and what the unit tells them at the current trigger.</summary>
internal sealed class Notifications
{
    private readonly List<(Listener Whom, Notice What)> _told = [];
    private readonly HashSet<Listener> _present = [];

    /// <summary>The notices of the current trigger, in order.</summary>
    public IReadOnlyList<(Listener Whom, Notice What)> Told => _told;

    /// <summary>The next trigger.</summary>
    public void Clear() => _told.Clear();

    /// <summary>Puts them behind the unit.</summary>
    public void AddTo(VtdUnit unit, Scenario scenario)
    {
        var notified = scenario.Steps.SelectMany(step => step.Effects).OfType<Notified>().ToList();
        var whom = notified.Select(one => one.Whom).Concat(scenario.Listeners.Select(one => one.Listener)).Distinct().ToList();
        foreach (var listener in whom.Where(one => one.SourceId is not null))
        {
            var registered = scenario.Listeners.Where(one => one.Listener == listener).ToList();
            var isFollower = registered.Count > 0;
            if (isFollower || listener.Pasid is null)
                Add(unit, new Follower(this, listener, registered.Any(one => one.WantsMappings), hearsOfPages: isFollower));
        }

        unit.AddInterruptListener(new InterruptFollower(this));
        if (!scenario.Capabilities.ECAP.DT)
            return;
        foreach (var device in notified.Select(one => one.Whom.SourceId).OfType<ushort>().Distinct())
            unit.AddEndpoint(device, new Endpoint(this, [.. whom.Where(one => one.SourceId == device)]));
    }

    /// <summary>Puts those behind the unit that the recording shows for the first time: the address space of a PASID appears with its first request.</summary>
    public void Appear(VtdUnit unit, TraceStep step)
    {
        foreach (var whom in step.Effects.OfType<Notified>().Select(one => one.Whom))
        {
            if (whom is { SourceId: not null, Pasid: not null } && !_present.Contains(whom))
                Add(unit, new Follower(this, whom, wantsMappings: false, hearsOfPages: false));
        }
    }

    private void Add(VtdUnit unit, Follower follower)
    {
        _present.Add(follower.Whom);
        unit.AddTranslationListener(follower.Whom.SourceId!.Value, follower.Whom.Pasid, follower);
    }

    /// <param name="hearsOfPages">Else it hears only of switches, as every device's address space does.</param>
    private sealed class Follower(Notifications log, Listener whom, bool wantsMappings, bool hearsOfPages) : ITranslationListener
    {
        public Listener Whom => whom;

        public bool WantsMappings => wantsMappings;

        public void Switched(bool isTranslated) => log._told.Add((whom, Notice.Switched(isTranslated)));

        public void Unmapped(ulong first, ulong last)
        {
            if (hearsOfPages)
                log._told.Add((whom, Notice.Unmapped(first, last)));
        }

        public void Mapped(in PageTranslation page) => log._told.Add((
            whom,
            Notice.Mapped(
                page.Input,
                page.Size,
                page.Output,
                page.Permissions.HasFlag(PagePermissions.Read),
                page.Permissions.HasFlag(PagePermissions.Write))));
    }

    private sealed class InterruptFollower(Notifications log) : IInterruptListener
    {
        public void Invalidated(int first, int count) => log._told.Add((Listener.OfInterrupts, Notice.Interrupts(first, count)));
    }

    /// <param name="spaces">The address spaces of the device; the recorded machine tells of no other.</param>
    private sealed class Endpoint(Notifications log, IReadOnlyList<Listener> spaces) : IEndpoint
    {
        public bool InvalidateTlb(in DeviceTlbInvalidation invalidation)
        {
            const ulong PageSize = 4096;
            var last = invalidation.PageCount == DeviceTlbInvalidation.Everything
                ? ulong.MaxValue
                : invalidation.Address + invalidation.PageCount * PageSize - 1;
            var (pasid, isOfAll) = (invalidation.Pasid, invalidation.AllPasids);
            foreach (var space in spaces.Where(log._present.Contains).Where(one => isOfAll ? one.Pasid is not null : one.Pasid == pasid))
                log._told.Add((space, Notice.DeviceTlb(invalidation.Address, last)));
            return true;
        }

        public void Respond(in PageGroupResponse response)
        {
        }
    }
}
