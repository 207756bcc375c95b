using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Machine;

/// <summary>Makes the capability registers of a unit, as QEMU's unit with the same options has them.</summary>
public static class IommuRegisters
{
    private const int DefaultBefore10 = 39;
    private const int FaultRegisters = 0x220;
    private const int InvalidationRegisters = 0xF0;
    private const int RegisterScale = 16;
    private const byte LargestAddressMask = 18;
    private const byte LargestIndexMask = 15;

    /// <summary>VER, CAP and ECAP of a unit.</summary>
    /// <param name="options">The options.</param>
    /// <param name="release">The release of QEMU to agree with.</param>
    public static GivenRegisters Of(IommuOptions options, QemuRelease release)
    {
        var width = Width(options, release);
        var has48Bits = width >= 48;
        var cap = new Cap
        {
            ND = DomainIdWidth.Bits16,
            CM = options.CachingMode,
            MGAW = (GuestAddressWidth)(width - 1),
            SAGAW = !options.DmaTranslation ? 0 : has48Bits ? SecondStageWidths.Bits39 | SecondStageWidths.Bits48 : SecondStageWidths.Bits39,
            FRO = FaultRegisters / RegisterScale,
            SSLPS = SecondStageLargePages.Size2M | SecondStageLargePages.Size1G,
            PSI = true,
            MAMV = LargestAddressMask,
            DWD = options.Drain,
            DRD = options.Drain,
            FS1GP = options.ScalableMode && options.FirstStage && options.FirstStage1G,
            ESRTPS = release.IsFrom(10, 2),
        };
        var ecap = new Ecap
        {
            QI = true,
            DT = options.DeviceTlb,
            IR = options.InterruptRemapping,
            EIM = options.InterruptRemapping && options.ExtendedInterruptMode,
            PT = options.PassThrough,
            SC = options.SnoopControl,
            IRO = InvalidationRegisters / RegisterScale,
            MHMV = options.InterruptRemapping ? LargestIndexMask : (byte)0,
            SRS = options.ScalableMode && !options.FirstStage,
            SMTS = options.ScalableMode,
            SSTS = options.ScalableMode && !options.FirstStage,
            FSTS = options.ScalableMode && options.FirstStage,
            PRS = options.SharedMemory,
            NWFS = options.SharedMemory,
            PDS = options.SharedMemory,
            PASID = options.PasidBits > 0,
            PSS = options.PasidBits > 0 && release.IsFrom(10, 2) ? (byte)(options.PasidBits - 1) : (byte)0,
        };
        return new(cap.Value, ecap.Value) { Version = new Ver { MAX = 1 }.Value };
    }

    /// <summary>Width of the addresses that tables may hold.</summary>
    /// <inheritdoc cref="Of"/>
    public static int HostAddressWidth(IommuOptions options, QemuRelease release) => Math.Min(Width(options, release), 52);

    private static int Width(IommuOptions options, QemuRelease release) => options.AddressWidth ?? (release.IsFrom(10, 0) ? 48 : DefaultBefore10);
}
