namespace Vtd.Spec.Diagnostics;

/// <summary>Registers and their block: VTD04xx.</summary>
internal static class RegisterRules
{
    public static readonly Rule NoBlock = new("VTD0401", "Registers without a block");
    public static readonly Rule SecondBlock = new("VTD0402", "Second block");
    public static readonly Rule NoPlace = new("VTD0403", "Register without a place");
    public static readonly Rule Misaligned = new("VTD0404", "Misaligned register");
    public static readonly Rule BeyondBlock = new("VTD0405", "Register beyond the block");
    public static readonly Rule Overlap = new("VTD0406", "Registers overlap");
    public static readonly Rule CountAndStride = new("VTD0407", "Count without stride or stride without count");
    public static readonly Rule StrideTooSmall = new("VTD0408", "Stride smaller than the register");
    public static readonly Rule NoReset = new("VTD0409", "No reset value");
    public static readonly Rule ResetOfReservedBits = new("VTD0410", "Reset value sets reserved bits");
    public static readonly Rule ResetOfCommand = new("VTD0411", "Reset value of a command bit");
    public static readonly Rule NoAccess = new("VTD0412", "No access");
    public static readonly Rule GivenIsConstant = new("VTD0413", "Given register that is not constant");
    public static readonly Rule HookNeverCalled = new("VTD0414", "Hook that no write can reach");
    public static readonly Rule ReadHookNeverCalled = new("VTD0415", "Hook that no read needs");
    public static readonly Rule CannotLock = new("VTD0416", "Field that cannot be locked or enabled");
    public static readonly Rule ResetOfElements = new("VTD0417", "Reset values that do not match the elements");

    public static readonly Rule NoBlockOfRegister = new("VTD0418", "Register in none of several blocks");
    public static readonly Rule MisplacedInstance = new("VTD0419", "Instance of a block at an impossible address");
    public static readonly Rule AliasNeverWritten = new("VTD0420", "Aliases of a register that cannot be written");

    public static readonly Rule NamesOfElements = new("VTD0421", "Names that do not match the elements");

    public static readonly Rule UnusedCodes = new("VTD0422", "Codes for accesses that a field does not have");

    public static readonly Rule[] All =
    [
        NoBlock, SecondBlock, NoPlace, Misaligned, BeyondBlock, Overlap, CountAndStride, StrideTooSmall, NoReset, ResetOfReservedBits,
        ResetOfCommand, NoAccess, GivenIsConstant, HookNeverCalled, ReadHookNeverCalled, CannotLock, ResetOfElements, NoBlockOfRegister, MisplacedInstance,
        AliasNeverWritten, NamesOfElements, UnusedCodes,
    ];
}
