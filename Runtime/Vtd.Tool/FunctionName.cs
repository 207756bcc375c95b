using System.Globalization;

namespace Vtd.Tool;

/// <summary>Source ids as people write them.</summary>
internal static class FunctionName
{
    /// <summary>bus:device.function, as lspci prints it.</summary>
    public static string Of(ushort sourceId) =>
        string.Create(CultureInfo.InvariantCulture, $"{sourceId >> 8:x2}:{(sourceId >> 3) & 0x1f:x2}.{sourceId & 7}");
}
