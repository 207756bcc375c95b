using System.Globalization;
using Vtd.Architecture;

namespace Vtd.Runtime.Tests.HostDevices;

/// <summary>A guest with host devices that share tables and domains, and what emulated devices in their place could do.</summary>
/// <remarks>The oracle is a unit of its own over the same memory that is reset before each question, so that it knows nothing but the tables as
/// they are. Every address leads to one page in each table, which tells the tables apart.</remarks>
internal sealed class HostWorld
{
    public static readonly ushort[] Sources = [0x0108, 0x0109, 0x0290];
    public static readonly uint?[] Tags = [null, 0, 1, 2, 70];
    private static readonly ulong[] Tables = [0x70_0000, 0x71_0000, 0x72_0000];

    private const ulong SecondStage = 0x78_0000;
    private const ulong Probe = 0x1000;
    private const int Directories = 2;

    private readonly VtdUnit _oracle;
    private readonly Dictionary<ushort, MirrorHost> _hosts = [];
    private readonly Dictionary<ushort, IDisposable> _added = [];
    private readonly HashSet<ushort> _leaving = [];
    private readonly Dictionary<(int, uint), ushort> _domains = [];
    private readonly List<byte[]> _owed = [];
    private TranslationTableMode _mode;
    private bool _isOn;

    public HostWorld()
    {
        Guest = new();
        _oracle = new(
            new()
            {
                Capabilities = new GivenRegisters(Guest.AllCap.Value, Guest.AllEcap.Value),
                ContextCacheCapacity = 1,
                PasidCacheCapacity = 1,
                IotlbCapacity = 1,
                InterruptEntryCacheCapacity = 1,
            },
            Guest.Memory,
            Guest);
        foreach (var table in Tables)
            Guest.MapFirstStage(table);
        Guest.MapSecondStage(SecondStage);
        foreach (var source in Sources)
            SetContext(source, directory: 0, ridPasid: 0, takesPasids: true);
        _owed.Clear();
        Guest.StartQueue();
    }

    public Guest Guest { get; }

    /// <summary>Requesters of devices that the guest has: the device, the PASID, and where its requests go on the host.</summary>
    public IEnumerable<(ushort Source, uint? Tag, string State)> Requesters() =>
        from host in _hosts
        from tag in Tags
        select (host.Key, tag, host.Value.StateOf(tag));

