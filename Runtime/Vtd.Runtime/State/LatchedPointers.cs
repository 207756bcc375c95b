using Vtd.Architecture;
using Vtd.Runtime.Quirks.Catalog;

namespace Vtd.Runtime.State;

/// <summary>The table pointers in use: what GCMD's commands took over from the registers. Guarded by the unit's lock.</summary>
internal sealed class LatchedPointers(VtdCapabilities capabilities, RegisterQuirks quirks)
{
    /// <summary>The root table (SRTP).</summary>
    public Rtaddr Root { get; set; }

    /// <summary>The interrupt remapping table (SIRTP).</summary>
    public Irta InterruptTable { get; set; }

    /// <summary>The advanced fault log (SFL).</summary>
    public Aflog FaultLog { get; set; }

    /// <summary>Whether the tables are those of scalable mode.</summary>
    public bool IsScalable => Root.TTM == TranslationTableMode.Scalable && IsModeLegal;

    /// <summary>Whether the root pointer names a mode that exists and that the unit has.</summary>
    public bool IsModeLegal => Root.TTM switch
    {
        TranslationTableMode.Legacy => true,
        TranslationTableMode.Scalable => capabilities.ECAP.SMTS,
        TranslationTableMode.AbortDma => capabilities.ECAP.ADMS,
        _ => false,
    };

    /// <summary>Writes the pointers.</summary>
    public void Save(BinaryWriter section)
    {
        section.Write(Root.Value);
        section.Write(InterruptTable.Value);
        section.Write(FaultLog.Value);
    }

    /// <summary>Reads pointers.</summary>
    /// <returns>An action that sets them.</returns>
    public Action Restore(SnapshotSection section)
    {
        var (root, interruptTable, faultLog) = (new Rtaddr(section.ReadUInt64()), new Irta(section.ReadUInt64()), new Aflog(section.ReadUInt64()));
        return () => (Root, InterruptTable, FaultLog) = (root, interruptTable, faultLog);
    }

    /// <summary>Resets the pointers to those of power-on.</summary>
    public void Reset()
    {
        Root = default;
        if (!quirks.InterruptTableSurvivesReset)
            InterruptTable = default;
        FaultLog = default;
    }
}
