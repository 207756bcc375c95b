using System.Globalization;
using Vtd.Machine.Devices.EduLayout;
using Vtd.Machine.Pci.Layout;

namespace Vtd.Conformance.Scripts;

/// <summary>Writes scripts: what software does with the machine, as steps.</summary>
internal sealed class ScriptWriter
{
    private const ulong EduBuffer = 0x40000;
    private const uint ConfigEnable = 1U << 31;
    private const int ConfigAddressPort = 0xCF8;
    private const int ConfigDataPort = 0xCFC;

    private readonly List<Step> _steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Takes the steps away.</summary>
    public IReadOnlyList<Step> Take()
    {
        Step[] taken = [.. _steps];
        _steps.Clear();
        return taken;
    }

    /// <summary>Writes a register of the unit.</summary>
    /// <param name="size">Bytes: 1, 2, 4 or 8.</param>
    public void Write(int offset, int size, ulong value) =>
        Add($"write{Suffix(size)} 0x{MachineLayout.Registers + (ulong)offset:x} 0x{(size == 8 ? value : value & (1UL << (8 * size)) - 1):x}");

    /// <summary>Reads a register of the unit.</summary>
    /// <param name="size">Bytes: 1, 2, 4 or 8.</param>
    public void Read(int offset, int size) => Add($"read{Suffix(size)} 0x{MachineLayout.Registers + (ulong)offset:x}");

    /// <summary>Reads an I/O port.</summary>
    /// <param name="size">Bytes: 1, 2 or 4.</param>
    public void In(int port, int size) => Add($"in{Suffix(size)} 0x{port:x}");

    /// <summary>Writes an I/O port.</summary>
    /// <inheritdoc cref="In"/>
    public void Out(int port, int size, uint value) => Add($"out{Suffix(size)} 0x{port:x} 0x{value:x}");

    /// <summary>Reads an I/O port until some of its bits are what they should be.</summary>
    public void AwaitIn(int port, ulong mask, ulong value) => _steps.Add(new AwaitStep(new(Text($"inb 0x{port:x}")), mask, value));

    /// <summary>Reads a register of a device at an address.</summary>
    /// <param name="size">Bytes: 1, 2, 4 or 8.</param>
    public void ReadAt(ulong address, int size) => Add($"read{Suffix(size)} 0x{address:x}");

    /// <summary>Writes a register of a device at an address.</summary>
    /// <inheritdoc cref="ReadAt"/>
    public void WriteAt(ulong address, int size, ulong value) => Add($"write{Suffix(size)} 0x{address:x} 0x{value:x}");

    /// <summary>Reads a register of 32 bits at an address until some of its bits are what they should be.</summary>
    public void AwaitAt(ulong address, ulong mask, ulong value) => _steps.Add(new AwaitStep(new(Text($"readl 0x{address:x}")), mask, value));

    /// <summary>Writes memory.</summary>
    public void Fill(ulong address, ReadOnlySpan<byte> bytes) => Add($"write 0x{address:x} {bytes.Length} 0x{Convert.ToHexStringLower(bytes)}");

    /// <summary>Writes eight bytes of memory.</summary>
    public void Fill(ulong address, ulong value) => Add($"writeq 0x{address:x} 0x{value:x}");

    /// <summary>Reads eight bytes of memory.</summary>
    public void ReadMemory(ulong address) => Add($"readq 0x{address:x}");

    /// <summary>Zeroes memory.</summary>
    public void Clear(ulong address, int size) => Add($"memset 0x{address:x} {size} 0x0");

    /// <summary>A system reset.</summary>
    public void Reset() => _steps.Add(new SystemResetStep());

    /// <summary>Virtual time stands still.</summary>
    public void Stop() => _steps.Add(new StopStep());

    /// <summary>Virtual time goes on.</summary>
    public void Continue() => _steps.Add(new ContinueStep());

    /// <summary>Asks for the interrupts that came.</summary>
    public void Interrupts() => _steps.Add(new InterruptsStep());

    /// <summary>Lets a test device answer at its address and access memory.</summary>
    public void Enable(ushort sourceId, bool isBusMaster = true)
    {
        WriteConfig(sourceId, Bar0.Offset, (uint)MachineLayout.TestDevice(sourceId));
        WriteConfig(sourceId, Command.Offset, (default(Command) with { MSE = true, BME = isBusMaster }).Value);
    }

