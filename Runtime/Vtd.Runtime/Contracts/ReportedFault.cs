using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>A fault that the unit met, and what became of it.</summary>
/// <param name="Reason">Why the request was blocked: the code that a fault recording register shows.</param>
/// <param name="SourceId">The requester.</param>
/// <param name="Information">As in field FI: the page number of the address, or an interrupt index in bits 51:36.</param>
/// <param name="Pasid">The PASID that the request carried, or null.</param>
/// <param name="Disposition">The handling of the fault.</param>
public readonly record struct ReportedFault(FaultReason Reason, SourceId SourceId, ulong Information, uint? Pasid, FaultDisposition Disposition)
{
    /// <summary>Place of the interrupt index in <see cref="Information"/>.</summary>
    internal const int InterruptIndexShift = 48 - SmallPage.Shift;

    /// <summary>The interrupt index of an interrupt request's fault.</summary>
    internal ushort InterruptIndex => (ushort)(Information >> InterruptIndexShift);
}

/// <summary>The ways in which a fault is handled.</summary>
public enum FaultDisposition : byte
{
    /// <summary>Recorded in a fault recording register.</summary>
    Recorded,

    /// <summary>Not recorded, because the tables disable fault processing (FPD).</summary>
    Disabled,

    /// <summary>Dropped, because a fault recording register already holds a fault of the same source
    /// (<see cref="VtdUnitOptions.CollapseFaults"/>).</summary>
    Collapsed,

    /// <summary>Lost, because the next fault recording register is in use.</summary>
    Overflowed,
}
