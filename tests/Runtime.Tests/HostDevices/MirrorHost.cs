namespace Vtd.Runtime.Tests.HostDevices;

/// <summary>A host device that remembers where requests go: "blocked", "default", or the address of a first-stage table.</summary>
internal sealed class MirrorHost : IHostDevice
{
    public const string Blocked = "blocked";
    public const string Default = "default";

    private readonly Dictionary<uint, string> _pasids = [];
    private string _untagged = Default;

    /// <summary>Called before anything else is done; may throw.</summary>
    public Action? OnCall { get; set; }

    /// <summary>Told of each first-stage table that is about to be attached.</summary>
    public Action<string>? OnAttach { get; set; }

    public string StateOf(uint? pasid) => pasid is { } tag ? _pasids.GetValueOrDefault(tag, Blocked) : _untagged;

    public void Attach(uint? pasid, in StageOneTable table)
    {
        OnCall?.Invoke();
        Assert.Contains(StateOf(pasid), new[] { Blocked, Default });
        var state = $"{table.Address:X}";
        OnAttach?.Invoke(state);
        Set(pasid, state);
    }

    public void AttachDefault(uint? pasid)
    {
        OnCall?.Invoke();
        Set(pasid, Default);
    }

    public void Block(uint? pasid)
    {
        OnCall?.Invoke();
        Set(pasid, Blocked);
    }

    public void Invalidate(uint? pasid, ReadOnlySpan<StageOneInvalidation> ranges) => OnCall?.Invoke();

    public void Respond(uint cookie, PageGroupAnswer answer) => OnCall?.Invoke();

    private void Set(uint? pasid, string state)
    {
        if (pasid is not { } tag)
            _untagged = state;
        else if (state == Blocked)
            _pasids.Remove(tag);
        else
            _pasids[tag] = state;
    }
}
