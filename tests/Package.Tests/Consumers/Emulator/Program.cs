using Vtd.Architecture;
using Vtd.Runtime;

var memory = new SparseGuestMemory(size: 1UL << 30);
var interrupts = new Interrupts();
var unit = new VtdUnit(new() { Capabilities = new VtdFeatures() }, memory, interrupts);
var device = new DeviceMemory(unit, sourceId: 0x0108, memory, interrupts);

// After power-on nothing is translated: the addresses of the device are those of guest memory.
Console.WriteLine($"write: {device.TryWrite(0x1000, [1, 2, 3, 4])}");

// A driver sets the root table and switches translation on. The table is empty, so the device is blocked.
unit.WriteRegister(Rtaddr.Offset, 8, (new Rtaddr(0) with { RTA = 0x20_0000 }).Value);
unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { SRTP = true }).Value);
unit.WriteRegister(Gcmd.Offset, 4, (new Gcmd(0) with { TE = true }).Value);
Console.WriteLine($"read: {device.TryRead(0x1000, new byte[4])}, {unit.Translate(new(0x0108, 0x1000, DmaAccess.Read)).FaultReason}");

internal sealed class Interrupts : IMessageSink
{
    public void Send(ulong address, uint data) => Console.WriteLine($"interrupt {data:x} to {address:x}");
}
