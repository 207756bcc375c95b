using System.Globalization;
using System.Numerics;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export.SystemRdl;

/// <summary>Numbers with a width.</summary>
internal static class RdlNumber
{
    /// <summary>A number such as <c>4'hA</c>.</summary>
    public static string Of(BigInteger value, int width) => string.Create(CultureInfo.InvariantCulture, $"{width}'h{Bits.Hex(value, width)[2..]}");
}
