using System.Globalization;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Scripts;
using Vtd.Conformance.Tests.Codegen;

namespace Vtd.Conformance.Tests.Drivers;

/// <summary>The registers of a device in the I/O ports of a machine, one qtest request an access.</summary>
/// <param name="machine">The machine.</param>
/// <param name="port">The first port.</param>
internal sealed class PortBus(IMachine machine, int port) : IRegisterBus
{
    public ulong Read(int offset, int size) => Step.Number(Ask($"inb 0x{port + offset:x}")[3..]);

    public void Write(int offset, int size, ulong value) => Ask($"outb 0x{port + offset:x} 0x{value:x}");

    private string Ask(FormattableString request)
    {
        var answer = Assert.Single(machine.Answer([Step.Parse(request.ToString(CultureInfo.InvariantCulture))]));
        Assert.StartsWith("OK", answer, StringComparison.Ordinal);
        return answer;
    }
}
