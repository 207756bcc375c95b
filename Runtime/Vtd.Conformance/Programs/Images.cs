using System.Buffers.Binary;
using Vtd.Architecture;

namespace Vtd.Conformance.Programs;

/// <summary>Descriptors and table entries as bytes.</summary>
internal static class Images
{
    private delegate void Copy(Span<byte> destination);

    public static byte[] Of(in WaitDescriptor descriptor) => Of(WaitDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Of(in ContextCacheInvalidateDescriptor descriptor) => Of(ContextCacheInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Of(in IotlbInvalidateDescriptor descriptor) => Of(IotlbInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Of(in PasidCacheInvalidateDescriptor descriptor) => Of(PasidCacheInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Of(in PasidIotlbInvalidateDescriptor descriptor) => Of(PasidIotlbInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Of(in InterruptEntryCacheInvalidateDescriptor descriptor) =>
        Of(InterruptEntryCacheInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Of(in DeviceTlbInvalidateDescriptor descriptor) => Of(DeviceTlbInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Of(in PasidDeviceTlbInvalidateDescriptor descriptor) => Of(PasidDeviceTlbInvalidateDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Of(in PageGroupResponseDescriptor descriptor) => Of(PageGroupResponseDescriptor.SizeInBytes, descriptor.CopyTo);

    public static byte[] Of(in LegacyRootEntry entry) => Of(LegacyRootEntry.SizeInBytes, entry.CopyTo);

    public static byte[] Of(in ScalableRootEntry entry) => Of(ScalableRootEntry.SizeInBytes, entry.CopyTo);

    public static byte[] Of(in LegacyContextEntry entry) => Of(LegacyContextEntry.SizeInBytes, entry.CopyTo);

    public static byte[] Of(in ScalableContextEntry entry) => Of(ScalableContextEntry.SizeInBytes, entry.CopyTo);

    public static byte[] Of(in PasidEntry entry) => Of(PasidEntry.SizeInBytes, entry.CopyTo);

    public static byte[] Of(in XapicIrte entry) => Of(XapicIrte.SizeInBytes, entry.CopyTo);

    public static byte[] Of(ulong word)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, word);
        return bytes;
    }

    /// <summary>Changes a bit.</summary>
    public static void Flip(byte[] bytes, int bit) => bytes[bit / 8] ^= (byte)(1 << (bit % 8));

    /// <summary>Bytes, extended with zeros to a size.</summary>
    public static byte[] Padded(byte[] bytes, int size)
    {
        var padded = new byte[Math.Max(size, bytes.Length)];
        bytes.CopyTo(padded, 0);
        return padded;
    }

    private static byte[] Of(int size, Copy copy)
    {
        var bytes = new byte[size];
        copy(bytes);
        return bytes;
    }
}