    /// <summary>Gives a test device a message for its interrupts.</summary>
    public void SetMessage(ushort sourceId, ulong address, uint data)
    {
        WriteConfig(sourceId, Msiaddr.Offset, (uint)address);
        WriteConfig(sourceId, Msiuaddr.Offset, (uint)(address >> 32));
        WriteConfig(sourceId, Msidata.Offset, data);
        WriteConfig(sourceId, Msictl.Offset, (default(Msictl) with { ENABLE = true }).Value);
    }

    /// <summary>Has a test device raise an interrupt, and acknowledges it.</summary>
    public void Raise(ushort sourceId)
    {
        Add($"writel 0x{MachineLayout.TestDevice(sourceId) + Irqraise.Offset:x} 0x1");
        Add($"writel 0x{MachineLayout.TestDevice(sourceId) + Irqack.Offset:x} 0x1");
    }

    /// <summary>Clears the interrupts that a test device has raised, whichever.</summary>
    public void Acknowledge(ushort sourceId) => Add($"writel 0x{MachineLayout.TestDevice(sourceId) + Irqack.Offset:x} 0x{uint.MaxValue:x}");

    /// <summary>Has a test device read memory into its buffer.</summary>
    public void DmaRead(ushort sourceId, ulong address, int count, int place = 0)
    {
        StartDmaRead(sourceId, address, count, place);
        AwaitDma(sourceId);
    }

    /// <summary>Has a test device write from its buffer to memory.</summary>
    public void DmaWrite(ushort sourceId, ulong address, int count, int place = 0)
    {
        StartDmaWrite(sourceId, address, count, place);
        AwaitDma(sourceId);
    }

    /// <summary>Has a test device read memory later. When is not certain unless virtual time stands still meanwhile.</summary>
    public void StartDmaRead(ushort sourceId, ulong address, int count, int place = 0) =>
        StartDma(sourceId, address, EduBuffer + (ulong)place, count, DmaDirection.ToDevice);

    /// <summary>Has a test device write to memory later.</summary>
    /// <inheritdoc cref="StartDmaRead"/>
    public void StartDmaWrite(ushort sourceId, ulong address, int count, int place = 0) =>
        StartDma(sourceId, EduBuffer + (ulong)place, address, count, DmaDirection.FromDevice);

    /// <summary>Asks a test device what it is at.</summary>
    public void ReadDma(ushort sourceId) => Add($"readq 0x{MachineLayout.TestDevice(sourceId) + Dmacmd.Offset:x}");

    /// <summary>Waits until a test device is done with memory.</summary>
    public void AwaitDma(ushort sourceId) => _steps.Add(
        new AwaitStep(new(Text($"readq 0x{MachineLayout.TestDevice(sourceId) + Dmacmd.Offset:x}")), (default(Dmacmd) with { RUN = true }).Value, 0));

    private void StartDma(ushort sourceId, ulong source, ulong destination, int count, DmaDirection direction)
    {
        var device = MachineLayout.TestDevice(sourceId);
        Add($"writeq 0x{device + Dmasrc.Offset:x} 0x{source:x}");
        Add($"writeq 0x{device + Dmadst.Offset:x} 0x{destination:x}");
        Add($"writeq 0x{device + Dmacnt.Offset:x} 0x{count:x}");
        Add($"writeq 0x{device + Dmacmd.Offset:x} 0x{(default(Dmacmd) with { RUN = true, DIR = direction }).Value:x}");
    }

    private void WriteConfig(ushort sourceId, int offset, uint value)
    {
        Add($"outl 0x{ConfigAddressPort:x} 0x{ConfigEnable | (uint)sourceId << 8 | (uint)offset:x}");
        Add($"outl 0x{ConfigDataPort:x} 0x{value:x}");
    }

    private void Add(FormattableString request) => _steps.Add(new RequestStep(Text(request)));

    private static string Text(FormattableString request) => request.ToString(CultureInfo.InvariantCulture);

    private static char Suffix(int size) => size switch { 1 => 'b', 2 => 'w', 4 => 'l', _ => 'q' };
}
