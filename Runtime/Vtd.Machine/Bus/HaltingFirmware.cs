namespace Vtd.Machine.Bus;

/// <summary>Firmware that halts the processor for ever, so that nothing but the script happens.</summary>
public static class HaltingFirmware
{
    /// <summary>Bytes of the image. They are at the end of the first MiB and of the first 4 GiB.</summary>
    public const int Size = 0x10000;

    private const int ResetVector = 0xFFF0;

    /// <summary>The image: cli; hlt; jmp to hlt at the reset vector, zeros elsewhere.</summary>
    public static ReadOnlySpan<byte> Image => s_image;

    private static readonly byte[] s_image = Make();

    private static byte[] Make()
    {
        var image = new byte[Size];
        byte[] code = [0xFA, 0xF4, 0xEB, 0xFD];
        code.CopyTo(image, ResetVector);
        return image;
    }
}
