using Vtd.Architecture;

namespace Vtd.Runtime.Tests.HostDevices;

public class HostDeviceTests
{
    private const ushort SourceId = 0x0108;

    private readonly Guest _guest = new();
    private readonly RecordingDevice _device = new();

    public HostDeviceTests()
    {
        _guest.SetScalableContext(SourceId);
        _guest.StartScalable();
        _guest.Unit.AddHostDevice(SourceId, _device);
        Assert.Equal(["block"], _device.TakeCalls()); // translation is on, and no entry lets the device in
    }

    private static byte[] PasidCache(PasidCacheGranularity granularity, ushort domain = 0, uint pasid = 0) =>
        Guest.Bytes(new PasidCacheInvalidateDescriptor { G = granularity, DID = domain, PASID = pasid });

    private string[] Invalidate(PasidCacheGranularity granularity, ushort domain = 0, uint pasid = 0)
    {
        _guest.SubmitAndWait(PasidCache(granularity, domain, pasid));
        return _device.TakeCalls();
    }

    /// <summary>PASID 0 stands for requests without PASID here, the others for themselves.</summary>
    private static string Name(uint pasid) => pasid == 0 ? "-" : $"{pasid}";

    private static string Detach(uint pasid) => pasid == 0 ? "block" : $"detach {pasid}";

    [Theory]
    [InlineData(PasidCacheGranularity.Global, 0)]
    [InlineData(PasidCacheGranularity.Global, 200)]
    [InlineData(PasidCacheGranularity.Domain, 0)]
    [InlineData(PasidCacheGranularity.Domain, 200)]
    [InlineData(PasidCacheGranularity.Pasid, 0)]
    [InlineData(PasidCacheGranularity.Pasid, 200)]
    internal void New_same_changed_gone(PasidCacheGranularity granularity, uint pasid)
    {
        _guest.SetPasid(SourceId, pasid, GuestTables.FirstStage(domain: 5, table: 0x7000));
        Assert.Equal([$"attach {Name(pasid)} 7000"], Invalidate(granularity, 5, pasid));
        Assert.Equal(1, _guest.Unit.Counts.HostAttachments);

        Assert.Empty(Invalidate(granularity, 5, pasid));

        _guest.SetPasid(SourceId, pasid, GuestTables.FirstStage(domain: 5, table: 0x9000));
        Assert.Equal([Detach(pasid), $"attach {Name(pasid)} 9000"], Invalidate(granularity, 5, pasid));

        _guest.SetPasid(SourceId, pasid, default);
        Assert.Equal([Detach(pasid)], Invalidate(granularity, 5, pasid));
        Assert.Equal(0, _guest.Unit.Counts.HostAttachments);

        Assert.Empty(Invalidate(granularity, 5, pasid));
    }

