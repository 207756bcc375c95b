using Vtd.Runtime;

var memory = new SparseGuestMemory(size: 1UL << 30);
var interrupts = new Interrupts();
var unit = new VtdUnit(new() { Capabilities = new VtdFeatures() }, memory, interrupts);
var sourceId = new SourceId(bus: 1, device: 1, function: 0);
var device = new DeviceMemory(unit, sourceId, memory, interrupts);

// After power-on nothing is translated: the addresses of the device are those of guest memory.
Console.WriteLine($"write: {device.TryWrite(0x1000, [1, 2, 3, 4])}");

// The emulator forwards register accesses: a driver sets the root table (RTADDR, then SRTP of GCMD) and switches translation on (TE of GCMD).
unit.WriteRegister(offset: 0x20, size: 8, value: 0x20_0000);
unit.WriteRegister(offset: 0x18, size: 4, value: 0x4000_0000);
unit.WriteRegister(offset: 0x18, size: 4, value: 0x8000_0000);

// The table is empty, so the device is blocked.
Console.WriteLine($"read: {device.TryRead(0x1000, new byte[4])}, {unit.Translate(new(sourceId, 0x1000, DmaAccess.Read)).FaultReason}");

internal sealed class Interrupts : IMessageSink
{
    public void Send(ulong address, uint data) => Console.WriteLine($"interrupt {data:x} to {address:x}");
}