    /// <summary>Where the requests may go, by what an emulated device could do at this moment.</summary>
    public string Expected(ushort source, uint? tag)
    {
        if (!_isOn || _mode == TranslationTableMode.Legacy || _leaving.Contains(source))
            return tag is null ? MirrorHost.Default : MirrorHost.Blocked;
        _oracle.Reset();
        _oracle.WriteRegister(Rtaddr.Offset, 8, (new Rtaddr(0) with { RTA = Guest.RootTable, TTM = _mode }).Value);
        _oracle.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { SRTP = true, TE = true }).Value);
        var result = _oracle.Translate(new(source, Probe, DmaAccess.Read) { Pasid = tag });
        var output = result.Page.Output + (Probe - result.Page.Input);
        return result.Outcome != DmaOutcome.Allowed ? MirrorHost.Blocked
            : output == Probe ? MirrorHost.Default
            : Tables.Contains(output) ? output.ToString("X", CultureInfo.InvariantCulture)
            : MirrorHost.Blocked; // a second stage, which the host has not
    }

    /// <summary>Called for each call to a host device.</summary>
    public Action? OnCall
    {
        set
        {
            foreach (var host in _hosts.Values)
                host.OnCall = value;
        }
    }

    /// <summary>Called for each first-stage table that is about to be attached.</summary>
    public Action<string>? OnAttach { get; set; }

    /// <summary>Makes a change.</summary>
    /// <returns>Whether it announces all that was changed before.</returns>
    public bool Apply(HostEdit edit)
    {
        var wasOn = _isOn;
        var source = Sources[edit.Device];
        switch (edit.Kind)
        {
            case HostEditKind.Pasid:
                SetPasid(edit);
                break;
            case HostEditKind.Context:
                SetContext(source, edit.Value % 3, (uint)edit.Value / 3 % 2, edit.Value % 5 != 0);
                break;
            case HostEditKind.NoContext:
                SetContext(source, default);
                break;
            case HostEditKind.Swap:
                Swap(edit);
                break;
            case HostEditKind.Device:
                AddOrRemove(source);
                break;
            case HostEditKind.Translation:
                _isOn = edit.Value % 4 != 0;
                Guest.Translate(_isOn);
                break;
            case HostEditKind.Root:
                _mode = (edit.Value % 6) switch
                {
                    0 => TranslationTableMode.Legacy,
                    1 => TranslationTableMode.AbortDma,
                    _ => TranslationTableMode.Scalable,
                };
                Guest.SetRootPointer(_mode);
                break;
            case HostEditKind.Reset:
                _isOn = false;
                _mode = TranslationTableMode.Legacy;
                Guest.Unit.Reset();
                Guest.StartQueue();
                break;
        }
        return edit.Kind is HostEditKind.Root or HostEditKind.Reset || _isOn != wasOn;
    }

    /// <summary>Sends the invalidations that the edits made since the last time require.</summary>
    public void Announce()
    {
        if (_owed.Count > 0)
            Guest.SubmitAndWait([.. _owed]);
        _owed.Clear();
    }

    /// <summary>Forgets the invalidations that the edits require.</summary>
    public void Omit() => _owed.Clear();

    /// <summary>Has everything read anew.</summary>
    public void AnnounceEverything()
    {
        _owed.Clear();
        Guest.SubmitAndWait(
            Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }),
            Guest.Bytes(new PasidCacheInvalidateDescriptor { G = PasidCacheGranularity.Global }));
    }

    private void AddOrRemove(ushort source)
    {
        if (_hosts.ContainsKey(source))
        {
            Remove(source);
            return;
        }
        var host = new MirrorHost { OnAttach = table => OnAttach?.Invoke(table) };
        _hosts.Add(source, host);
        _added.Add(source, Guest.Unit.AddHostDevice(source, host));
    }

    /// <summary>Tries again to remove what could not be removed.</summary>
    public void FinishRemovals()
    {
        foreach (var source in _leaving.ToArray())
            Remove(source);
    }

    private void Remove(ushort source)
    {
        try
        {
            _added[source].Dispose(); // harmless where a reset has finished the removal
        }
        catch (InvalidOperationException)
        {
            _leaving.Add(source);
            return;
        }
        _leaving.Remove(source);
        Assert.Equal(MirrorHost.Default, _hosts[source].StateOf(null));
        Assert.All(Tags.Skip(1), tag => Assert.Equal(MirrorHost.Blocked, _hosts[source].StateOf(tag)));
        _hosts.Remove(source);
        _added.Remove(source);
    }

    private void SetPasid(HostEdit edit)
    {
        var directory = edit.Device % Directories;
        var pasid = Tags[1 + edit.Value % 4].GetValueOrDefault();
        var domain = (ushort)(1 + edit.Entry % 2);
        var entry = (edit.Entry / 2 % 9) switch
        {
            0 or 1 or 2 => GuestTables.FirstStage(domain, Tables[edit.Entry / 2 % 9]),
            3 => GuestTables.FirstStage(domain, Tables[0]) with { SRE = true },
            4 => GuestTables.SecondStage(domain, SecondStage) with { PGTT = PasidTranslationType.PassThrough },
            5 => GuestTables.SecondStage(domain, SecondStage),
            6 => GuestTables.Nested(domain, Tables[1], SecondStage),
            7 => GuestTables.FirstStage(domain, Tables[0]) with { FSPM = (FirstStagePagingMode)2 },
            _ => default,
        };
        Write(directory, pasid, entry, edit.Granularity);
    }

    /// <summary>Two PASIDs get each other's table.</summary>
    private void Swap(HostEdit edit)
    {
        Write(0, 1, GuestTables.FirstStage(1, Tables[edit.Entry % 3]), edit.Granularity);
        Write(1, 1, GuestTables.FirstStage(1, Tables[(edit.Entry + 1) % 3]), edit.Granularity);
    }

    private void Write(int directory, uint pasid, PasidEntry entry, int granularity)
    {
        var before = _domains.GetValueOrDefault((directory, pasid));
        Guest.SetPasid(Sources[directory], pasid, entry);
        _domains[(directory, pasid)] = entry.DID;
        foreach (var domain in new HashSet<ushort> { before, entry.DID })
        {
            _owed.Add(Guest.Bytes(new PasidCacheInvalidateDescriptor
            {
                G = (granularity % 3) switch { 0 => PasidCacheGranularity.Pasid, 1 => PasidCacheGranularity.Domain, _ => PasidCacheGranularity.Global },
                DID = domain,
                PASID = granularity % 3 == 0 ? pasid : 0,
            }));
        }
    }

    private void SetContext(ushort source, int directory, uint ridPasid, bool takesPasids)
    {
        // The directories are those of the first two devices.
        var owner = Sources[directory % Directories];
        SetContext(source, default(ScalableContextEntry) with
        {
            P = true, PASIDE = takesPasids, PASIDDIRPTR = GuestTables.DirectoryOf(owner), RID_PASID = ridPasid,
        });
    }

    private void SetContext(ushort source, ScalableContextEntry entry)
    {
        Guest.SetScalableContext(source, entry);
        _owed.Add(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = source }));
    }
}

public enum HostEditKind
{
    Pasid,
    Context,
    NoContext,
    Swap,
    Device,
    Translation,
    Root,
    Reset,
}

/// <summary>One thing that a guest or a host changes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Device">Which device, of three.</param>
/// <param name="Value">What it becomes, or which PASID.</param>
/// <param name="Entry">The PASID entry.</param>
/// <param name="Granularity">How it is announced.</param>
public sealed record HostEdit(HostEditKind Kind, int Device, int Value, int Entry, int Granularity);
