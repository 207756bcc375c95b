using Vtd.Runtime.Translation;

namespace Vtd.Runtime.Endpoints;

/// <summary>The address space that a listener follows.</summary>
internal sealed class AddressSpace(ushort sourceId, uint? pasid, ITranslationListener listener, bool wantsMappings)
{
    private volatile bool _isRemoved;

    /// <summary>The device: bus in bits 15:8, device and function below.</summary>
    public ushort SourceId => sourceId;

    /// <summary>The PASID of the requests; null for those without.</summary>
    public uint? Pasid => pasid;

    /// <summary>Who follows it.</summary>
    public ITranslationListener Listener => listener;

    /// <summary>Whether the listener wants to hear of pages that become mapped.</summary>
    public bool WantsMappings => wantsMappings;

    /// <summary>What the listener was told last, or is going to be told. Guarded by the unit's lock.</summary>
    public bool IsTranslated { get; set; }

    /// <summary>The domain that the tables named when they were last looked at. Guarded by the unit's lock.</summary>
    public ushort? Domain { get; set; }

    /// <summary>The pages that the listener was told of. Known to whoever makes the calls, of whom there is one at a time.</summary>
    public MappedPages Mapped { get; } = new();

    /// <summary>The listener hears nothing any more.</summary>
    public bool IsRemoved => _isRemoved;

    /// <summary>The listener is to hear nothing any more.</summary>
    public void Remove() => _isRemoved = true;
}

/// <summary>What the tables in memory say of an address space.</summary>
/// <param name="Exists">Whether there are present and legal entries for it.</param>
/// <param name="PassesThrough">They pass requests through.</param>
/// <param name="Entries">The entries.</param>
/// <param name="Domain">Their domain.</param>
/// <param name="IsSupervisor">Its requests run with privilege.</param>
internal readonly record struct AddressSpaceEntries(bool Exists, bool PassesThrough, RequesterEntries Entries, ushort Domain, bool IsSupervisor);
