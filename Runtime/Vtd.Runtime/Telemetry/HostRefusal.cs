namespace Vtd.Runtime.Telemetry;

/// <summary>Why a host device does not get what a PASID entry asks for.</summary>
internal enum HostRefusal
{
    /// <summary>The device has as many attachments as the options allow.</summary>
    Room,

    /// <summary>The entry asks for a second stage, alone or below a first.</summary>
    SecondStage,

    /// <summary>The PASID has more bits than the host.</summary>
    PasidWidth,

    /// <summary>The host attaches no first-stage tables of guests.</summary>
    FirstStage,

    /// <summary>A first-stage table may have pages of 1 GiB, which the host has not.</summary>
    GigabytePages,

    /// <summary>The first-stage table has five levels, which the host has not.</summary>
    FiveLevels,
}
