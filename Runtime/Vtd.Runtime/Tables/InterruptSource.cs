using Vtd.Architecture;

namespace Vtd.Runtime.Tables;

/// <summary>The sources that an interrupt remapping entry lets send its interrupt (9.10).</summary>
/// <param name="Validation">The check of the source.</param>
/// <param name="Qualifier">The function bits that are compared.</param>
/// <param name="SourceId">The source, or the first bus in bits 15:8 and the last one below.</param>
internal readonly record struct InterruptSource(SourceValidation Validation, SourceQualifier Qualifier, ushort SourceId)
{
    /// <summary>Whether a source may send it. One that is not known is not checked.</summary>
    public bool Allows(SourceId? source) => source is not { } known || Validation switch
    {
        SourceValidation.None => true,
        SourceValidation.SidSq => ((known.Value ^ SourceId) & ~FunctionBits.Ignored(Qualifier)) == 0,
        SourceValidation.BusRange => known.Bus >= new SourceId(SourceId).Bus && known.Bus <= (byte)SourceId,
        _ => false,
    };
}
