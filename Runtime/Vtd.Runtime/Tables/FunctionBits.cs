using Vtd.Architecture;

namespace Vtd.Runtime.Tables;

/// <summary>The bits of the function number, at the bottom of a source id, that software can have left out of a comparison.</summary>
internal static class FunctionBits
{
    private const int All = 0b111;

    /// <summary>Function bits that an invalidation of the context cache ignores (6.5.2.1).</summary>
    public static int Ignored(FunctionMask mask) => Ignored((int)mask);

    /// <summary>Function bits that an interrupt remapping entry ignores (9.10).</summary>
    public static int Ignored(SourceQualifier qualifier) => Ignored((int)qualifier);

    /// <summary>Codes 1 to 3 ignore the top one to three bits.</summary>
    private static int Ignored(int code) => All & ~(All >> code);
}
