using Vtd.Conformance.Compare;
using Vtd.Conformance.Scripts;
using Vtd.Conformance.Tests.Codegen;
using Vtd.Conformance.Tests.Drivers.EduLayout;
using Vtd.Conformance.Tests.Live;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests.Drivers;

/// <summary>One driver runs unchanged on the registers of a model, on our machine and on QEMU.</summary>
public sealed class EduDriverTests
{
    private const ulong Memory = MachineLayout.MemoryBase + 0x1000;

    public static TheoryData<string> EachQemu => Qemus.Each();

    [Fact]
    public void OverTheRegistersOfAModel()
    {
        var memory = new byte[Memory + 0x2000];
        var model = new EduModel(memory);

        Exercise(
            new EduRegisterFileBus(model.Registers, model),
            (from, count) => memory.AsSpan((int)from, count).ToArray(),
            (to, bytes) => bytes.CopyTo(memory, (int)to));
    }

    [Fact]
    public void OverOurMachine()
    {
        using var machine = new OwnMachine(Units.Device(major: 10, UnitKind.Legacy), new Version(10, 0, 0), UnitQuirks.None);

        Exercise(machine);
    }

    [QemuTheory]
    [MemberData(nameof(EachQemu))]
    public void OverQemu(string path)
    {
        using var qemu = new RealQemu(path, Units.Device(Qemus.MajorOf(path), UnitKind.Legacy));

        Exercise(qemu);
    }

    /// <summary>The model refuses what the device does, and says which access it was.</summary>
    [Fact]
    public void AnAccessThatTheModelRefusesIsAnException()
    {
        var model = new EduModel([]);
        var bus = new EduRegisterFileBus(model.Registers, model);

        var refused = Assert.Throws<RegisterAccessException>(() => bus.Read(Irqstatus.Offset, sizeof(ushort)));

        Assert.Equal((RegisterAccess.UnsupportedSize, Irqstatus.Offset, sizeof(ushort)), (refused.Access, refused.Offset, refused.Size));
    }

    private static void Exercise(IMachine machine)
    {
        var sourceId = MachineLayout.TestDevices[0];
        var enable = new ScriptWriter();
        enable.Enable(sourceId);
        machine.Answer(enable.Steps);
        var bus = new QtestBus(machine, MachineLayout.TestDevice(sourceId));

        Exercise(bus, bus.ReadMemory, bus.WriteMemory);
    }

    private static void Exercise<TBus>(TBus bus, Func<ulong, int, byte[]> read, Action<ulong, byte[]> write)
        where TBus : IRegisterBus
    {
        var driver = new EduDriver<TBus>(bus);
        Assert.True(driver.IsThere());

        Assert.Equal((120U, 1932053504U), (driver.ComputeFactorial(5), driver.ComputeFactorial(13)));
        Assert.Equal(0U, driver.TakeInterrupts().Value);
        Assert.Equal(720U, driver.ComputeFactorial(6, interrupts: true));
        Assert.Equal(new Irqstatus { FACT = true }.Value, driver.TakeInterrupts().Value);
        driver.Raise(new Irqstatus { RAISED = 5, OTHER = 2 });
        Assert.Equal(new Irqstatus { RAISED = 5, OTHER = 2 }.Value, driver.TakeInterrupts().Value);

        byte[] bytes = [.. Enumerable.Range(1, 100).Select(number => (byte)number)];
        write(Memory, bytes);
        driver.CopyToDevice(Memory, place: 8, bytes.Length);
        Assert.Equal(new Irqstatus { DMA = true }.Value, driver.TakeInterrupts().Value);
        driver.CopyFromDevice(place: 18, Memory + 0x800, count: 50);
        Assert.Equal(bytes[10..60], read(Memory + 0x800, 50));
        Assert.Equal(new Irqstatus { DMA = true }.Value, driver.TakeInterrupts().Value);
        Assert.Equal(0U, driver.TakeInterrupts().Value);
    }
}
