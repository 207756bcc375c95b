using System.Diagnostics.Tracing;
using System.Globalization;
using System.Reflection;
using Vtd.Architecture;
using Vtd.Runtime.Telemetry;
using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;
using Keywords = Vtd.Runtime.Telemetry.VtdEventSource.Keywords;

namespace Vtd.Runtime.Tests.Diagnostics;

/// <summary>The event source is one for the process: while a test listens, units of other tests would allocate events.</summary>
[CollectionDefinition(nameof(EventTests), DisableParallelization = true)]
public class AloneWithEvents;

/// <summary>The event source tells the story of a unit.</summary>
[Collection(nameof(EventTests))]
public class EventTests
{
    [Fact]
    public void A_story_is_told_in_order()
    {
        var machine = new Machine(null, options: options => options with { Name = "story" });
        var guest = machine.Guest;
        using var events = new Listener("story", EventKeywords.All & ~Keywords.Registers);

        guest.Translate(on: false);
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.Translate(on: true);
        machine.Read();
        machine.Read();
        guest.SubmitAndWait(Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Domain, DID = Machine.Domain }));
        machine.Read(0x7F_0000);
        guest.Unit.Reset();

        Assert.Equal(
            [
                "vtd_iotlb_page_update 264 20480 36864 3",
                "vtd_iotlb_page_hit 264 20480 36864 3",
                "vtd_inv_qi_tail 64",
                "vtd_inv_desc IotlbInvalidate 0 196642",
                "vtd_inv_desc_iotlb_domain 3",
                $"vtd_inv_desc Wait {Guest.Status} 4294967333",
                $"vtd_inv_desc_wait_sw {Guest.Status} 1",
                "vtd_dmar_fault 264 6 8323072 ReadDenied Recorded",
                "vtd_reset RegistersReset",
                "vtd_reset CachesDropped",
                "vtd_context_cache_reset",
                "vtd_iotlb_reset system reset",
                "vtd_reset HostDevicesDetached",
            ],
            events.Seen);
    }

    [Fact]
    public void Registers_tell_what_a_driver_sets_up()
    {
        var guest = new Guest(options: options => options with { Name = "setup" });
        using var events = new Listener("setup", Keywords.Registers | Keywords.Queue, EventLevel.Informational);

        guest.StartScalable();
        guest.StartRemapping(sizeCode: 7);
        guest.Write32(2, 1);
        guest.Unit.Reset();
        guest.SetRootPointer(TranslationTableMode.Legacy);

        Assert.Equal(
            [
                $"vtd_reg_dmar_root {Guest.RootTable} True",
                "vtd_inv_qi_enable True",
                $"vtd_inv_qi_setup {Guest.QueueBase} 0",
                "vtd_dmar_enable True",
                $"vtd_reg_ir_root {GuestInterrupts.Table} 256",
                "vtd_ir_enable True",
                "vtd_reg_rejected 2 4 True",
                $"vtd_reg_dmar_root {Guest.RootTable} False",
            ],
            events.Seen.Where(text => !text.StartsWith("vtd_reg_write_gcmd", StringComparison.Ordinal)));
        Assert.Equal(6, events.Seen.Count(text => text.StartsWith("vtd_reg_write_gcmd", StringComparison.Ordinal)));
    }

    [Fact]
    public void Interrupts_faults_that_are_disabled_and_errors_have_events()
    {
        var machine = new Machine(null, options: options => options with { Name = "faults" });
        machine.DisableFaults();
        var guest = machine.Guest;
        guest.SetEntry(5, GuestInterrupts.Xapic());
        guest.StartRemapping();
        using var events = new Listener("faults", Keywords.Faults | Keywords.Interrupts | Keywords.Queue, EventLevel.Verbose);

        guest.Send(5);
        guest.Send(6);
        machine.Read(0x7F_0000);
        guest.Submit([0xFF, 0xFF]);

        Assert.Equal(
            [
                "vtd_ir_remap_msi", "vtd_ir_fault", "vtd_ir_remap_msi", "vtd_dmar_fault", "vtd_fault_disabled", "vtd_inv_qi_tail", "vtd_inv_qi_error",
            ],
            events.Seen.Select(text => text.Split(' ')[0]));
        Assert.Equal("vtd_ir_fault 264 34 6 InterruptEntryNotPresent Recorded", events.Seen[1]);
        Assert.Equal("vtd_dmar_fault 264 6 8323072 ReadDenied Disabled", events.Seen[3]);
        Assert.Equal("vtd_inv_qi_error InvalidType 0", events.Seen[6]);
    }

    [Fact]
    public void Host_devices_have_events()
    {
        var guest = new Guest(options: options => options with { Name = "hosts" });
        guest.SetScalableContext(Machine.Device);
        guest.SetPasid(Machine.Device, 0, GuestTables.FirstStage(1, 0x7000));
        guest.StartScalable();
        using var events = new Listener("hosts", Keywords.HostDevices);

        guest.Unit.AddHostDevice(Machine.Device, new RecordingDevice { OnCall = _ => throw new InvalidOperationException() });

        Assert.Equal(
            [
                "vtd_host_action Attach 264 False 0 28672", "vtd_host_action_failed Attach 264 False 0 InvalidOperationException",
                "vtd_host_action Block 264 False 0 0", "vtd_host_action_failed Block 264 False 0 InvalidOperationException",
            ],
            events.Seen);
    }

    [Fact]
    public void A_listener_misses_no_request()
    {
        var machine = new Machine(null, options: options => options with { Name = "requests" });
        machine.Read();
        machine.Read();
        Assert.True(IsRecent());

        using (var events = new Listener("requests", Keywords.Translation))
        {
            Assert.False(IsRecent());
            machine.Read();
            Assert.NotEmpty(events.Seen);
        }
        machine.Read();
        Assert.True(IsRecent());

        bool IsRecent() => machine.Guest.Unit.Recent.TryTranslate(machine.Request(DmaAccess.Read), out _);
    }

    [Fact]
    public void Only_tests_that_run_alone_listen() => Assert.All(
        typeof(EventTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(EventListener))),
        type => Assert.Contains(type.DeclaringType!.GetCustomAttributesData(), attribute =>
            attribute.AttributeType == typeof(CollectionAttribute) && nameof(EventTests).Equals(attribute.ConstructorArguments[0].Value)));

    /// <summary>Members of the observer may be left out, so nothing else tells of one that is not passed on.</summary>
    [Fact]
    public void Everything_that_an_observer_hears_goes_the_same_way() => Assert.All(
        typeof(UnitEvents).GetInterfaceMap(typeof(IUnitObserver)).TargetMethods,
        method => Assert.Equal(typeof(UnitEvents), method.DeclaringType));

    [Fact]
    public void The_manifest_is_valid() => Assert.Contains(
        VtdEventSource.SourceName,
        EventSource.GenerateManifest(typeof(VtdEventSource), "Vtd.Runtime.dll", EventManifestOptions.Strict));

    /// <summary>Tools find events by number, name, level and keyword; the table in the folder's README says the same.</summary>
    [Fact]
    public void The_readme_lists_every_event()
    {
        var events =
            from method in typeof(VtdEventSource).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            let described = method.GetCustomAttribute<EventAttribute>()
            where described is not null
            let keyword = typeof(Keywords).GetFields().Single(field => (EventKeywords)field.GetValue(null)! == described.Keywords).Name
            let fields = string.Join(", ", method.GetParameters().Skip(1).Select(parameter => parameter.Name))
            orderby method.Name
            select $"`{method.Name}` | {described.EventId} | {keyword} | {described.Level} | {fields}";

        Assert.Equal(Readme.Rows("vtd_").Select(cells => string.Join(" | ", cells.Take(5))), events.Order(StringComparer.Ordinal));
    }

    /// <summary>Keeps the events of one unit as texts; the unit's name is left out.</summary>
    private sealed class Listener : EventListener
    {
        private readonly string _unit;
        private readonly List<string> _seen = [];

        public Listener(string unit, EventKeywords keywords, EventLevel level = EventLevel.Verbose)
        {
            _unit = unit;
            EnableEvents(VtdEventSource.Log, level, keywords);
        }

        public IReadOnlyList<string> Seen => _seen;

        protected override void OnEventWritten(EventWrittenEventArgs written)
        {
            if (written.EventSource.Name == VtdEventSource.SourceName && written.Payload is [string unit, ..] && unit == _unit)
                _seen.Add(string.Join(' ', written.Payload.Skip(1).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)).Prepend(written.EventName)));
        }
    }
}
