using System.Globalization;
using System.Text;
using Bytes;
using Bytes.Motion;
using Bytes.Uart;

var line = new List<byte>();
var device = new SerialDevice(line.Add);
var port = new SerialPort<UartRegisterFileBus>(new(new(device.Registers, device)));

port.Open(divisor: 0x0102);
Console.WriteLine(device.Registers.DLL);
Console.WriteLine(device.Registers.DLM);
Console.WriteLine(device.Registers.LCR);
port.Send("out"u8);
port.IsLooped = true;
port.Send("in"u8);
Console.WriteLine($"{Encoding.ASCII.GetString([.. line])} {Encoding.ASCII.GetString(port.Receive())}");

port.Send("twenty bytes are too many"u8);
Console.WriteLine(device.Registers.LSR);
device.Registers.Write(Ier.Offset, 1, new Ier { ELSI = true, ERBFI = true }.Value, device);
Console.WriteLine(device.Registers.IIR);
Console.WriteLine(Encoding.ASCII.GetString(port.Receive()));
Console.WriteLine(device.Registers.LSR);
Console.WriteLine(device.Registers.IIR);

var wire = new WireBus();
ReadOnlySpan<byte> measured = [0xC0, 0x00, 0x00, 0x10, 0x40, 0x01, 0xF0, 0x90];
measured.CopyTo(wire.Memory.AsSpan(0x3B));
wire.Memory[0x6B] = 0x40;
var sensor = new MotionRegisters<WireBus>(wire);
sensor.PWR_MGMT_1.Update(static power => (power with { SLEEP = false, CLKSEL = 1 }).ToWrite());
Console.WriteLine(sensor.PWR_MGMT_1.Read());
for (var axis = 0; axis < sensor.ACCELCount; axis++)
    Console.WriteLine((short)sensor.ACCEL(axis).Read().OUT);
Console.WriteLine(((short)sensor.TEMP.Read().OUT / 340.0 + 36.53).ToString("F2", CultureInfo.InvariantCulture));
