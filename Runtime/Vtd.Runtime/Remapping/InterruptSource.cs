using Vtd.Runtime.Architecture;

namespace Vtd.Runtime.Remapping;

/// <summary>Who may send an interrupt, as an interrupt remapping entry says (9.10).</summary>
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
        SourceValidation.SidSq => ((known ^ SourceId) & ~IgnoredBits) == 0,
        SourceValidation.BusRange => known >> BusShift is var bus && bus >= SourceId >> BusShift && bus <= (byte)SourceId,
        _ => false,
    };

    /// <summary>Codes 1 to 3 ignore the top one to three bits of the function number.</summary>
    private int IgnoredBits
    {
        get
        {
            const int Functions = 0b111;
            return Functions & ~(Functions >> (int)Qualifier);
        }
    }
}
