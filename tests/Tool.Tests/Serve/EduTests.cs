namespace Tool.Tests.Serve;

public sealed class EduTests
{
    private const int Edu = 0x18;
    private const string Options = "-M q35 -m 64 -accel qtest -device intel-iommu -device edu,addr=3";

    [Fact]
    public void A_copy_is_done_100_ms_after_its_command()
    {
        var client = new QtestClient(Options);
        client.Enable(Edu);
        client.Do("writeq 0x1000 0x1122334455667788");

        Copy(client, from: 0x1000, to: 0x40010, command: 1);
        client.Ask("clock_step 99999999");
        var before = client.Number("readq 0xe0000098");
        client.Ask("clock_step 1");
        Assert.Equal((1UL, 0UL), (before, client.Number("readq 0xe0000098")));

        Copy(client, from: 0x40010, to: 0x2000, command: 3);
        Assert.Equal("OK 200000000", client.Ask("clock_step"));
        Assert.Equal(0x1122334455667788UL, client.Number("readq 0x2000"));
    }

    private static void Copy(QtestClient client, ulong from, ulong to, int command)
    {
        client.Do($"writeq 0xe0000080 0x{from:x}");
        client.Do($"writeq 0xe0000088 0x{to:x}");
        client.Do("writeq 0xe0000090 8");
        client.Do($"writeq 0xe0000098 {command}");
    }
}
