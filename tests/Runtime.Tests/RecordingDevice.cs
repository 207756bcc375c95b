using Vtd.Runtime.HostDevices;

namespace Vtd.Runtime.Tests;

/// <summary>A host device that writes down what is asked of it, and does what the test says meanwhile.</summary>
internal sealed class RecordingDevice : IHostDevice
{
    /// <summary>Every call, oldest first.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Called in each call, before anything else; may throw.</summary>
    public Action<string>? OnCall { get; set; }

    /// <summary>What is attached now; key null for requests without PASID.</summary>
    public Dictionary<string, StageOneTable> Attached { get; } = [];

    /// <summary>The calls since the last time.</summary>
    public string[] TakeCalls()
    {
        string[] calls = [.. Calls];
        Calls.Clear();
        return calls;
    }

    public void AttachPasid(uint pasid, in StageOneTable table)
    {
        Note($"attach {pasid} {table.Address:X}");
        Attached[$"{pasid}"] = table;
    }

    public void AttachUntagged(in StageOneTable table)
    {
        Note($"attach - {table.Address:X}");
        Attached["-"] = table;
    }

    public void DetachPasid(uint pasid)
    {
        Note($"detach {pasid}");
        Assert.True(Attached.Remove($"{pasid}"), $"{pasid} was not attached");
    }

    public void AttachDefault()
    {
        Note("default");
        Assert.True(Attached.Remove("-"), "nothing was attached");
    }

    public void Invalidate(uint? pasid, in StageOneInvalidation invalidation)
    {
        var what = invalidation == StageOneInvalidation.All ? "all" : $"{invalidation.Address:X}+{invalidation.PageCount}{(invalidation.LeafOnly ? " leaf" : "")}";
        Note($"invalidate {(pasid is null ? "-" : pasid)} {what}");
    }

    private void Note(string call)
    {
        Calls.Add(call);
        OnCall?.Invoke(call);
    }
}
