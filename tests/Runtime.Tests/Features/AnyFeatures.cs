using CsCheck;
using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Features;

/// <summary>Random features, and a short life of a unit that has them.</summary>
internal static class AnyFeatures
{
    private static readonly System.Reflection.PropertyInfo[] s_switches =
        [.. typeof(VtdFeatures).GetProperties().Where(property => property.PropertyType == typeof(bool) && property.CanWrite)];

    /// <summary>Anything at all, in range or not.</summary>
    public static readonly Gen<VtdFeatures> Any = Gen.Select(Gen.ULong, Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[-3, 70].Array[8]).Select(drawn =>
    {
        var (switches, widths, pages, numbers) = drawn;
        return WithSwitches(
            new()
            {
                MajorVersion = numbers[0], MinorVersion = numbers[1], DomainIdWidth = numbers[2], GuestAddressWidth = numbers[3],
                FaultRecords = numbers[4] * 4, MaxAddressMask = numbers[5], MaxIndexMask = numbers[6], PasidWidth = numbers[7],
                SecondStageWidths = (SecondStageWidths)(widths << 1), SecondStageLargePages = (SecondStageLargePages)pages,
            },
            switches);
    });

    /// <summary>Features that have what each of them needs.</summary>
    public static readonly Gen<VtdFeatures> Agreeing = Gen.Select(
        Gen.ULong,
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 15], Gen.Int[2, 8], Gen.Int[1, 155]),
        Gen.Select(Gen.Int[1, 7], Gen.Int[0, 2], Gen.Int[0, 52], Gen.Int[0, 15], Gen.Int[0, 20])).Select(drawn =>
    {
        var (switches, (major, minor, halfDomain, records), (widths, pages, address, index, pasid)) = drawn;
        var it = WithSwitches(new() { MajorVersion = major, MinorVersion = minor, DomainIdWidth = 2 * halfDomain, FaultRecords = records }, switches);
        it = it with { QueuedInvalidation = it.QueuedInvalidation || major > 5, ReadDraining = it.ReadDraining || major > 1, WriteDraining = it.WriteDraining || major > 1 };
        it = it with { ScalableMode = it.ScalableMode && it.QueuedInvalidation, DeviceTlbs = it.DeviceTlbs && it.QueuedInvalidation, InterruptRemapping = it.InterruptRemapping && it.QueuedInvalidation };
        it = it with
        {
            WriteBufferFlush = it.WriteBufferFlush && !it.ScalableMode,
            FirstStage = it.FirstStage && it.ScalableMode,
            ScalableSecondStage = it.ScalableSecondStage && it.ScalableMode,
            PassThrough = it.PassThrough || it.ScalableMode,
            CoherentScalableTables = it.CoherentScalableTables && it.ScalableMode,
            SupervisorRequests = it.SupervisorRequests && it.ScalableMode,
            RidPasid = it.RidPasid && it.ScalableMode,
            PasidWidth = it.ScalableMode ? pasid : 0,
            PageRequests = it.PageRequests && it.ScalableMode && it.DeviceTlbs,
            PageRequestDraining = it.PageRequestDraining && it.DeviceTlbs,
            InvalidationThrottling = it.InvalidationThrottling && it.DeviceTlbs,
            NoWriteFlag = it.NoWriteFlag && it.DeviceTlbs,
            ExtendedInterruptMode = it.ExtendedInterruptMode && it.InterruptRemapping,
            PostedInterrupts = it.PostedInterrupts && it.InterruptRemapping,
            MaxIndexMask = it.InterruptRemapping ? index : 0,
            MaxAddressMask = it.PageSelectiveInvalidation ? address : 0,
            SecondStageLargePages = pages == 0 ? default : pages == 1 ? SecondStageLargePages.Size2M : SecondStageLargePages.Size2M | SecondStageLargePages.Size1G,
        };
        var hasWidths = major < 6 || it.ScalableSecondStage;
        var widest = widths > 3 ? 57 : widths > 1 ? 48 : 39;
        return it with
        {
            RidPrivilege = it.RidPrivilege && it.SupervisorRequests,
            StopMarkers = it.StopMarkers && it.PageRequests,
            FirstStageFiveLevels = it.FirstStageFiveLevels && it.FirstStage,
            FirstStageGigabytePages = it.FirstStageGigabytePages && it.FirstStage,
            NestedTranslation = it.NestedTranslation && it.FirstStage && it.ScalableSecondStage,
            ExtendedAccessedBit = it.ExtendedAccessedBit && it.FirstStage && it.CoherentScalableTables,
            SecondStageAccessedDirty = it.SecondStageAccessedDirty && it.ScalableSecondStage && it.CoherentScalableTables,
            SecondStageWidths = hasWidths ? (SecondStageWidths)(widths << 1) : default,
            GuestAddressWidth = widest,
        };
    });

    /// <summary>Every register is written and read, queue and translation are switched on and used.</summary>
    public static void Drive(VtdFeatures features)
    {
        var guest = new Guest(options: options => options with { Capabilities = features });
        var registers = features.ToRegisters();
        Assert.Equal(
            (registers.Version, registers.Capability, registers.ExtendedCapability),
            ((uint)guest.Unit.ReadRegister(Ver.Offset, 4), guest.Unit.ReadRegister(Cap.Offset, 8), guest.Unit.ReadRegister(Ecap.Offset, 8)));

        if (features.ScalableMode)
        {
            guest.SetScalableContext(0x0108, withPasids: features.PasidWidth > 0);
            guest.SetPasid(0x0108, 0, default(PasidEntry) with { P = true, PGTT = PasidTranslationType.PassThrough, DID = 3 });
        }
        else
        {
            guest.SetLegacyContext(0x0108, default(LegacyContextEntry) with { P = true, DID = 3, AW = (SecondStageWidth)2, SSPTPTR = 0x80_0000 });
        }
        if (features.QueuedInvalidation)
        {
            guest.StartQueue(features.ScalableMode ? DescriptorWidth.Bits256 : DescriptorWidth.Bits128);
            guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }));
        }
        guest.SetRootPointer(features.ScalableMode ? TranslationTableMode.Scalable : TranslationTableMode.Legacy);
        guest.Translate(on: true);
        var result = guest.Unit.Translate(new(0x0108, 0x5000, DmaAccess.Read));
        Assert.Equal(features.ScalableMode ? DmaOutcome.Allowed : DmaOutcome.Blocked, result.Outcome);

        for (var offset = 0; offset < VtdUnit.RegisterBlockSize; offset += 4)
        {
            guest.Unit.WriteRegister(offset, 4, uint.MaxValue);
            guest.Unit.ReadRegister(offset, 4);
        }
        guest.Unit.Reset();
        Assert.Equal(registers.Capability, guest.Unit.ReadRegister(Cap.Offset, 8));
    }

    private static VtdFeatures WithSwitches(VtdFeatures features, ulong switches)
    {
        for (var i = 0; i < s_switches.Length; i++)
            s_switches[i].SetValue(features, ((switches >> i) & 1) != 0);
        return features;
    }
}
