using System.Globalization;
using Vtd.Runtime.HostDevices;
using Vtd.Tool.Replay.Summary;

namespace Vtd.Tool.Replay;

/// <summary>Stands for a device given to the guest: keeps book of what the host would have to do for it.</summary>
/// <param name="line">The line of the recording that the unit is living through.</param>
internal sealed class RecordingHost(ushort sourceId, string? name, Func<int> line) : IHostDevice
{
    private readonly Dictionary<uint, StageOneTable> _tagged = [];
    private readonly List<PasidChange> _history = [];
    private StageOneTable? _untagged;
    private int _invalidations;

    /// <summary>Attachments that were taken away so far.</summary>
    public int Removed => Count(PasidChange.Removed);

    public void AttachPasid(uint pasid, in StageOneTable table)
    {
        Add(_tagged.ContainsKey(pasid) ? PasidChange.Replaced : PasidChange.Attached, pasid, Describe(table));
        _tagged[pasid] = table;
    }

    public void AttachUntagged(in StageOneTable table)
    {
        Add(_untagged is null ? PasidChange.Attached : PasidChange.Replaced, null, Describe(table));
        _untagged = table;
    }

    public void DetachPasid(uint pasid)
    {
        Add(PasidChange.Removed, pasid, "its requests are blocked");
        _tagged.Remove(pasid);
    }

    public void AttachDefault()
    {
        Add(PasidChange.Removed, null, "back on the device's default table");
        _untagged = null;
    }

    public void Invalidate(uint? pasid, in StageOneInvalidation invalidation) => _invalidations++;

    public DeviceSummary Summary() => new(
        FunctionName.Of(sourceId), name, Count(PasidChange.Attached), Count(PasidChange.Replaced), Removed, _invalidations, _history);

    private void Add(string change, uint? pasid, string table) => _history.Add(new PasidChange(line(), change, pasid, table));

    private int Count(string change) => _history.Count(one => one.Change == change);

    private static string Describe(in StageOneTable table) => string.Create(
        CultureInfo.InvariantCulture,
        $"first-stage table at 0x{table.Address:x}, {table.AddressWidth}-bit addresses{(table.Flags == StageOneFlags.None ? "" : $", {table.Flags}")}");
}
