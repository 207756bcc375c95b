using Vtd.Architecture;

namespace Vtd.Runtime.Tables;

/// <summary>The sources that an interrupt remapping entry lets send its interrupt (9.10).</summary>
/// <param name="Validation">How the source is checked.</param>
/// <param name="Qualifier">Which function bits count.</param>
/// <param name="SourceId">The source, or the first bus in bits 15:8 and the last one below.</param>
internal readonly record struct InterruptSource(SourceValidation Validation, SourceQualifier Qualifier, ushort SourceId)
{
    private const int BusShift = 8;

    /// <summary>Whether a source may send it. One that is not known is not checked.</summary>
    public bool Allows(ushort? source) => source is not { } known || Validation switch
    {
        SourceValidation.None => true,
        SourceValidation.SidSq => ((known ^ SourceId) & ~FunctionBits.Ignored(Qualifier)) == 0,
        SourceValidation.BusRange => known >> BusShift is var bus && bus >= SourceId >> BusShift && bus <= (byte)SourceId,
        _ => false,
    };
}
