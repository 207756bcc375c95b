namespace Vtd.Runtime;

/// <summary>Names of features for the fields of CAP and ECAP in conditions of the spec.</summary>
internal static class FeatureNames
{
    /// <summary>The option that sets a field.</summary>
    /// <param name="field">Register and field, with a point between them.</param>
    public static string Of(string field) => field switch
    {
        "CAP.FS5LP" => nameof(VtdFeatures.FirstStageFiveLevels),
        "CAP.FS1GP" => nameof(VtdFeatures.FirstStageGigabytePages),
        "CAP.PI" => nameof(VtdFeatures.PostedInterrupts),
        "ECAP.SMS" => nameof(VtdFeatures.StopMarkers),
        "ECAP.RPRIVS" => nameof(VtdFeatures.RidPrivilege),
        "ECAP.RPS" => nameof(VtdFeatures.RidPasid),
        "ECAP.SMPWCS" => nameof(VtdFeatures.CoherentScalableTables),
        "ECAP.FSTS" => nameof(VtdFeatures.FirstStage),
        "ECAP.SSTS" => nameof(VtdFeatures.ScalableSecondStage),
        "ECAP.SSADS" => nameof(VtdFeatures.SecondStageAccessedDirty),
        "ECAP.SMTS" => nameof(VtdFeatures.ScalableMode),
        "ECAP.PDS" => nameof(VtdFeatures.PageRequestDraining),
        "ECAP.DIT" => nameof(VtdFeatures.InvalidationThrottling),
        "ECAP.PASID" or "ECAP.PSS" => nameof(VtdFeatures.PasidWidth),
        "ECAP.EAFS" => nameof(VtdFeatures.ExtendedAccessedBit),
        "ECAP.NWFS" => nameof(VtdFeatures.NoWriteFlag),
        "ECAP.SRS" => nameof(VtdFeatures.SupervisorRequests),
        "ECAP.PRS" => nameof(VtdFeatures.PageRequests),
        "ECAP.NEST" => nameof(VtdFeatures.NestedTranslation),
        "ECAP.MHMV" => nameof(VtdFeatures.MaxIndexMask),
        "ECAP.EIM" => nameof(VtdFeatures.ExtendedInterruptMode),
        "ECAP.IR" => nameof(VtdFeatures.InterruptRemapping),
        "ECAP.DT" => nameof(VtdFeatures.DeviceTlbs),
        "ECAP.QI" => nameof(VtdFeatures.QueuedInvalidation),
        _ => field,
    };
}
