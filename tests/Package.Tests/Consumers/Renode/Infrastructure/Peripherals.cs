// The signatures of Renode's types that a peripheral on a bus needs, and of GPIO what the test looks at.
namespace Antmicro.Renode.Core
{
    public interface IEmulationElement
    {
    }

    public sealed class GPIO
    {
        public bool IsSet { get; private set; }

        public void Set(bool value) => IsSet = value;
    }
}

namespace Antmicro.Renode.UserInterface
{
    public interface IAnalyzable
    {
    }
}

namespace Antmicro.Renode.Peripherals
{
    public interface IPeripheral : Core.IEmulationElement, UserInterface.IAnalyzable
    {
        void Reset();
    }

    public interface IKnownSize : Bus.IBusPeripheral
    {
        long Size { get; }
    }
}

namespace Antmicro.Renode.Peripherals.Bus
{
    public interface IBusPeripheral : IPeripheral
    {
    }

    public interface IBytePeripheral : IBusPeripheral
    {
        byte ReadByte(long offset);

        void WriteByte(long offset, byte value);
    }

    public interface IDoubleWordPeripheral : IBusPeripheral
    {
        uint ReadDoubleWord(long offset);

        void WriteDoubleWord(long offset, uint value);
    }
}