    [Theory]
    [InlineData(PasidCacheGranularity.Domain, 6, 9)]
    [InlineData(PasidCacheGranularity.Pasid, 6, 9)]
    [InlineData(PasidCacheGranularity.Pasid, 5, 10)]
    internal void Other_domains_and_pasids_are_left_alone(PasidCacheGranularity granularity, ushort domain, uint pasid)
    {
        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(5, 0x7000));
        Assert.Empty(Invalidate(granularity, domain, pasid));
        Invalidate(PasidCacheGranularity.Global);
        _guest.SetPasid(SourceId, 9, default);
        Assert.Empty(Invalidate(granularity, domain, pasid));
    }

    [Theory]
    [InlineData(PasidCacheGranularity.Domain)]
    [InlineData(PasidCacheGranularity.Pasid)]
    internal void An_entry_that_changes_its_domain_is_found_by_the_old_one(PasidCacheGranularity granularity)
    {
        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(5, 0x7000));
        Invalidate(PasidCacheGranularity.Global);
        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(6, 0x9000));

        Assert.Equal(["detach 9", "attach 9 9000"], Invalidate(granularity, 5, 9));

        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(6, 0xA000));
        Assert.Empty(Invalidate(granularity, 5, 9));
        Assert.Equal(["detach 9", "attach 9 A000"], Invalidate(granularity, 6, 9));
    }

    [Fact]
    public void Flags_and_width_of_the_entry_count()
    {
        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(5, 0x7000) with { SRE = true, WPE = true, EAFE = true, FSPM = FirstStagePagingMode.Level5 });
        Invalidate(PasidCacheGranularity.Global);
        Assert.Equal(
            new StageOneTable(0x7000, 57, StageOneFlags.SupervisorRequests | StageOneFlags.ExtendedAccessed | StageOneFlags.WriteProtect),
            _device.Attached["9"]);

        _guest.SetPasid(SourceId, 9, GuestTables.FirstStage(5, 0x7000) with { SRE = true, WPE = true });
        Assert.Equal(["detach 9", "attach 9 7000"], Invalidate(PasidCacheGranularity.Global));
        Assert.Equal(new StageOneTable(0x7000, 48, StageOneFlags.SupervisorRequests | StageOneFlags.WriteProtect), _device.Attached["9"]);
    }

    public static TheoryData<string> NotFirstStage => ["second stage", "nested", "pass-through", "reserved type", "reserved bit", "reserved mode", "not present"];

    [Theory]
    [MemberData(nameof(NotFirstStage))]
    public void What_is_no_legal_first_stage_entry_is_blocked_or_passes_through(string what)
    {
        var entry = GuestTables.FirstStage(5, 0x7000);
        _guest.SetPasid(SourceId, 0, entry);
        _guest.SetPasid(SourceId, 3, entry);
        Assert.Equal(["attach - 7000", "attach 3 7000"], Invalidate(PasidCacheGranularity.Global));

        entry = what switch
        {
            "second stage" => GuestTables.SecondStage(5),
            "nested" => entry with { PGTT = PasidTranslationType.Nested },
            "pass-through" => entry with { PGTT = PasidTranslationType.PassThrough },
            "reserved type" => entry with { PGTT = (PasidTranslationType)6 },
            "reserved bit" => new PasidEntry(entry.Qword0, entry.Qword1, entry.Qword2, 1, 0, 0, 0, 0),
            "reserved mode" => entry with { FSPM = (FirstStagePagingMode)2 },
            _ => entry with { P = false },
        };
        _guest.SetPasid(SourceId, 0, entry);
        _guest.SetPasid(SourceId, 3, entry);

        Assert.Equal(what == "pass-through" ? ["default", "default 3"] : ["block", "detach 3"], Invalidate(PasidCacheGranularity.Domain, 5));
        Assert.Equal(what is "second stage" or "nested" ? 2 : 0, _guest.Unit.Counts.RefusedAttachments);
        Assert.Equal(what == "pass-through" ? 1 : 0, _guest.Unit.Counts.HostAttachments);
    }

    [Fact]
    public void The_entry_of_RID_PASID_is_that_of_requests_without_pasid()
    {
        _guest.SetPasid(SourceId, 4, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(SourceId, 6, GuestTables.FirstStage(5, 0x9000));
        _guest.SetScalableContext(SourceId, ridPasid: 4);
        Assert.Equal(["attach - 7000", "attach 6 9000"], Invalidate(PasidCacheGranularity.Global));

        _guest.SetScalableContext(SourceId, ridPasid: 6);
        Assert.Equal(["block", "detach 6", "attach - 9000", "attach 4 7000"], Invalidate(PasidCacheGranularity.Global));
    }

    [Fact]
    public void Without_the_capability_requests_without_pasid_use_pasid_0()
    {
        var guest = new Guest(ecap: Guest.AllEcap with { RPS = false });
        var device = new RecordingDevice();
        guest.SetScalableContext(SourceId);
        guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        guest.StartScalable();
        guest.Unit.AddHostDevice(SourceId, device);
        Assert.Equal(["attach - 7000"], device.Calls);
    }

    [Fact]
    public void Requests_with_pasid_need_the_permission_of_the_context_entry()
    {
        _guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _guest.SetScalableContext(SourceId, withPasids: false);
        Assert.Equal(["attach - 7000"], Invalidate(PasidCacheGranularity.Global));

        _guest.SetScalableContext(SourceId, withPasids: true);
        Assert.Equal(["attach 3 9000"], Invalidate(PasidCacheGranularity.Global));

        _guest.SetScalableContext(SourceId, withPasids: false);
        Assert.Equal(["detach 3"], Invalidate(PasidCacheGranularity.Domain, 5));
    }

    [Fact]
    public void A_context_entry_that_is_gone_takes_everything_along()
    {
        _guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(6, 0x9000));
        Invalidate(PasidCacheGranularity.Global);
        _guest.SetScalableContext(SourceId, default(ScalableContextEntry));

        Assert.Equal(["block", "detach 3"], Invalidate(PasidCacheGranularity.Domain, 5));
        Assert.Empty(Invalidate(PasidCacheGranularity.Global));
    }

    [Theory]
    [InlineData(ContextGranularity.Global)]
    [InlineData(ContextGranularity.Domain)]
    [InlineData(ContextGranularity.Device)]
    internal void A_context_entry_that_is_gone_blocks_the_device_when_the_context_cache_is_invalidated(ContextGranularity granularity)
    {
        _guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(6, 0x9000));
        Invalidate(PasidCacheGranularity.Global);
        var invalidation = Guest.Bytes(new ContextCacheInvalidateDescriptor { G = granularity, SID = SourceId });
        _guest.SubmitAndWait(invalidation);
        Assert.Empty(_device.TakeCalls());

        _guest.SetScalableContext(SourceId, default(ScalableContextEntry));
        _guest.SubmitAndWait(invalidation);
        Assert.Equal(["block", "detach 3"], _device.TakeCalls());

        _guest.SetScalableContext(SourceId);
        _guest.SubmitAndWait(invalidation);
        Assert.Equal(["attach - 7000", "attach 3 9000"], _device.TakeCalls());
    }

    [Fact]
    public void The_directory_size_bounds_what_is_read()
    {
        _guest.SetPasid(SourceId, 8191, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(SourceId, 8192, GuestTables.FirstStage(5, 0x9000));
        Assert.Equal(["attach 8191 7000"], Invalidate(PasidCacheGranularity.Global));
        Assert.Empty(Invalidate(PasidCacheGranularity.Pasid, 5, 8192));

        _guest.SetScalableContext(SourceId, pdts: PasidDirectorySize.Entries256);
        Assert.Equal(["attach 8192 9000"], Invalidate(PasidCacheGranularity.Domain, 5));
    }

    [Fact]
    public void The_pasid_width_of_the_unit_bounds_what_is_read()
    {
        var guest = new Guest(ecap: Guest.AllEcap with { PSS = 7 });
        var device = new RecordingDevice();
        guest.SetScalableContext(SourceId);
        guest.SetPasid(SourceId, 255, GuestTables.FirstStage(5, 0x7000));
        guest.SetPasid(SourceId, 256, GuestTables.FirstStage(5, 0x9000));
        guest.StartScalable();
        guest.Unit.AddHostDevice(SourceId, device);
        Assert.Equal(["block", "attach 255 7000"], device.Calls);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Without_requests_with_pasid_only_the_entry_of_the_others_counts(bool unitTakesPasids, bool contextTakesPasids)
    {
        var guest = new Guest(
            ecap: Guest.AllEcap with { PASID = unitTakesPasids },
            options: options => options with { Quirks = [UnitQuirk.ContextPermissionsAlways] });
        var device = new RecordingDevice();
        guest.SetScalableContext(SourceId, ridPasid: 2, withPasids: contextTakesPasids);
        guest.SetPasid(SourceId, 1, GuestTables.FirstStage(5, 0x7000));
        guest.SetPasid(SourceId, 2, GuestTables.FirstStage(5, 0x9000));
        guest.StartScalable();
        guest.Unit.AddHostDevice(SourceId, device);
        Assert.Equal(["attach - 9000"], device.TakeCalls());

        guest.SubmitAndWait(PasidCache(PasidCacheGranularity.Pasid, 5, 1));
        guest.SubmitAndWait(PasidCache(PasidCacheGranularity.Domain, 5));
        Assert.Empty(device.TakeCalls());
    }

    [Fact]
    public void Switching_translation_attaches_and_detaches()
    {
        _guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _guest.Translate(on: false);
        Assert.Equal(["default"], _device.TakeCalls());

        _guest.Translate(on: true);
        Assert.Equal(["attach - 7000", "attach 3 9000"], _device.TakeCalls());

        _guest.Translate(on: false);
        Assert.Equal(["default", "detach 3"], _device.TakeCalls());
    }

    [Fact]
    public void A_new_root_pointer_counts_at_once()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _guest.SetRootPointer(TranslationTableMode.Scalable);
        Assert.Equal(["attach 3 9000"], _device.TakeCalls());

        _guest.SetRootPointer(TranslationTableMode.AbortDma);
        Assert.Equal(["detach 3"], _device.TakeCalls());
    }

    [Fact]
    public void Stage_one_invalidations_reach_what_is_attached()
    {
        _guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _guest.SetPasid(SourceId, 4, GuestTables.FirstStage(6, 0xA000));
        Invalidate(PasidCacheGranularity.Global);

        _guest.SubmitAndWait(Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = 5, PASID = 3 }));
        Assert.Equal(["invalidate 3 all"], _device.TakeCalls());

        _guest.SubmitAndWait(Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = 5, PASID = 0, ADDR = 0x7000, AM = 2, IH = true }));
        Assert.Equal(["invalidate - 4000+4 leaf"], _device.TakeCalls());

        _guest.SubmitAndWait(Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = 5, PASID = 4 }));
        Assert.Empty(_device.TakeCalls());

        _guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = 5 }));
        Assert.Equal(["invalidate - all", "invalidate 3 all"], _device.TakeCalls());

        _guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Page, DID = 6, ADDR = 0x1000 }));
        Assert.Equal(["invalidate 4 all"], _device.TakeCalls());

        _guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }));
        Assert.Equal(["invalidate - all", "invalidate 3 all", "invalidate 4 all"], _device.TakeCalls());
    }

    [Fact]
    public void A_wait_is_done_after_what_earlier_descriptors_ask_of_the_host()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        var seen = new List<(string Call, uint Status)>();
        _device.OnCall = call => seen.Add((call, _guest.StatusWord));

        _guest.Submit(
            PasidCache(PasidCacheGranularity.Global),
            Guest.Wait(1),
            Guest.Bytes(new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Pasid, DID = 5, PASID = 3 }),
            Guest.Wait(2));

        Assert.Equal([("attach 3 9000", 0u), ("invalidate 3 all", 1u)], seen);
        Assert.Equal(2u, _guest.StatusWord);
    }

    [Fact]
    public void Many_descriptors_without_a_wait_do_not_pile_up()
    {
        for (uint pasid = 1; pasid <= 40; pasid++)
            _guest.SetPasid(SourceId, pasid, GuestTables.FirstStage(5, 0x9000));
        Invalidate(PasidCacheGranularity.Global);
        var page = new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = 5, PASID = 7 };

        // The host is slow: all that the queue holds comes while the first call is under way.
        _device.OnCall = _ =>
        {
            _device.OnCall = null;
            _guest.Submit([.. Enumerable.Range(1, 50).Select(number => Guest.Bytes(page with { ADDR = (ulong)number << 12 }))]);
        };
        _guest.SubmitAndWait(Guest.Bytes(page));
        Assert.Equal(["invalidate 7 0+1", "invalidate 7 all"], _device.TakeCalls());

        _guest.Put([.. Enumerable.Range(0, 100).Select(_ => Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }))]);
        _guest.SubmitAndWait();
        Assert.Equal(40, _device.TakeCalls().Length);
    }

    [Fact]
    public void Ranges_of_one_attachment_come_in_one_call_without_what_others_cover()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        Invalidate(PasidCacheGranularity.Global);
        var page = new PasidIotlbInvalidateDescriptor { G = PasidIotlbGranularity.Page, DID = 5, PASID = 3 };

        _guest.SubmitAndWait(
            Guest.Bytes(page with { ADDR = 0x8000 }),
            Guest.Bytes(page with { ADDR = 0x4000, IH = true }),
            Guest.Bytes(page with { ADDR = 0x2_0000, AM = 4 }),
            Guest.Bytes(page with { ADDR = 0x8000, IH = true }),
            Guest.Bytes(page with { ADDR = 0x4000 }),
            Guest.Bytes(page with { ADDR = 0x2_3000 }));

        Assert.Equal(["invalidate 3 8000+1", "invalidate 3 20000+16", "invalidate 3 4000+1"], _device.TakeCalls());
        Assert.Equal(1, _device.InvalidateCalls);
    }

    [Fact]
    public void A_refused_attachment_is_tried_again_and_never_detached()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _device.OnCall = _ => throw new InvalidOperationException("refused");
        Assert.Equal(["attach 3 9000"], Invalidate(PasidCacheGranularity.Global));
        Assert.Equal((0, 1, 0), (_guest.Unit.Counts.HostAttachments, _guest.Unit.Counts.FailedHostActions, _guest.Unit.Counts.StuckAttachments));

        _device.OnCall = null;
        Assert.Equal(["attach 3 9000"], Invalidate(PasidCacheGranularity.Pasid, 5, 3));
        Assert.Equal(1, _guest.Unit.Counts.HostAttachments);
    }

    [Fact]
    public void A_refused_attachment_that_is_removed_before_the_host_was_asked_is_not_detached()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _device.OnCall = _ =>
        {
            _device.OnCall = null;
            _guest.Unit.Reset(); // from inside the call: its removals follow after it
            throw new InvalidOperationException("refused");
        };

        Assert.Equal(["attach 3 9000", "default"], InvalidateWithoutWait());

        string[] InvalidateWithoutWait()
        {
            _guest.Submit(PasidCache(PasidCacheGranularity.Global));
            return _device.TakeCalls();
        }
    }

    [Fact]
    public void A_refused_attachment_that_was_planned_anew_meanwhile_stays()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _device.OnCall = _ =>
        {
            _device.OnCall = null;
            _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0xA000));
            _guest.SetRootPointer(TranslationTableMode.Scalable); // reads the entry again at once
            throw new InvalidOperationException("refused");
        };

        _guest.Submit(PasidCache(PasidCacheGranularity.Global));

        Assert.Equal(["attach 3 9000", "attach 3 A000"], _device.TakeCalls());
        Assert.Equal(1, _guest.Unit.Counts.HostAttachments);
        _guest.Unit.Reset();
        Assert.Equal(["default", "detach 3"], _device.TakeCalls());
    }

    [Fact]
    public void A_refused_replacement_is_tried_again_and_detached_in_the_end()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        Invalidate(PasidCacheGranularity.Global);
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0xA000));
        _device.OnCall = _ => throw new InvalidOperationException("refused");
        Assert.Equal(["detach 3"], Invalidate(PasidCacheGranularity.Global));
        _device.OnCall = null;

        Assert.Equal(["detach 3", "attach 3 A000"], Invalidate(PasidCacheGranularity.Global));

        _device.OnCall = _ => throw new InvalidOperationException("refused");
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0xB000));
        Invalidate(PasidCacheGranularity.Global);
        _device.OnCall = null;
        _guest.Unit.Reset();
        Assert.Equal(["default", "detach 3"], _device.TakeCalls());
    }

    [Fact]
    public void A_guest_cannot_attach_more_than_the_limit()
    {
        var guest = new Guest(options: options => options with { MaxAttachmentsPerDevice = 10 });
        var device = new RecordingDevice();
        guest.SetScalableContext(SourceId);
        for (uint pasid = 0; pasid < 50; pasid++)
            guest.SetPasid(SourceId, pasid, GuestTables.FirstStage(5, 0x7000));
        guest.StartScalable();

        guest.Unit.AddHostDevice(SourceId, device);

        Assert.Equal(10, device.Attached.Count);
        Assert.Equal((10, 40), (guest.Unit.Counts.HostAttachments, guest.Unit.Counts.RefusedAttachments));
    }

    [Fact]
    public void Adding_and_removing_a_device_attaches_and_detaches()
    {
        _guest.SetPasid(0x0109, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(0x0109, 7, GuestTables.FirstStage(5, 0x7000));
        _guest.SetScalableContext(0x0109);
        var device = new RecordingDevice();

        var added = _guest.Unit.AddHostDevice(0x0109, device);
        Assert.Equal(["attach - 7000", "attach 7 7000"], device.TakeCalls());
        Assert.Throws<ArgumentException>(() => _guest.Unit.AddHostDevice(0x0109, device));

        added.Dispose();
        Assert.Equal(["default", "detach 7"], device.TakeCalls());
        added.Dispose();
        Invalidate(PasidCacheGranularity.Global);
        Assert.Empty(device.Calls);
    }

    [Fact]
    public void Removing_twice_does_not_remove_the_next_device_of_the_same_source()
    {
        _guest.SetPasid(0x0109, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.SetScalableContext(0x0109);
        var first = _guest.Unit.AddHostDevice(0x0109, new RecordingDevice());
        first.Dispose();
        var device = new RecordingDevice();
        _guest.Unit.AddHostDevice(0x0109, device);

        first.Dispose();

        Assert.Equal(["attach - 7000"], device.TakeCalls());
        Assert.Throws<ArgumentException>(() => _guest.Unit.AddHostDevice(0x0109, device));
    }

    [Fact]
    public void A_request_tells_of_an_entry_that_became_present_without_an_invalidation()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x7000));
        _guest.MapFirstStage(0x7000);
        Assert.True(_guest.Reads(SourceId, 3));
        Assert.Equal(["attach 3 7000"], _device.TakeCalls());
    }

    [Fact]
    public void Legacy_mode_attaches_nothing()
    {
        _guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        Invalidate(PasidCacheGranularity.Global);
        _guest.SetRootPointer(TranslationTableMode.Legacy);
        Assert.Equal(["attach - 7000", "default"], _device.Calls.Prepend("attach - 7000"));
    }

    [Fact]
    public void A_table_that_moves_between_devices_is_taken_from_the_one_before_the_other_gets_it()
    {
        var calls = new List<string>();
        var second = new RecordingDevice { OnCall = call => calls.Add($"2: {call}") };
        _device.OnCall = call => calls.Add($"1: {call}");
        _guest.SetScalableContext(0x0109);
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x7000));
        _guest.SetPasid(0x0109, 3, GuestTables.FirstStage(5, 0x9000));
        _guest.Unit.AddHostDevice(0x0109, second);
        Invalidate(PasidCacheGranularity.Global);
        calls.Clear();

        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        _guest.SetPasid(0x0109, 3, GuestTables.FirstStage(5, 0x7000));
        Invalidate(PasidCacheGranularity.Pasid, 5, 3);

        Assert.Equal(["1: detach 3", "2: detach 3", "1: attach 3 9000", "2: attach 3 7000"], calls);
    }

    [Fact]
    public void An_invalidation_that_fails_costs_the_table()
    {
        _guest.SetPasid(SourceId, 3, GuestTables.FirstStage(5, 0x9000));
        Invalidate(PasidCacheGranularity.Global);
        _device.OnCall = call =>
        {
            if (call.StartsWith("invalidate", StringComparison.Ordinal))
                throw new InvalidOperationException("stale");
        };
        _guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }));

        Assert.Equal(["invalidate 3 all", "detach 3"], _device.TakeCalls());
        Assert.Equal(["attach 3 9000"], Invalidate(PasidCacheGranularity.Pasid, 5, 3));
    }
}
