using Vtd.Architecture;

namespace Vtd.Runtime.HostDevices;

/// <summary>A snapshot of the registers, the root entry and the context entry of a host device.</summary>
/// <param name="Access">Where requests may go that no PASID entry decides about; blocked if PASID entries decide.</param>
/// <param name="Context">The context entry whose PASID entries decide, in scalable mode.</param>
internal readonly record struct HostView(HostAccess Access, ScalableContextEntry? Context = null);
