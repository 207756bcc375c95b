using Vtd.Architecture;
using Vtd.Runtime.Tests.Remapping;
using Vtd.Runtime.Tests.Translation;

namespace Vtd.Runtime.Tests.Faults;

/// <summary>Every code that the spec knows can be met in a unit, but for those that it never raises.</summary>
public class FaultCodeTests
{
    private const int Index = 5;
    private const ulong Descriptor = 0x900_0040;

    /// <summary>Codes that no fault has, and why.</summary>
    private static readonly Dictionary<FaultReason, string> NeverRaised = new()
    {
        [FaultReason.None] = "says that there is no fault",
        [FaultReason.Sgn9] = "no source establishes what raises it",
    };

    private static readonly Dictionary<FaultReason, Action<Guest>> Interrupts = new()
    {
        [FaultReason.InterruptRequestReserved] = guest => guest.Send(Index, data: 1u << 16, withSubhandle: true),
        [FaultReason.InterruptIndexTooLarge] = guest => guest.Send(256),
        [FaultReason.InterruptEntryNotPresent] = guest => guest.Send(Index),
        [FaultReason.InterruptEntryFetch] = guest =>
        {
            guest.SetTable(table: Guest.MemorySize);
            guest.Send(Index);
        },
        [FaultReason.InterruptEntryReserved] = guest => SendBy(guest, GuestInterrupts.Xapic() with { DLM = (DeliveryMode)3 }),
        [FaultReason.CompatibilityInterruptBlocked] = guest => guest.Unit.RemapInterrupt(new(GuestInterrupts.Source, 0xFEE0_0000, 0)),
        [FaultReason.InterruptSourceInvalid] = guest => SendBy(guest, GuestInterrupts.Xapic() with { SVT = SourceValidation.SidSq, SID = 1 }),
        [FaultReason.PostedDescriptorFetch] = guest => Post(guest, Guest.MemorySize),
        [FaultReason.PostedDescriptorReserved] = guest =>
        {
            guest.WriteMemory(Descriptor + PostedInterruptDescriptor.SizeInBytes - 1, [1]);
            Post(guest, Descriptor);
        },
    };

    private static readonly Dictionary<FaultReason, Action<Guest>> PageRequests = new()
    {
        [FaultReason.PageRequestInLegacyMode] = guest =>
        {
            guest.SetRootPointer(TranslationTableMode.Legacy);
            AskForPage(guest);
        },
        [FaultReason.PageRequestBlocked] = guest =>
        {
            guest.SetScalableContext(Machine.Device);
            guest.SetRootPointer(TranslationTableMode.Scalable);
            AskForPage(guest);
        },
    };

    public static TheoryData<string> OfInterrupts => [.. Interrupts.Keys.Select(reason => $"{reason}")];

    public static TheoryData<string> OfPageRequests => [.. PageRequests.Keys.Select(reason => $"{reason}")];

    private static void SendBy(Guest guest, in XapicIrte entry)
    {
        guest.SetEntry(Index, entry);
        guest.Send(Index);
    }

    private static void Post(Guest guest, ulong address)
    {
        guest.SetEntry(Index, default(PostedIrte) with { P = true, IM = InterruptMode.Posted, PDA = address });
        guest.Send(Index);
    }

    private static void AskForPage(Guest guest)
    {
        guest.Translate(on: true);
        guest.Unit.RequestPage(new(Machine.Device, 0x5000, 1) { Read = true });
    }

    [Fact]
    public void Every_code_has_a_request_that_meets_it() =>
        Assert.Equal(
            Enum.GetValues<FaultReason>(),
            TranslationFaultTests.Reasons.Concat(Interrupts.Keys).Concat(PageRequests.Keys).Concat(NeverRaised.Keys).Order());

    [Theory]
    [MemberData(nameof(OfInterrupts))]
    public void An_interrupt_meets_it(string name)
    {
        var guest = GuestInterrupts.WithPosting();
        guest.StartRemapping();
        AssertMeets(name, Interrupts, guest);
    }

    [Theory]
    [MemberData(nameof(OfPageRequests))]
    public void A_page_request_meets_it(string name) => AssertMeets(name, PageRequests, new Guest());

    private static void AssertMeets(string name, Dictionary<FaultReason, Action<Guest>> requests, Guest guest)
    {
        var reason = Enum.Parse<FaultReason>(name);
        requests[reason](guest);
        Assert.True(guest.Unit.Registers.GetFRCD(0) is { F: true } record && record.FR == reason, $"{guest.Unit.Registers.GetFRCD(0)}");
    }
}
