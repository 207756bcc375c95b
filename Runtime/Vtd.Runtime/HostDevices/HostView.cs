using Vtd.Runtime.Architecture;

namespace Vtd.Runtime.HostDevices;

/// <summary>What registers, root entry and context entry say of a host device, at one moment.</summary>
/// <param name="Access">Where requests may go that no PASID entry decides about; blocked if PASID entries decide.</param>
/// <param name="Context">The context entry whose PASID entries decide, in scalable mode.</param>
internal readonly record struct HostView(HostAccess Access, ScalableContextEntry? Context = null);
