using Vtd.Runtime.Ats;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.Quirks;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Invalidation;

/// <summary>The parts of the unit that descriptors act on themselves. Stale entries are the <see cref="Invalidator"/>'s.</summary>
/// <param name="State">The state.</param>
/// <param name="HostDevices">Host devices, which page-group responses are for.</param>
/// <param name="Endpoints">Devices with a TLB of their own.</param>
/// <param name="Completion">The event of wait descriptors.</param>
/// <param name="PagesBySource">Cached pages by requester, for quirks.</param>
internal sealed record DescriptorTargets(
    UnitState State,
    HostDeviceSet HostDevices,
    EndpointSet Endpoints,
    CompletionEvent Completion,
    PagesBySource PagesBySource)
{
    /// <summary>The quirks of descriptors.</summary>
    public DescriptorQuirks Quirks { get; } = new(State.Quirks);
}
