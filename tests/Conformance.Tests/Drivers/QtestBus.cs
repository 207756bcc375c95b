using System.Globalization;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Scripts;
using Vtd.Conformance.Tests.Codegen;

namespace Vtd.Conformance.Tests.Drivers;

/// <summary>The registers of a device of a machine, one qtest request an access.</summary>
/// <param name="machine">The machine.</param>
/// <param name="address">Address of the registers.</param>
internal sealed class QtestBus(IMachine machine, ulong address) : IRegisterBus
{
    public ulong Read(int offset, int size) => Step.Number(Ask($"read{Suffix(size)} 0x{address + (ulong)offset:x}"));

    public void Write(int offset, int size, ulong value) => Ask($"write{Suffix(size)} 0x{address + (ulong)offset:x} 0x{value:x}");

    public byte[] ReadMemory(ulong from, int count) => Convert.FromHexString(Ask($"read 0x{from:x} {count}")[2..]);

    public void WriteMemory(ulong to, byte[] bytes) => Ask($"write 0x{to:x} {bytes.Length} 0x{Convert.ToHexStringLower(bytes)}");

    private static char Suffix(int size) => size switch { 1 => 'b', 2 => 'w', 4 => 'l', _ => 'q' };

    /// <summary>What follows OK in the answer.</summary>
    private string Ask(FormattableString request)
    {
        var answer = Assert.Single(machine.Answer([Step.Parse(request.ToString(CultureInfo.InvariantCulture))]));
        Assert.StartsWith("OK", answer, StringComparison.Ordinal);
        return answer[2..].Trim();
    }
}
