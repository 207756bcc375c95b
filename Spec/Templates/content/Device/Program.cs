using DeviceName1.Codegen;
using DeviceName1.SpecName1;

var port = new SerialPort();
port.Receive();
port.Write(0x00, 0x101);
Console.WriteLine(port.Read(0x04));

internal sealed class SerialPort : ISpecName1RegisterHandler
{
    private readonly SpecName1RegisterFile _registers = new();

    public void Receive() => _registers.STATUS = _registers.STATUS with { READY = true };

    public void Write(int offset, uint value) => _registers.Write(offset, 4, value, this);

    public ulong Read(int offset) => _registers.Read(offset, 4, out var value) == RegisterAccess.Done ? value : 0;

    void ISpecName1RegisterHandler.OnWrite(Control before, Control after) => Console.WriteLine($"sent with parity {after.PARITY}");
}
