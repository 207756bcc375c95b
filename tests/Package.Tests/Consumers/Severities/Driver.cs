using Severities.Uart;

namespace Severities;

internal interface IBus
{
    void Write(long offset, uint value);
}

internal static class Driver
{
    public static void Acknowledge(IBus bus) => bus.Write(Status.Offset, 0x8);
}
