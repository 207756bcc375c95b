using Vtd.Machine.Qtest;

namespace Vtd.Machine.Tests;

public sealed class EduTests
{
    private const int Edu = 0x18;
    private const int Other = 0x20;
    private const string Options = "-M q35 -m 64 -accel qtest -device intel-iommu -device edu,addr=3";

    [Fact]
    public void ACopyIsDone100MsAfterItsCommand()
    {
        var client = New(Options);
        client.Do("writeq 0x1000 0x1122334455667788");

        Command(client, from: 0x1000, to: 0x40010, command: 1);
        client.Ask("clock_step 99999999");
        var before = client.Number("readq 0xe0000098");
        client.Ask("clock_step 1");
        Assert.Equal((1UL, 0UL), (before, client.Number("readq 0xe0000098")));

        Command(client, from: 0x40010, to: 0x2000, command: 3);
        Assert.Equal("OK 200000000", client.Ask("clock_step"));
        Assert.Equal(0x1122334455667788UL, client.Number("readq 0x2000"));
    }

    [Fact]
    public void WithAnInstructionCounterAndProcessorsAsleepItIsDoneAtTheFirstPoll()
    {
        var client = New("-M q35 -m 64 -accel tcg -icount shift=0,sleep=off -device edu,addr=3");
        client.Do("writeq 0x1000 0x55");

        Command(client, from: 0x1000, to: 0x40000, command: 1);

        Assert.Equal(0UL, client.Number("readq 0xe0000098"));
        Assert.Equal("FAIL Unknown command 'clock_step'", client.Ask("clock_step 1"));
    }

    [Fact]
    public void AMachineThatIsStoppedGetsThereWhenItContinues()
    {
        var client = New("-M q35 -m 64 -accel tcg -icount shift=0,sleep=off -S -device edu,addr=3");
        Command(client, from: 0x1000, to: 0x40000, command: 1);
        Assert.Equal(1UL, client.Number("readq 0xe0000098"));

        client.Machine.Continue();
        Assert.Equal(0UL, client.Number("readq 0xe0000098"));
    }

    [Fact]
    public void ACopyOutlivesAResetWhileTheMachineIsStopped()
    {
        var client = New("-M q35 -m 64 -accel tcg -icount shift=0,sleep=off -device edu,addr=3");
        client.Do("writeq 0x1000 0x55");
        client.Machine.Stop();
        Command(client, from: 0x1000, to: 0x40000, command: 1);

        client.Machine.Reset();
        client.SetConfig(Edu, 0x10, 0xE000_0000);
        client.SetConfig(Edu, 0x04, 6);
        Assert.Equal(1UL, client.Number("readq 0xe0000098"));
        client.Machine.Continue();
        Assert.Equal(0UL, client.Number("readq 0xe0000098"));
        Command(client, from: 0x40000, to: 0x2000, command: 3);
        Assert.Equal((2UL, 0x55UL), (client.Number("readq 0xe0000098"), client.Number("readq 0x2000")));
    }

    [Fact]
    public void ItsMemoryAccessesAreTranslatedAndThoseBlockedRead0()
    {
        var client = New(Options);
        client.Do("memset 0x10000 16 0xaa");
        Copy(client, from: 0x10000, to: 0x40000, command: 1);
        client.Do("writeq 0xfed90020 0x100000");
        client.Do("writel 0xfed90018 0x40000000");
        client.Do("writel 0xfed90018 0x80000000");

        client.Do("writeq 0x20000 0x77");
        Copy(client, from: 0x40000, to: 0x20000, command: 3);
        var (kept, fault) = (client.Number("readq 0x20000"), client.Number("readq 0xfed90228"));
        Copy(client, from: 0x10000, to: 0x40000, command: 1);
        client.Do("writel 0xfed90018 0");
        Copy(client, from: 0x40000, to: 0x20000, command: 3);

        // F, reason 1 (root entry not present), requester 00:03.0
        Assert.Equal((0x77UL, 0x8000_0001_0000_0018UL, 0UL), (kept, fault, client.Number("readq 0x20000")));
    }

    [Fact]
    public void WithoutBusMasteringItReads0WritesNothingAndTheUnitDoesNotHearOfIt()
    {
        var client = New(Options);
        client.Do("writeq 0x10000 0xaa");
        Copy(client, from: 0x10000, to: 0x40000, command: 1);
        client.Do("writeq 0xfed90020 0x100000");
        client.Do("writel 0xfed90018 0x40000000");
        client.Do("writel 0xfed90018 0x80000000");
        client.SetConfig(Edu, 0x04, 2);
        Copy(client, from: 0x10000, to: 0x40000, command: 1);
        Copy(client, from: 0x40000, to: 0x20000, command: 3);
        Assert.Equal(0UL, client.Number("readq 0xfed90228"));

        client.Do("writel 0xfed90018 0");
        client.SetConfig(Edu, 0x04, 6);
        Copy(client, from: 0x40000, to: 0x20000, command: 3);
        Assert.Equal(0UL, client.Number("readq 0x20000"));
    }

