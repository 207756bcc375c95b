using Vtd.Conformance.Tests.Codegen;
using Vtd.Machine.Bus;

namespace Vtd.Conformance.Tests.Drivers;

/// <summary>The registers of a model, with no machine around it.</summary>
/// <param name="device">The model.</param>
internal sealed class ModelBus(IBoardDevice device) : IRegisterBus
{
    public ulong Read(int offset, int size) => device.Read(offset, size);

    public void Write(int offset, int size, ulong value) => device.Write(offset, size, value);
}
