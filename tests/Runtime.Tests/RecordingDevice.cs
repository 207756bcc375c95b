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

    /// <summary>Calls that invalidate, of however many ranges.</summary>
    public int InvalidateCalls { get; private set; }

    /// <summary>Whether requests without PASID are blocked.</summary>
    public HashSet<string> Blocked { get; } = [];

    /// <summary>The calls since the last time.</summary>
    public string[] TakeCalls()
    {
        string[] calls = [.. Calls];
        Calls.Clear();
        return calls;
    }

    public void Attach(uint? pasid, in StageOneTable table)
    {
        Note($"attach {Name(pasid)} {table.Address:X}");
        Assert.DoesNotContain(Name(pasid), Attached.Keys);
        Attached[Name(pasid)] = table;
        Blocked.Remove(Name(pasid));
    }

    public void AttachDefault(uint? pasid)
    {
        Note(pasid is null ? "default" : $"default {pasid}");
        Assert.True(Attached.Remove(Name(pasid)) | Blocked.Remove(Name(pasid)) | pasid is not null, "nothing was attached");
    }

    public void Block(uint? pasid)
    {
        Note(pasid is null ? "block" : $"detach {pasid}");
        Assert.True(Attached.Remove(Name(pasid)) | pasid is null, $"{pasid} was not attached");
        if (pasid is null)
            Assert.True(Blocked.Add(Name(pasid)), "blocked twice");
    }

    public void Invalidate(uint? pasid, ReadOnlySpan<StageOneInvalidation> ranges)
    {
        InvalidateCalls++;
        foreach (var range in ranges)
        {
            var what = range == StageOneInvalidation.All ? "all" : $"{range.Address:X}+{range.PageCount}{(range.LeafOnly ? " leaf" : "")}";
            Note($"invalidate {Name(pasid)} {what}");
        }
    }

    public void Respond(uint cookie, PageGroupAnswer answer) => Note($"respond {cookie} {answer}");

    private static string Name(uint? pasid) => pasid is { } number ? $"{number}" : "-";

    private void Note(string call)
    {
        Calls.Add(call);
        OnCall?.Invoke(call);
    }
}
