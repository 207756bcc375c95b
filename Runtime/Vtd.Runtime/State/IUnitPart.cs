using Vtd.Runtime.Inspection;

namespace Vtd.Runtime.State;

/// <summary>A part of a unit that holds state. The unit's composition lists every part once, so that none is left out of a reset, a snapshot, a count or a dump.</summary>
[GuardedByUnitLock]
internal interface IUnitPart
{
    /// <summary>The step of a system reset that resets the part.</summary>
    ResetStep ResetStep { get; }

    /// <summary>Resets the part. Parts of one step are reset in the order of the list.</summary>
    /// <param name="keepsSticky">Sticky registers, and what belongs to them, are kept.</param>
    void Reset(bool keepsSticky);

    /// <summary>Writes the state of the part into a snapshot: all that software can see of it, now or later.</summary>
    void Save(SnapshotWriter snapshot);

    /// <summary>Reads the state of the part from a snapshot and checks it. Changes nothing.</summary>
    /// <returns>An action that gives the part its state, with the unit's lock held. It is called when every part is reset and the parts before have
    /// theirs; null if a reset part needs nothing more.</returns>
    /// <exception cref="InvalidDataException">The state is not one that the part can have.</exception>
    Action? Restore(SnapshotReader snapshot);

    /// <summary>Adds the counts of the part.</summary>
    /// <param name="counts">Counts of other parts.</param>
    UnitCounts AddCounts(UnitCounts counts) => counts;

    /// <summary>Copies what a dump shows of the part.</summary>
    /// <param name="most">The most entries of each list to show.</param>
    /// <returns>An action that writes the copy into a dump and needs no lock; null if a dump shows nothing of the part.</returns>
    Action<UnitDump>? Copy(int most) => null;
}
