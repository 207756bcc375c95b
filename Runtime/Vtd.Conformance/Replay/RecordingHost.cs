using System.Globalization;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;

namespace Vtd.Conformance.Replay;

/// <summary>Stands for a device given to the guest: keeps book of what the host would have to do for it.</summary>
/// <param name="line">The line of the recording that the unit is living through.</param>
internal sealed class RecordingHost(SourceId sourceId, string? name, Func<int> line) : IHostDevice
{
    private const string BlockedText = "its requests are blocked";

    private readonly HashSet<uint> _tagged = [];
    private readonly List<PasidChange> _history = [];
    private bool _hasUntagged;
    private int _invalidations;

    /// <summary>Attachments that were taken away so far.</summary>
    public int Removed => Count(PasidChange.Removed);

    public void Attach(uint? pasid, in StageOneTable table)
    {
        // An entry that changes is blocked in between.
        var isReplaced = _history is [.., { Change: PasidChange.Removed, Table: BlockedText } last] && last.Line == line() && last.Pasid == pasid;
        if (isReplaced)
            _history.RemoveAt(_history.Count - 1);
        Add(isReplaced ? PasidChange.Replaced : PasidChange.Attached, pasid, Describe(table));
        if (pasid is { } tag)
            _tagged.Add(tag);
        else
            _hasUntagged = true;
    }

    public void AttachDefault(uint? pasid)
    {
        if (TakeTable(pasid))
            Add(PasidChange.Removed, pasid, "back on the device's default table");
        else
            Add(PasidChange.Default, pasid, "the device's default table");
    }

    public void Block(uint? pasid) => Add(TakeTable(pasid) ? PasidChange.Removed : PasidChange.Blocked, pasid, BlockedText);

    public void Invalidate(uint? pasid, ReadOnlySpan<StageOneInvalidation> ranges) => _invalidations += ranges.Length;

    public void Respond(uint cookie, PageGroupAnswer answer)
    {
        // No page requests are made for it, so there is none to answer.
    }

    public DeviceSummary Summary() => new(
        sourceId.ToString(), name, Count(PasidChange.Attached), Count(PasidChange.Replaced), Removed, _invalidations, _history);

    /// <summary>Forgets the first-stage table of a PASID, or of requests without.</summary>
    /// <returns>Whether it had one.</returns>
    private bool TakeTable(uint? pasid)
    {
        if (pasid is { } tag)
            return _tagged.Remove(tag);
        var had = _hasUntagged;
        _hasUntagged = false;
        return had;
    }

    private void Add(string change, uint? pasid, string table) => _history.Add(new PasidChange(line(), change, pasid, table));

    private int Count(string change) => _history.Count(one => one.Change == change);

    private static string Describe(in StageOneTable table) => string.Create(
        CultureInfo.InvariantCulture,
        $"first-stage table at 0x{table.Address:x}, {table.AddressWidth}-bit addresses{(table.Flags == StageOneFlags.None ? "" : $", {table.Flags}")}");
}
