using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>What the entries of a requester come to is kept for its next requests, for it alone and only while the entries are cached.</summary>
public class ResolvedRequesterTests
{
    private const ushort Device = 0x0108;

    /// <summary>Shares its place with <see cref="Device"/>.</summary>
    private const ushort Other = 0x04E3;

    private static ulong? Output(Guest guest, DmaRequest request)
    {
        var result = guest.Unit.Translate(request);
        return result.Outcome == DmaOutcome.Allowed ? result.Page.Output : null;
    }

    private static DmaRequest Read(ushort sourceId, uint? pasid = null) => new(sourceId, 0x1000, DmaAccess.Read) { Pasid = pasid };

    private static Guest Legacy(params ushort[] devices)
    {
        var guest = new Guest();
        guest.MapSecondStage(0x6000);
        foreach (var device in devices)
            guest.SetLegacyContext(device, domain: 3);
        guest.SetRootPointer(TranslationTableMode.Legacy);
        guest.StartQueue();
        guest.Translate(on: true);
        return guest;
    }

    [Fact]
    public void Devices_are_told_apart()
    {
        var guest = Legacy(Device);
        guest.SetLegacyContext(Other, default(LegacyContextEntry) with { P = true, DID = 4, AW = SecondStageWidth.Bits48, SSPTPTR = 0x9000 });
        guest.MapSecondStage(0x9000);

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(0x6000u, Output(guest, Read(Device)));
            Assert.Equal(0x9000u, Output(guest, Read(Other)));
        }
    }

    [Fact]
    public void Requests_without_pasid_and_those_with_pasid_0_are_told_apart()
    {
        var guest = new Guest();
        guest.SetScalableContext(Device, ridPasid: 4);
        guest.SetPasid(Device, 4, GuestTables.FirstStage(3, 0x7000));
        guest.SetPasid(Device, 0, GuestTables.FirstStage(3, 0x9000));
        guest.MapFirstStage(0x7000);
        guest.MapFirstStage(0x9000);
        guest.StartScalable();

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(0x7000u, Output(guest, Read(Device)));
            Assert.Equal(0x9000u, Output(guest, Read(Device, pasid: 0)));
        }
    }

    [Fact]
    public void Privilege_and_device_tlbs_are_not_left_out()
    {
        var guest = new Guest();
        guest.SetScalableContext(Device);
        guest.SetPasid(Device, 7, GuestTables.FirstStage(3, 0x7000));
        guest.MapFirstStage(0x7000);
        guest.StartScalable();

        for (var round = 0; round < 3; round++)
        {
            Assert.NotNull(Output(guest, Read(Device, pasid: 7)));
            Assert.Null(Output(guest, Read(Device, pasid: 7) with { IsPrivileged = true }));
            Assert.Null(Output(guest, Read(Device, pasid: 7) with { Access = DmaAccess.Execute }));
            Assert.Null(Output(guest, Read(Device, pasid: 7) with { IsTranslated = true }));
        }
    }

    [Fact]
    public void An_entry_that_is_dropped_alone_counts_no_more()
    {
        var guest = Legacy(Device, 0x0209);
        Assert.NotNull(Output(guest, Read(Device)));
        Assert.NotNull(Output(guest, Read(0x0209))); // of the same domain, and stays
        Assert.NotNull(Output(guest, Read(Device)));

        guest.SetLegacyContext(Device, default(LegacyContextEntry));
        guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Device, SID = Device }));

        Assert.Null(Output(guest, Read(Device)));
        Assert.NotNull(Output(guest, Read(0x0209)));
    }

    [Fact]
    public void Nor_does_the_context_entry_of_a_pasid_entry_that_stays_cached()
    {
        var guest = new Guest();
        guest.SetScalableContext(Device);
        guest.SetPasid(Device, 7, GuestTables.FirstStage(3, 0x7000));
        guest.MapFirstStage(0x7000);
        guest.StartScalable();
        Assert.NotNull(Output(guest, Read(Device, pasid: 7)));

        guest.SetScalableContext(Device, withPasids: false);
        guest.SubmitAndWait(Guest.Bytes(new ContextCacheInvalidateDescriptor { G = ContextGranularity.Global }));

        Assert.Null(Output(guest, Read(Device, pasid: 7)));
    }
}
