using Vtd.Architecture;
using Vtd.Runtime.Tests.Endpoints;

namespace Vtd.Runtime.Tests;

/// <summary>Disposing the object that an Add member of the unit returns ends what was added, once and for all, whenever and wherever it is done.</summary>
public class RegistrationTests
{
    private const ushort SourceId = 0x0108;

    /// <summary>Longer than any machine takes for what is not stuck.</summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromMinutes(3);

    public enum Kind
    {
        HostDevice,
        Endpoint,
        TranslationListener,
        InterruptListener,
    }

    public static TheoryData<Kind> Kinds => [.. Enum.GetValues<Kind>()];

    private readonly Guest _guest = new();

    public RegistrationTests()
    {
        _guest.SetScalableContext(SourceId);
        _guest.SetPasid(SourceId, 0, GuestTables.FirstStage(5, 0x7000));
        _guest.StartScalable();
    }

    /// <summary>Adds something of a kind that counts the calls to it.</summary>
    private (IDisposable Registration, CallCounter Counter) Add(Kind kind)
    {
        var counter = new CallCounter();
        var listener = new RecordingListener(wantsMappings: false) { OnCall = _ => counter.Count() };
        var registration = kind switch
        {
            Kind.HostDevice => _guest.Unit.AddHostDevice(SourceId, new RecordingDevice { OnCall = _ => counter.Count() }),
            Kind.Endpoint => _guest.Unit.AddEndpoint(SourceId, new RecordingEndpoint { OnInvalidate = _ => counter.Count() }),
            Kind.TranslationListener => _guest.Unit.AddTranslationListener(SourceId, null, listener),
            _ => _guest.Unit.AddInterruptListener(new InterruptCounter(counter)),
        };
        counter.Calls = 0;
        return (registration, counter);
    }

    /// <summary>Has everything of every kind called.</summary>
    private void CallAll() => _guest.SubmitAndWait(
        Guest.Bytes(new IotlbInvalidateDescriptor { G = IotlbGranularity.Global }),
        Guest.Bytes(new DeviceTlbInvalidateDescriptor { SID = SourceId, ADDR = 0x1000 }),
        Guest.Bytes(new InterruptEntryCacheInvalidateDescriptor { G = InterruptEntryGranularity.Global }));

    [Theory, MemberData(nameof(Kinds))]
    public void Disposing_twice_leaves_the_next_one_alone(Kind kind)
    {
        var (first, ofFirst) = Add(kind);
        CallAll();
        Assert.NotEqual(0, ofFirst.Calls);
        first.Dispose();
        ofFirst.Calls = 0;
        var (second, ofSecond) = Add(kind);

        first.Dispose();
        CallAll();

        Assert.Equal(0, ofFirst.Calls);
        Assert.NotEqual(0, ofSecond.Calls);
        second.Dispose();
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Disposing_after_a_reset_ends_the_calls(Kind kind)
    {
        var (registration, counter) = Add(kind);
        _guest.Unit.Reset();
        registration.Dispose();
        counter.Calls = 0;

        _guest.StartScalable();
        CallAll();
        _guest.Unit.Reset();

        Assert.Equal(0, counter.Calls);
        Assert.Equal(0, _guest.Unit.Counts.HostAttachments);
        Add(kind).Registration.Dispose(); // the place is free
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Disposing_from_inside_its_own_call_does_not_wait_for_that(Kind kind)
    {
        var (registration, counter) = Add(kind);
        counter.OnCall = () =>
        {
            registration.Dispose();
            registration.Dispose();
        };

        await Task.Run(CallAll).WaitAsync(ForEver);
        counter.OnCall = null;
        Assert.NotEqual(0, counter.Calls);
        counter.Calls = 0;
        CallAll();

        Assert.Equal(0, counter.Calls);
        Add(kind).Registration.Dispose(); // the place is free
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Disposing_waits_for_the_call_under_way_on_another_thread(Kind kind)
    {
        var (registration, counter) = Add(kind);
        using var entered = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var isOver = false;
        counter.OnCall = () =>
        {
            counter.OnCall = null;
            entered.Release();
            Assert.True(goOn.Wait(ForEver));
            Volatile.Write(ref isOver, true);
        };
        var caller = Task.Run(CallAll);
        Assert.True(await entered.WaitAsync(ForEver));

        var wasOver = new bool[2];
        Thread[] removals = [.. wasOver.Select((_, index) => new Thread(() =>
        {
            registration.Dispose();
            wasOver[index] = Volatile.Read(ref isOver);
        }))];
        foreach (var removal in removals)
        {
            removal.Start();
            while (removal.IsAlive && (removal.ThreadState & ThreadState.WaitSleepJoin) == 0)
                await Task.Yield();
        }
        goOn.Release();

        Assert.All(removals, removal => Assert.True(removal.Join(ForEver)));
        Assert.Equal([true, true], wasOver); // the second disposal waits as well
        await caller.WaitAsync(ForEver);
    }

    private sealed class CallCounter
    {
        public int Calls { get; set; }

        public Action? OnCall { get; set; }

        public bool Count()
        {
            Calls++;
            OnCall?.Invoke();
            return true;
        }
    }

    private sealed class InterruptCounter(CallCounter counter) : IInterruptListener
    {
        public void Invalidated(int first, int count) => counter.Count();
    }
}
