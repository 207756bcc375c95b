using System.Numerics;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Words of memories.</summary>
internal static class RdlMemory
{
    /// <summary>Bytes that a word takes.</summary>
    public static int BytesOf(int width) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, width)) / 8;
}
