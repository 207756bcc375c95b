namespace Vtd.Machine.Board;

/// <summary>Places of the devices of the board.</summary>
public static class BoardLayout
{
    /// <summary>The first port of the serial port.</summary>
    public const int Serial = 0x3F8;

    /// <summary>The first port of the clock.</summary>
    public const int Clock = 0x70;

    /// <summary>The address of the event timers.</summary>
    public const ulong Timers = 0xFED0_0000;
}
