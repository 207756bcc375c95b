namespace Vtd.Runtime.HostDevices;

/// <summary>Why a host device does not get what a PASID entry asks for.</summary>
internal enum HostRefusal
{
    /// <summary>The device has as many attachments as the options allow.</summary>
    Room,

    /// <summary>The entry asks for a second stage, alone or below a first.</summary>
    SecondStage,
}
