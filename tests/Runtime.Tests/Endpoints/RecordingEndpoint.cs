namespace Vtd.Runtime.Tests.Endpoints;

/// <summary>A device with a TLB that writes down what is asked of it, and does what the test says meanwhile.</summary>
internal sealed class RecordingEndpoint : IEndpoint
{
    /// <summary>Every invalidation, oldest first.</summary>
    public List<DeviceTlbInvalidation> Invalidations { get; } = [];

    /// <summary>Every response, oldest first.</summary>
    public List<PageGroupResponse> Responses { get; } = [];

    /// <summary>Called in each invalidation; says whether it is done, or throws.</summary>
    public Func<DeviceTlbInvalidation, bool> OnInvalidate { get; set; } = _ => true;

    /// <summary>Called in each response; may throw.</summary>
    public Action<PageGroupResponse> OnRespond { get; set; } = _ => { };

    public bool InvalidateTlb(in DeviceTlbInvalidation invalidation)
    {
        Invalidations.Add(invalidation);
        return OnInvalidate(invalidation);
    }

    public void Respond(in PageGroupResponse response)
    {
        Responses.Add(response);
        OnRespond(response);
    }
}
