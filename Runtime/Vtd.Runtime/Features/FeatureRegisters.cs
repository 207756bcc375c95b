using Vtd.Architecture;

namespace Vtd.Runtime;

/// <summary>Features as fields of VER, CAP and ECAP, and back.</summary>
internal static class FeatureRegisters
{
    /// <summary>The registers of features whose numbers are in range.</summary>
    public static VtdCapabilities Of(VtdFeatures features) => new()
    {
        VER = new Ver(0) with { MAX = (byte)features.MajorVersion, MIN = (byte)features.MinorVersion },
        CAP = new Cap(0) with
        {
            ND = (DomainIdWidth)((features.DomainIdWidth - 4) / 2),
            RWBF = features.WriteBufferFlush,
            PLMR = features.ProtectedLowMemory,
            PHMR = features.ProtectedHighMemory,
            CM = features.CachingMode,
            SAGAW = features.SecondStageWidths,
            MGAW = (GuestAddressWidth)(features.GuestAddressWidth - 1),
            FRO = (ushort)MovableRegisterPlaces.FaultRecords(features.FaultRecords),
            SSLPS = features.SecondStageLargePages,
            PSI = features.PageSelectiveInvalidation,
            NFR = (byte)(features.FaultRecords - 1),
            MAMV = (byte)features.MaxAddressMask,
            DWD = features.WriteDraining,
            DRD = features.ReadDraining,
            FS1GP = features.FirstStageGigabytePages,
            PI = features.PostedInterrupts,
            FS5LP = features.FirstStageFiveLevels,
            ESIRTPS = features.InterruptPointerDropsCache,
            ESRTPS = features.RootPointerDropsCaches,
        },
        ECAP = new Ecap(0) with
        {
            C = features.CoherentTables,
            QI = features.QueuedInvalidation,
            DT = features.DeviceTlbs,
            IR = features.InterruptRemapping,
            EIM = features.ExtendedInterruptMode,
            PT = features.PassThrough,
            SC = features.SnoopControl,
            IRO = (ushort)MovableRegisterPlaces.Iotlb,
            MHMV = (byte)features.MaxIndexMask,
            NEST = features.NestedTranslation,
            PRS = features.PageRequests,
            ERS = features.ExecuteRequests,
            SRS = features.SupervisorRequests,
            NWFS = features.NoWriteFlag,
            EAFS = features.ExtendedAccessedBit,
            PSS = (byte)Math.Max(features.PasidWidth - 1, 0),
            PASID = features.PasidWidth > 0,
            DIT = features.InvalidationThrottling,
            PDS = features.PageRequestDraining,
            SMTS = features.ScalableMode,
            SSADS = features.SecondStageAccessedDirty,
            SSTS = features.ScalableSecondStage,
            FSTS = features.FirstStage,
            SMPWCS = features.CoherentScalableTables,
            RPS = features.RidPasid,
            ADMS = features.AbortDmaMode,
            RPRIVS = features.RidPrivilege,
            SMS = features.StopMarkers,
        },
    };

    /// <summary>The features that registers stand for.</summary>
    public static VtdFeatures FeaturesOf(in VtdCapabilities registers)
    {
        var (version, cap, ecap) = (registers.VER, registers.CAP, registers.ECAP);
        return new()
        {
            MajorVersion = version.MAX,
            MinorVersion = version.MIN,
            DomainIdWidth = DomainIdWidthOf(cap),
            WriteBufferFlush = cap.RWBF,
            ProtectedLowMemory = cap.PLMR,
            ProtectedHighMemory = cap.PHMR,
            CachingMode = cap.CM,
            SecondStageWidths = cap.SAGAW & FeatureRules.DefinedWidths,
            GuestAddressWidth = (int)cap.MGAW + 1,
            SecondStageLargePages = cap.SSLPS & FeatureRules.DefinedLargePages,
            PageSelectiveInvalidation = cap.PSI,
            FaultRecords = cap.NFR + 1,
            MaxAddressMask = cap.MAMV,
            WriteDraining = cap.DWD,
            ReadDraining = cap.DRD,
            FirstStageGigabytePages = cap.FS1GP,
            PostedInterrupts = cap.PI,
            FirstStageFiveLevels = cap.FS5LP,
            InterruptPointerDropsCache = cap.ESIRTPS,
            RootPointerDropsCaches = cap.ESRTPS,
            CoherentTables = ecap.C,
            QueuedInvalidation = ecap.QI,
            DeviceTlbs = ecap.DT,
            InterruptRemapping = ecap.IR,
            ExtendedInterruptMode = ecap.EIM,
            PassThrough = ecap.PT,
            SnoopControl = ecap.SC,
            MaxIndexMask = ecap.MHMV,
            NestedTranslation = ecap.NEST,
            PageRequests = ecap.PRS,
            ExecuteRequests = ecap.ERS,
            SupervisorRequests = ecap.SRS,
            NoWriteFlag = ecap.NWFS,
            ExtendedAccessedBit = ecap.EAFS,
            PasidWidth = ecap.PASID ? ecap.PSS + 1 : 0,
            InvalidationThrottling = ecap.DIT,
            PageRequestDraining = ecap.PDS,
            ScalableMode = ecap.SMTS,
            SecondStageAccessedDirty = ecap.SSADS,
            ScalableSecondStage = ecap.SSTS,
            FirstStage = ecap.FSTS,
            CoherentScalableTables = ecap.SMPWCS,
            RidPasid = ecap.RPS,
            AbortDmaMode = ecap.ADMS,
            RidPrivilege = ecap.RPRIVS,
            StopMarkers = ecap.SMS,
        };
    }

    /// <summary>Bits of a domain id: 4 to 16 (11.4.2). The reserved code counts as the widest.</summary>
    public static int DomainIdWidthOf(Cap cap) => Math.Min(4 + 2 * (int)cap.ND, 16);
}