    [Fact]
    public void ACopyThatLeavesTheBufferMovesNothingAndEnds()
    {
        var client = New(Options);
        client.Do("memset 0x20000 32 0x11");
        Copy(client, from: 0x40ff9, to: 0x20000, command: 3);
        Copy(client, from: 0x3ffff, to: 0x20000, command: 3);
        Assert.Equal((0x1111_1111_1111_1111UL, 2UL), (client.Number("readq 0x20000"), client.Number("readq 0xe0000098")));
    }

    [Fact]
    public void AddressesAreCutToTheMask()
    {
        var client = New("-M q35 -m 64 -accel qtest -device edu,addr=3,dma_mask=0xffff");
        client.Do("writeq 0x1000 0x66");
        Copy(client, from: 0x7_1000, to: 0x40000, command: 1);
        Copy(client, from: 0x40000, to: 0x12_2000, command: 3);
        Assert.Equal(0x66UL, client.Number("readq 0x2000"));
    }

    [Fact]
    public void MessagesOutsideOfTheInterruptRangeAreWritesToMemory()
    {
        var client = New(Options);
        client.Do("memset 0x30000 8 0x77");
        SetMessage(client, 0x30000, 0x4041);
        client.Do("writel 0xe0000060 1");
        Assert.Equal(0x7777_7777_0000_4041UL, client.Number("readq 0x30000"));
        Assert.Empty(client.Machine.Interrupts.Take());
    }

    [Fact]
    public void AMessageThatRaisesItselfIsRaisedOnce()
    {
        var client = New("-M q35 -m 64 -accel qtest -device edu,addr=3");
        SetMessage(client, 0xE000_0060, 2);
        client.Do("writel 0xe0000060 1");
        Assert.Equal(1UL, client.Number("readl 0xe0000024"));
    }

    [Fact]
    public void TwoThatRaiseEachOtherAreRaisedOnceEach()
    {
        var client = NewPair("-M q35 -m 64 -accel qtest");
        SetMessage(client, 0xE010_0060, 2);
        SetMessage(client, 0xE000_0060, 4, Other);
        client.Do("writel 0xe0000060 1");
        Assert.Equal((1UL, 2UL), (client.Number("readl 0xe0000024"), client.Number("readl 0xe0100024")));
    }

    [Fact]
    public void TwoThatStartEachOtherLeaveTimeForRequests()
    {
        var client = NewPair("-M q35 -m 64 -accel qtest");
        client.Do("writeq 0x1000 3"); // the command to copy from the buffer
        Start(client, 0xE000_0000, from: 0x1000, to: 0x40000, command: 1);
        Start(client, 0xE010_0000, from: 0x1000, to: 0x40000, command: 1);
        client.Ask("clock_step 100000000");

        // Each copies that command to the other.
        Start(client, 0xE010_0000, from: 0x40000, to: 0xE000_0098, command: 0);
        Start(client, 0xE000_0000, from: 0x40000, to: 0xE010_0098, command: 3);
        Assert.Equal($"OK {long.MaxValue}", client.Ask($"clock_set {long.MaxValue}"));
        Assert.Equal(3UL, client.Number("readq 0x1000"));
    }

    [Fact]
    public void AMessageAtTheEndOfACopyIsRemapped()
    {
        var client = New(Options);
        client.Do("writeq 0x100000 0x0000010000410001"); // present, vector 41h, destination 1
        client.Do("writeq 0x100008 0x0000000000040018"); // requester 00:03.0 only
        client.Do("writeq 0xfed900b8 0x100007");
        client.Do("writel 0xfed90018 0x01000000");
        client.Do("writel 0xfed90018 0x02000000");
        SetMessage(client, 0xFEE0_0010, 0);

        Copy(client, from: 0x1000, to: 0x40000, command: 5);

        var message = Assert.Single(client.Machine.Interrupts.Take());
        Assert.Equal((false, 0xFEE0_1000UL, 0x4041U), (message.IsFromUnit, message.Address, message.Data));
        Assert.Equal(0x100UL, client.Number("readl 0xe0000024"));
    }

