using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Registers;

public class RegisterAccessTests
{
    private sealed class Rejections : IUnitObserver
    {
        public List<(int Offset, int Size, bool IsWrite)> Seen { get; } = [];

        public void AccessRejected(int offset, int size, bool isWrite) => Seen.Add((offset, size, isWrite));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 3)]
    [InlineData(0, 16)]
    [InlineData(0, 0)]
    [InlineData(0, -4)]
    [InlineData(2, 4)]
    [InlineData(4, 8)]
    [InlineData(-4, 4)]
    [InlineData(4096, 4)]
    [InlineData(4092, 8)]
    [InlineData(int.MaxValue, 4)]
    [InlineData(int.MinValue, 8)]
    public void Other_accesses_are_refused_and_counted(int offset, int size)
    {
        var rejections = new Rejections();
        var guest = new Guest(observer: rejections);

        Assert.Equal(0u, guest.Unit.ReadRegister(offset, size));
        guest.Unit.WriteRegister(offset, size, ulong.MaxValue);

        Assert.Equal([(offset, size, false), (offset, size, true)], rejections.Seen);
        Assert.Equal(2, guest.Unit.Counts.RejectedAccesses);
        Assert.Equal(new Gsts(0), guest.GSTS);
    }

    [Fact]
    public void Capabilities_read_as_given_and_events_come_up_masked()
    {
        var guest = new Guest();

        Assert.Equal(0x10u, guest.Read32(Ver.Offset));
        Assert.Equal(Guest.AllCap.Value, guest.Unit.ReadRegister(Cap.Offset, 8));
        Assert.Equal(Guest.AllEcap.Value, guest.Unit.ReadRegister(Ecap.Offset, 8));
        Assert.Equal(new Fectl(0) with { IM = true }, guest.FECTL);
        Assert.Equal(new Iectl(0) with { IM = true }, guest.IECTL);
        Assert.Equal(new Pectl(0) with { IM = true }, new Pectl(guest.Read32(Pectl.Offset)));
    }

    [Fact]
    public void A_64_bit_register_can_be_written_in_halves()
    {
        var guest = new Guest();
        guest.Write32(Rtaddr.Offset, 0x1234_5000);
        guest.Write32(Rtaddr.Offset + 4, 0x6);
        Assert.Equal(0x6_1234_5000u, guest.Unit.ReadRegister(Rtaddr.Offset, 8));
    }

    [Fact]
    public void Page_request_registers_keep_what_is_written()
    {
        var guest = new Guest();
        guest.Write64(Pqa.Offset, 0x5000_0003);
        guest.Write64(Pqh.Offset, 0x40);
        guest.Write64(Pqt.Offset, 0x60);

        Assert.Equal(0x5000_0003u, guest.Unit.ReadRegister(Pqa.Offset, 8));
        Assert.Equal(0x40u, guest.Unit.ReadRegister(Pqh.Offset, 8));
        Assert.Equal(0x60u, guest.Unit.ReadRegister(Pqt.Offset, 8));
    }

    [Theory]
    [InlineData(0x3FF, 0)] // beyond the block
    [InlineData(0, 0x22)] // on top of the version register
    public void Registers_placed_by_capabilities_must_have_room(int fro, int iro)
    {
        var cap = Guest.AllCap with { FRO = (ushort)fro };
        var ecap = Guest.AllEcap with { IRO = (ushort)(iro == 0 ? 0xF : iro) };

        var error = Assert.Throws<ArgumentException>(() => new Guest(cap, ecap));

        Assert.Contains("FRCD", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Capacities_must_be_positive_and_bounded()
    {
        Assert.Throws<ArgumentException>(() => new Guest(options: options => options with { IotlbCapacity = 0 }));
        Assert.Throws<ArgumentException>(() => new Guest(options: options => options with { MaxAttachmentsPerDevice = -1 }));
        Assert.Throws<ArgumentException>(() => new Guest(options: options => options with { ContextCacheCapacity = int.MaxValue }));
    }

    public static TheoryData<string> Limits =>
        [.. typeof(VtdUnitOptions).GetProperties().Where(property => property.CanWrite && property.PropertyType == typeof(int)).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Limits))]
    public void Every_limit_is_checked_and_named(string limit)
    {
        var error = Assert.Throws<ArgumentException>(() => new Guest(options: options => WithoutRoom(options, limit)));

        Assert.StartsWith($"{limit} is 0; ", error.Message, StringComparison.Ordinal);
    }

    private static VtdUnitOptions WithoutRoom(VtdUnitOptions options, string limit)
    {
        var copy = options with { Name = "without room" };
        typeof(VtdUnitOptions).GetProperty(limit)!.SetValue(copy, 0);
        return copy;
    }
}
