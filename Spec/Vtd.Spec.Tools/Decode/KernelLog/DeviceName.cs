using System.Globalization;

namespace Vtd.Spec.Tools.Decode.KernelLog;

/// <summary>Formats source-ids as kernel logs show them.</summary>
public static class DeviceName
{
    /// <summary>Formats a source-id as bus:device.function.</summary>
    public static string Of(ushort sourceId) =>
        string.Create(CultureInfo.InvariantCulture, $"{sourceId >> 8:x2}:{(sourceId >> 3) & 0x1f:x2}.{sourceId & 7}");
}