    [Fact]
    public void ItsPinIsSeenAtTheIOAPICOnceThatIsWatched()
    {
        var client = New(Options);
        client.Do("writel 0xe0000060 1");
        client.Do("writel 0xe0000064 1");
        client.Do("irq_intercept_in ioapic");
        client.Do("writel 0xe0000060 3");
        client.Do("writel 0xe0000064 1");
        var status = client.Config(Edu, 0x04);
        client.Do("writel 0xe0000064 2");
        Assert.Equal(["IRQ raise 23", "IRQ lower 23"], client.Unasked);
        Assert.Equal((0x18_0006U, 0x10_0006U), (status, client.Config(Edu, 0x04)));
        Assert.Equal("FAIL Unknown device", client.Ask("irq_intercept_in nothing"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 120)]
    [InlineData(13, 1932053504)]
    [InlineData(4294967295, 0)]
    public void FactorialsAreComputedIn32Bits(uint number, uint factorial)
    {
        var client = New(Options);
        client.Do("writel 0xe0000020 0xffffffff");
        client.Do($"writel 0xe0000008 {number}");
        Assert.Equal((factorial, 0x80UL, 1UL), ((uint)client.Number("readl 0xe0000008"), client.Number("readl 0xe0000020"), client.Number("readl 0xe0000024")));
    }

    [Fact]
    public void ItsRegistersTakeTheAccessesThatQEMUsTake()
    {
        var client = New(Options);
        client.Do("writel 0xe0000004 0x55");
        client.Do("writeq 0xe0000080 0x1122334455667788");
        client.Do("writel 0xe0000084 0x99");
        Assert.Equal(0x1122334455667788UL, client.Number("readq 0xe0000080"));
        client.Do("writel 0xe0000080 0x99");
        client.Do("writeq 0xe0000098 0xfff8");
        Assert.Equal(0x99UL, client.Number("readq 0xe0000080"));
        Assert.Equal(0UL, client.Number("readq 0xe0000098"));

        (string Request, ulong Value)[] seen =
        [
            ("readl 0xe0000000", 0x0100_00ED),
            ("readl 0xe0000004", 0xFFFF_FFAA),
            ("readl 0xe0000084", 0xFFFF_FFFF),
            ("readq 0xe0000000", ulong.MaxValue),
            ("readl 0xe0000030", 0xFFFF_FFFF),
            ("readl 0xe0000060", 0xFFFF_FFFF),
            ("readb 0xe0000000", 0),
            ("readl 0xe0001000", 0xFFFF_FFFF),
            ("readq 0xe0000082", 0x0000_FFFF_FFFF_0000),
        ];
        Assert.All(seen, one => Assert.Equal(one.Value, client.Number(one.Request)));
    }

    [Fact]
    public void NothingOfACopyChangesWhileItIsUnderWay()
    {
        var client = New(Options);
        Command(client, from: 0x1000, to: 0x40000, command: 1);
        client.Do("writeq 0xe0000080 0x5000");
        client.Do("writeq 0xe0000098 0x3");
        Assert.Equal((0x1000UL, 1UL), (client.Number("readq 0xe0000080"), client.Number("readq 0xe0000098")));
    }

    private static QtestClient New(string options)
    {
        var client = new QtestClient(options);
        client.Enable(Edu);
        return client;
    }

    private static QtestClient NewPair(string options)
    {
        var client = New($"{options} -device edu,addr=3,dma_mask=0xffffffff -device edu,addr=4,dma_mask=0xffffffff");
        client.SetConfig(Other, 0x10, 0xE010_0000);
        client.SetConfig(Other, 0x04, 6);
        return client;
    }

    private static void SetMessage(QtestClient client, uint address, uint data, int function = Edu)
    {
        client.SetConfig(function, 0x44, address);
        client.SetConfig(function, 0x4C, data);
        client.SetConfig(function, 0x40, 0x0081_0005);
    }

    private static void Copy(QtestClient client, ulong from, ulong to, int command)
    {
        Command(client, from, to, command);
        client.Ask("clock_step");
    }

    private static void Command(QtestClient client, ulong from, ulong to, int command) => Start(client, 0xE000_0000, from, to, command);

    private static void Start(QtestClient client, ulong registers, ulong from, ulong to, int command)
    {
        client.Do($"writeq 0x{registers + 0x80:x} 0x{from:x}");
        client.Do($"writeq 0x{registers + 0x88:x} 0x{to:x}");
        client.Do($"writeq 0x{registers + 0x90:x} 8");
        client.Do($"writeq 0x{registers + 0x98:x} {command}");
    }
}
