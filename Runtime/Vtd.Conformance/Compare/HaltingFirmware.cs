namespace Vtd.Conformance.Compare;

/// <summary>Firmware that halts the processor for ever, so that nothing but the script happens.</summary>
internal static class HaltingFirmware
{
    private const int Size = 0x10000;
    private const int ResetVector = 0xFFF0;

    /// <summary>A new image: cli; hlt; jmp to hlt at the reset vector, zeros elsewhere.</summary>
    public static byte[] Image()
    {
        var image = new byte[Size];
        byte[] code = [0xFA, 0xF4, 0xEB, 0xFD];
        code.CopyTo(image, ResetVector);
        return image;
    }
}
