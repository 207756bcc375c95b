using Vtd.Architecture;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Programs;

/// <summary>Makes random invalidation descriptors.</summary>
internal sealed class RandomDescriptors(Dice dice, RandomAddresses addresses, ProgramShape shape)
{
    /// <summary>A descriptor, which may be too short for the queue.</summary>
    public byte[] Descriptor()
    {
        var sid = dice.Pick(MachineLayout.TestDevices);
        var address = addresses.Input() & ~(Places.PageSize - 1);
        var bytes = dice.Next(shape.IsWide ? 12 : 8) switch
        {
            0 or 1 or 2 => Wait(),
            3 => Images.Of(new ContextCacheInvalidateDescriptor { G = (ContextGranularity)dice.Next(1, 4), DID = addresses.Domain(), SID = sid, FM = (FunctionMask)dice.Next(4) }),
            4 or 5 => Images.Of(new IotlbInvalidateDescriptor
            {
                G = (IotlbGranularity)dice.Next(1, 4), DID = addresses.Domain(), AM = (byte)dice.Next(12), ADDR = address, IH = dice.Chance(30), DR = dice.Chance(50), DW = dice.Chance(50),
            }),
            6 => Images.Of(new InterruptEntryCacheInvalidateDescriptor { G = (InterruptEntryGranularity)dice.Next(2), IIDX = (ushort)dice.Next(8), IM = (byte)dice.Next(4) }),
            7 => Images.Of(new DeviceTlbInvalidateDescriptor { SID = sid, ADDR = address, S = dice.Chance(30) }),
            8 => Images.Of(new PasidCacheInvalidateDescriptor { G = dice.Pick(PasidCacheGranularity.Domain, PasidCacheGranularity.Pasid, PasidCacheGranularity.Global), DID = addresses.Domain(), PASID = (uint)dice.Next(ProgramShape.Pasids) }),
            9 => Images.Of(new PasidIotlbInvalidateDescriptor
            {
                G = dice.Pick(PasidIotlbGranularity.Pasid, PasidIotlbGranularity.Page), DID = addresses.Domain(), PASID = (uint)dice.Next(ProgramShape.Pasids), AM = (byte)dice.Next(12), ADDR = address,
            }),
            10 => Images.Of(new PasidDeviceTlbInvalidateDescriptor { SID = sid, PASID = (uint)dice.Next(ProgramShape.Pasids), ADDR = address, S = dice.Chance(30) }),
            _ => Images.Of(new PageGroupResponseDescriptor { RID = sid, PP = dice.Chance(60), PASID = (uint)dice.Next(ProgramShape.Pasids), RC = PageResponseCode.Success }),
        };
        return dice.Chance(12) ? Mutated(Images.Padded(bytes, shape.DescriptorSize)) : bytes;
    }

    private byte[] Wait()
    {
        var wantsStatus = dice.Chance(70);
        return Images.Of(new WaitDescriptor
        {
            SW = wantsStatus, IF = !wantsStatus || (!shape.IsFragile && dice.Chance(20)), FN = dice.Chance(40), STDATA = (uint)dice.Next(), STADDR = Places.Status + 8UL * (ulong)dice.Next(64),
        });
    }

    /// <summary>Changes a bit or two, but leaves addresses in the window or out of all memory.</summary>
    private byte[] Mutated(byte[] bytes)
    {
        for (var count = dice.Chance(80) ? 1 : 2; count > 0; count--)
        {
            var bit = dice.Next(bytes.Length * 8);
            if (bit % 64 is < 18 or >= 33 || (bit < 64 && bytes.Length is 16 or 32 && (bytes[0] & 15) != 5))
                Images.Flip(bytes, bit);
        }

        if (shape.IsFragile && WaitDescriptor.Read(bytes.AsSpan(0, 16)) is { SW: true, IF: true } wait)
            (wait with { IF = false }).CopyTo(bytes);
        return bytes;
    }
}
