using System;
using Antmicro.Renode.Peripherals;
using Antmicro.Renode.Peripherals.Bus;

var port = new Board.SerialPort();
port.CharReceived += value => Console.WriteLine($"sent '{(char)value}'");
IDoubleWordPeripheral words = port;
IBytePeripheral bytes = port;

Console.WriteLine($"size {((IKnownSize)port).Size}");
bytes.WriteByte(0, (byte)'A');
port.Receive((byte)'x');
port.Receive((byte)'y');
Console.WriteLine($"status {words.ReadDoubleWord(4)}, interrupt {port.IRQ.IsSet}");
Console.WriteLine($"received '{(char)bytes.ReadByte(0)}', interrupt {port.IRQ.IsSet}");
words.WriteDoubleWord(4, 2);
Console.WriteLine($"status {words.ReadDoubleWord(4)}, beyond {words.ReadDoubleWord(0x100)}");
port.Receive((byte)'z');
port.Reset();
Console.WriteLine($"status {bytes.ReadByte(4)}, interrupt {port.IRQ.IsSet}");
