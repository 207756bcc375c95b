namespace Vtd.Conformance.Programs;

/// <summary>Random programs for the devices of the board. Equal seeds make equal programs.</summary>
internal static class BoardPrograms
{
    /// <summary>Makes a program.</summary>
    /// <param name="part">The device.</param>
    /// <param name="seed">The seed of the program.</param>
    public static RandomProgram Make(ComparedPart part, int seed) => part switch
    {
        ComparedPart.Uart => UartProgram.Make(seed),
        ComparedPart.Rtc => RtcProgram.Make(seed),
        ComparedPart.Hpet => HpetProgram.Make(seed),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "It is no device of the board."),
    };
}
