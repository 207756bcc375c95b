using System.Globalization;
using Vtd.Runtime;

namespace Vtd.Machine.CommandLine;

/// <summary>The values of `-device`.</summary>
internal static class DeviceParser
{
    private const int MostDevices = 31;
    private const int MostFunctions = 7;
    private const ulong DefaultDmaMask = (1UL << 28) - 1;

    /// <summary>Width of PASIDs that x-pasid-mode has.</summary>
    private const int UsualPasidBits = 8;

    private const int MostPasidBits = 20;

    /// <summary>Properties of the unit that not all releases of QEMU have: the first major release with each and the first without.</summary>
    private static readonly (string Name, int From, int Until)[] s_limits =
    [
        ("dma-drain", 0, 11),
        ("flts", 11, 11), // between releases, for QEMU's own tests of that time
        ("fs1gp", 10, int.MaxValue),
        ("fsts", 11, int.MaxValue),
        ("pasid-bits", 11, int.MaxValue),
        ("pt", 0, 11),
        ("scalable-mode", 11, int.MaxValue),
        ("stale-tm", 10, int.MaxValue),
        ("svm", 11, int.MaxValue),
        ("x-buggy-eim", 0, 11),
        ("x-flts", 10, 11),
        ("x-pasid-mode", 0, 11),
        ("x-scalable-mode", 0, 11),
    ];

    /// <summary>The unit, by its properties.</summary>
    /// <param name="given">The properties. Older names of a property are taken together with newer ones.</param>
    /// <param name="release">The release that has to have them; none if those of all releases are taken.</param>
    /// <param name="hasQuirks">Whether the unit has the ways of QEMU unless the properties say otherwise.</param>
    public static IommuOptions Iommu(OptionProperties given, QemuRelease? release, bool hasQuirks)
    {
        if (release is { } limit && s_limits.FirstOrDefault(one => given.Has(one.Name) && !limit.IsWithin(one.From, one.Until)).Name is { } unknown)
            throw given.Wrong($"QEMU {limit} has no property '{unknown}'");
        var version = release ?? QemuRelease.Newest;
        var options = new IommuOptions
        {
            AddressWidth = given.Number("aw-bits", byte.MaxValue),
            InterruptRemapping = given.Flag("intremap", true),
            ExtendedInterruptMode = given.Flag("eim", false) | given.Flag("x-buggy-eim", false),
            PassThrough = given.Flag("pt", true),
            CachingMode = given.Flag("caching-mode", false),
            DeviceTlb = given.Flag("device-iotlb", false),
            SnoopControl = given.Flag("snoop-control", false),
            Drain = given.Flag("dma-drain", true),
            ScalableMode = given.Flag("x-scalable-mode", false) | given.Flag("scalable-mode", false),
            FirstStage = given.Flag("x-flts", false) | given.Flag("flts", false) | given.Flag("fsts", false),
            FirstStage1G = given.Flag("fs1gp", true),
            PasidBits = given.Number("pasid-bits", MostPasidBits) is { } bits ? bits : given.Flag("x-pasid-mode", false) ? UsualPasidBits : 0,
            SharedMemory = given.Flag("svm", false),
            DmaTranslation = given.Flag("dma-translation", true),
            Quirks = given.Flag("quirks", hasQuirks) ? QuirkCatalog.OfQemu(version.ToVersion()) : UnitQuirks.None,
        };

        // Of no consequence here: a mode of tables that is gone, a version that software does not see.
        given.Flag("stale-tm", false);
        given.Number("version");
        given.Ignore("id");
        given.End();
        Check(options, given, version);
        return options;
    }

    /// <summary>A device of the PCI bus.</summary>
    public static DeviceOptions Device(OptionProperties given)
    {
        var (device, function) = Place(given);
        given.Ignore("id", "multifunction", "rombar", "romfile");
        if (given.Text("bus") is { } bus and not "pcie.0")
            throw given.Wrong("bus", bus, "pcie.0");
        DeviceOptions options = given.First switch
        {
            "edu" => new EduOptions(device, function, given.Number("dma_mask") ?? DefaultDmaMask),
            "iommu-testdev" => new IommuTestDeviceOptions(device, function),
            _ => throw new UnusableOptionException($"-device: there is no device '{given.First}', only intel-iommu, isa-serial, edu and iommu-testdev"),
        };
        given.End();
        return options;
    }

    /// <summary>`addr=DEVICE[.FUNCTION]`, both hexadecimal.</summary>
    private static (int? Device, int Function) Place(OptionProperties given)
    {
        if (given.Text("addr") is not { } text)
            return (null, 0);
        var parts = text.Split('.');
        var function = 0;
        var isPlace = TryHex(parts[0], out var device) && device <= MostDevices
            && (parts.Length == 1 || (parts.Length == 2 && TryHex(parts[1], out function) && function <= MostFunctions));
        return isPlace ? (device, function) : throw given.Wrong("addr", text, "a device from 0 to 1f and perhaps a function from 0 to 7");
    }

    private static bool TryHex(string text, out int number)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text;
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number >= 0;
    }

    private static void Check(IommuOptions options, OptionProperties given, QemuRelease release)
    {
        if (options.ExtendedInterruptMode && !options.InterruptRemapping)
            throw given.Wrong("eim=on needs intremap=on");
        if (options.FirstStage && !options.ScalableMode)
            throw given.Wrong("first-stage translation needs scalable mode");
        if (options.PasidBits > 0 && !options.ScalableMode)
            throw given.Wrong("requests with PASID need scalable mode");
        if (options.SharedMemory && !(options.FirstStage && options.DeviceTlb && options.PasidBits > 0))
            throw given.Wrong("svm=on needs first-stage translation, device TLBs and requests with PASID");
        if (options.ScalableMode && !options.Drain)
            throw given.Wrong("scalable mode needs dma-drain=on");
        if (options.PasidBits > 0 && options.DeviceTlb && !release.IsFrom(11, 0))
            throw given.Wrong("requests with PASID and device TLBs do not go together");
        if (options.AddressWidth is { } width && (options.FirstStage ? width is not 48 : width is not (39 or 48)))
            throw given.Wrong("aw-bits", width.ToString(CultureInfo.InvariantCulture), options.FirstStage ? "48 with first-stage translation" : "39 or 48");
    }
}
