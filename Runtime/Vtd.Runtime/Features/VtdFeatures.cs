using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>Capabilities of a unit, chosen by meaning. Registers and behaviour follow from them; a feature that is not set is absent.</summary>
/// <remarks>
/// The default is the least: legacy mode with 4-level tables, register-based invalidation, one fault recording register.
/// Options that contradict each other are refused when a unit is made; <see cref="CapabilityConversions.FindContradictions"/> tells beforehand.
/// </remarks>
public sealed record VtdFeatures : UnitCapabilities
{
    /// <summary>Major version, 0 to 15 (VER.MAX). From 6 on without register-based invalidation.</summary>
    public int MajorVersion { get; init; } = 1;

    /// <summary>Minor version, 0 to 15 (VER.MIN).</summary>
    public int MinorVersion { get; init; }

    /// <summary>Bits of a domain id: 4, 6, 8, 10, 12, 14 or 16 (CAP.ND). Wider ones in an entry are a fault.</summary>
    public int DomainIdWidth { get; init; } = 16;

    /// <summary>Bits of the addresses that a second stage takes, 32 to 57 (CAP.MGAW): at least those of the host, at most those of the
    /// widest of <see cref="SecondStageWidths"/>.</summary>
    public int GuestAddressWidth { get; init; } = 48;

    /// <summary>Widths that tables of a second stage can have (CAP.SAGAW).</summary>
    public SecondStageWidths SecondStageWidths { get; init; } = SecondStageWidths.Bits48;

    /// <summary>Large pages of the second stage (CAP.SSLPS).</summary>
    public SecondStageLargePages SecondStageLargePages { get; init; }

    /// <summary>Not-present and faulting entries may be cached (CAP.CM), so that software announces new mappings to an emulation.</summary>
    public bool CachingMode { get; init; }

    /// <summary>Protected low-memory region (CAP.PLMR).</summary>
    public bool ProtectedLowMemory { get; init; }

    /// <summary>Protected high-memory region (CAP.PHMR).</summary>
    public bool ProtectedHighMemory { get; init; }

    /// <summary>Software must flush write buffers after changing a table (CAP.RWBF).</summary>
    public bool WriteBufferFlush { get; init; }

    /// <summary>Fault recording registers, at least 1 (CAP.NFR). At most as many as the register block has room for.</summary>
    public int FaultRecords { get; init; } = 1;

    /// <summary>Tables are read from the processor's caches (ECAP.C): all but those that a PASID entry leads to.</summary>
    public bool CoherentTables { get; init; }

    /// <summary>Entries can ask for snooped accesses (ECAP.SC).</summary>
    public bool SnoopControl { get; init; }

    /// <summary>Requests can pass untranslated (ECAP.PT).</summary>
    public bool PassThrough { get; init; }

    /// <summary>Abort-DMA mode, which blocks everything without tables (ECAP.ADMS).</summary>
    public bool AbortDmaMode { get; init; }

    /// <summary>Setting the root table pointer drops every cached translation (CAP.ESRTPS).</summary>
    public bool RootPointerDropsCaches { get; init; }

    /// <summary>Setting the interrupt remapping table pointer drops every cached interrupt entry (CAP.ESIRTPS).</summary>
    public bool InterruptPointerDropsCache { get; init; }

    /// <summary>Invalidation by a queue of descriptors (ECAP.QI).</summary>
    public bool QueuedInvalidation { get; init; }

    /// <summary>Pages of the second stage can be invalidated, not only domains (CAP.PSI).</summary>
    public bool PageSelectiveInvalidation { get; init; }

    /// <summary>Largest address mask of such an invalidation, 0 to 52: it drops up to 2^mask pages of 4 KBytes (CAP.MAMV).
    /// 9 covers a page of 2 MBytes, 18 one of 1 GByte.</summary>
    public int MaxAddressMask { get; init; }

    /// <summary>Invalidations can drain reads (CAP.DRD).</summary>
    public bool ReadDraining { get; init; }

    /// <summary>Invalidations can drain writes (CAP.DWD).</summary>
    public bool WriteDraining { get; init; }

    /// <summary>Interrupt remapping (ECAP.IR).</summary>
    public bool InterruptRemapping { get; init; }

    /// <summary>32-bit APIC ids (ECAP.EIM).</summary>
    public bool ExtendedInterruptMode { get; init; }

    /// <summary>Posted interrupts (CAP.PI).</summary>
    public bool PostedInterrupts { get; init; }

    /// <summary>Largest index mask of an interrupt-entry-cache invalidation, 0 to 15: it drops up to 2^mask entries (ECAP.MHMV).</summary>
    public int MaxIndexMask { get; init; }

    /// <summary>Device TLBs: translation requests, translated requests and their invalidation (ECAP.DT).</summary>
    public bool DeviceTlbs { get; init; }

    /// <summary>Invalidations of device TLBs say which physical function to throttle (ECAP.DIT).</summary>
    public bool InvalidationThrottling { get; init; }

    /// <summary>A translation request can say that it will not write (ECAP.NWFS).</summary>
    public bool NoWriteFlag { get; init; }

    /// <summary>Page requests (ECAP.PRS).</summary>
    public bool PageRequests { get; init; }

    /// <summary>A wait descriptor can drain page requests (ECAP.PDS).</summary>
    public bool PageRequestDraining { get; init; }

    /// <summary>Stop-marker messages (ECAP.SMS).</summary>
    public bool StopMarkers { get; init; }

    /// <summary>Scalable mode (ECAP.SMTS).</summary>
    public bool ScalableMode { get; init; }

    /// <summary>Second-stage translation in scalable mode (ECAP.SSTS).</summary>
    public bool ScalableSecondStage { get; init; }

    /// <summary>Accessed and dirty bits of the second stage (ECAP.SSADS).</summary>
    public bool SecondStageAccessedDirty { get; init; }

    /// <summary>First-stage translation, with 4-level tables (ECAP.FSTS).</summary>
    public bool FirstStage { get; init; }

    /// <summary>5-level tables of the first stage (CAP.FS5LP).</summary>
    public bool FirstStageFiveLevels { get; init; }

    /// <summary>1-GByte pages of the first stage (CAP.FS1GP).</summary>
    public bool FirstStageGigabytePages { get; init; }

    /// <summary>Extended-accessed bits of the first stage (ECAP.EAFS).</summary>
    public bool ExtendedAccessedBit { get; init; }

    /// <summary>First stage on top of the second (ECAP.NEST).</summary>
    public bool NestedTranslation { get; init; }

    /// <summary>Tables that a PASID entry leads to can be read from the processor's caches (ECAP.SMPWCS).</summary>
    public bool CoherentScalableTables { get; init; }

    /// <summary>Bits of the PASIDs of requests, up to 20; 0 if there are no requests with PASID (ECAP.PASID, ECAP.PSS).</summary>
    public int PasidWidth { get; init; }

    /// <summary>A context entry names the PASID of requests without one, which is 0 otherwise (ECAP.RPS).</summary>
    public bool RidPasid { get; init; }

    /// <summary>A context entry says whether requests without PASID are privileged (ECAP.RPRIVS).</summary>
    public bool RidPrivilege { get; init; }

    /// <summary>Requests for supervisor privilege (ECAP.SRS).</summary>
    public bool SupervisorRequests { get; init; }

    /// <summary>Requests for execute permission (ECAP.ERS).</summary>
    public bool ExecuteRequests { get; init; }
}
