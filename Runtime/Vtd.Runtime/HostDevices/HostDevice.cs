namespace Vtd.Runtime.HostDevices;

/// <summary>A host device behind the unit. Guarded by the unit's lock.</summary>
internal sealed class HostDevice
{
    // Each attachment keeps its place, so that a look at all of them can be interrupted; the place of one that is forgotten is null.
    private readonly List<Attachment?> _places;
    private readonly Stack<int> _freePlaces = new();
    private readonly Dictionary<uint, int> _placesOfPasids = [];

    public HostDevice(SourceId sourceId, IHostDevice target, HostDeviceLimits limits)
    {
        SourceId = sourceId;
        Target = target;
        Limits = limits;
        Untagged = new(this, tag: null);
        _places = [Untagged];
    }

    /// <summary>The source-id of the device.</summary>
    public SourceId SourceId { get; }

    /// <summary>The host's side of it.</summary>
    public IHostDevice Target { get; }

    /// <summary>Capabilities of the host for the device.</summary>
    public HostDeviceLimits Limits { get; }

    /// <summary>Requests without PASID.</summary>
    public Attachment Untagged { get; }

    /// <summary>The number of PASIDs whose requests are not blocked, or were not a moment ago.</summary>
    public int PasidCount => _placesOfPasids.Count;

    /// <summary>The number of places for attachments.</summary>
    public int PlaceCount => _places.Count;

    /// <summary>The device's entries when they were read last; null if they were not read yet.</summary>
    public HostView? View { get; set; }

    /// <summary>Whether the refresh under way found the view changed, so that every PASID entry is concerned.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The device was taken from the guest and is to go once everything is detached.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Attachments to first-stage tables, and of PASIDs to the default table.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var attachment in Attachments)
                count += attachment.Plan.Access == HostAccess.Blocked || attachment.Plan.Access == attachment.Rest.Access ? 0 : 1;
            return count;
        }
    }

    /// <summary>Whether nothing of the guest's is left on the host.</summary>
    public bool IsAtRest => Attachments.All(static one => one.IsAtRest);

    /// <summary>All attachments, those of PASIDs last.</summary>
    public IEnumerable<Attachment> Attachments => _places.OfType<Attachment>();

    /// <summary>The attachment at a place, if there is one.</summary>
    public Attachment? At(int place) => _places[place];

    /// <summary>The attachment of requests with a PASID, or of those without.</summary>
    public Attachment? Find(uint? tag) =>
        tag is not { } pasid ? Untagged : _placesOfPasids.TryGetValue(pasid, out var place) ? _places[place] : null;

    /// <summary>Remembers a PASID.</summary>
    public Attachment Add(uint pasid)
    {
        var attachment = new Attachment(this, pasid);
        if (!_freePlaces.TryPop(out var place))
        {
            place = _places.Count;
            _places.Add(null);
        }
        _places[place] = attachment;
        _placesOfPasids.Add(pasid, place);
        return attachment;
    }

    /// <summary>Forgets a PASID, whose requests are blocked.</summary>
    public void Forget(Attachment attachment)
    {
        if (!_placesOfPasids.Remove(attachment.Tag.GetValueOrDefault(), out var place))
            return;
        _places[place] = null;
        _freePlaces.Push(place);
    }
}
