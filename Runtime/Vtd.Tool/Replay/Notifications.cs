using Vtd.Runtime;
using Vtd.Runtime.Endpoints;
using Vtd.Tool.Recordings;

namespace Vtd.Tool.Replay;

/// <summary>Everybody who is told of changes in a recording, and what our unit tells them at the current trigger.</summary>
internal sealed class Notifications
{
    private readonly List<(Listener Whom, string What)> _told = [];

    /// <summary>What they were told, in order.</summary>
    public IReadOnlyList<(Listener Whom, string What)> Told => _told;

    /// <summary>The next trigger.</summary>
    public void Clear() => _told.Clear();

    /// <summary>Puts them behind the unit.</summary>
    public void AddTo(VtdUnit unit, Scenario scenario)
    {
        var notified = scenario.Steps.SelectMany(step => step.Effects).OfType<Notified>().ToList();
        var whom = notified.Select(one => one.Whom).Concat(scenario.Listeners.Select(one => one.Listener)).Distinct();
        foreach (var listener in whom.Where(one => one.SourceId is not null))
        {
            var registered = scenario.Listeners.Where(one => one.Listener == listener).ToList();
            var isFollower = registered.Count > 0;
            unit.AddTranslationListener(
                listener.SourceId!.Value,
                listener.Pasid,
                new Follower(this, listener, registered.Any(one => one.WantsMappings), hearsOfPages: isFollower));
        }

        unit.AddInterruptListener(new InterruptFollower(this));
        if (!scenario.Capabilities.ECAP.DT)
            return;
        foreach (var device in notified.Select(one => one.Whom.SourceId).OfType<ushort>().Distinct())
            unit.AddEndpoint(device, new Endpoint(this, device));
    }

    /// <param name="hearsOfPages">Else it hears only of switches, as every device's address space does.</param>
    private sealed class Follower(Notifications log, Listener whom, bool wantsMappings, bool hearsOfPages) : ITranslationListener
    {
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

    private sealed class Endpoint(Notifications log, ushort device) : IEndpoint
    {
        public bool InvalidateTlb(in DeviceTlbInvalidation invalidation)
        {
            var last = invalidation.PageCount >= 1UL << 52 ? ulong.MaxValue : invalidation.Address + invalidation.PageCount * 4096 - 1;
            log._told.Add((new Listener(device, invalidation.Pasid), Notice.DeviceTlb(invalidation.Address, last)));
            return true;
        }

        public void Respond(in PageGroupResponse response)
        {
        }
    }
}
