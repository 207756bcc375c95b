using System.Globalization;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>Formats source-ids as kernel logs show them.</summary>
public static class DeviceName
{
    /// <summary>Formats a source-id as bus:device.function.</summary>
    public static string Of(ushort sourceId) =>
        string.Create(CultureInfo.InvariantCulture, $"{sourceId >> 8:x2}:{DeviceOf(sourceId):x2}.{sourceId & 7}");

    /// <summary>Devices 0 to 15 of a bus, which have the lower of two context tables in scalable mode.</summary>
    public static bool IsInLowerHalf(ushort sourceId) => DeviceOf(sourceId) < 16;

    private static int DeviceOf(ushort sourceId) => (sourceId >> 3) & 0x1f;
}
