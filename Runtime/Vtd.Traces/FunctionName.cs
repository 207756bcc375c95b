using System.Globalization;

namespace Vtd.Traces;

/// <summary>Formats source ids for people.</summary>
public static class FunctionName
{
    /// <summary>Formats a source id as bus:device.function, as lspci does.</summary>
    public static string Of(ushort sourceId) =>
        string.Create(CultureInfo.InvariantCulture, $"{sourceId >> 8:x2}:{(sourceId >> 3) & 0x1f:x2}.{sourceId & 7}");
}
