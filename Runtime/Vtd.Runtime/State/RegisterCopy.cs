using System.Buffers.Binary;
using Vtd.Architecture;

namespace Vtd.Runtime.State;

/// <summary>Copies every register that can change, to bytes and back.</summary>
internal static class RegisterCopy
{
    /// <summary>Copies the registers into bytes.</summary>
    public static byte[] Save(VtdRegisterFile registers)
    {
        var words = new List<ulong>();
        Visit(registers, word =>
        {
            words.Add(word);
            return word;
        });
        var bytes = new byte[words.Count * sizeof(ulong)];
        for (var index = 0; index < words.Count; index++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(index * sizeof(ulong)), words[index]);
        return bytes;
    }

    /// <summary>Sets the registers to what bytes hold.</summary>
    /// <returns>Whether there are as many bytes as these registers take.</returns>
    public static bool TryRestore(VtdRegisterFile registers, byte[] bytes)
    {
        var at = 0;
        Visit(registers, _ =>
        {
            var isThere = bytes.Length - at >= sizeof(ulong);
            var word = isThere ? BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)) : 0;
            at += sizeof(ulong);
            return word;
        });
        return at == bytes.Length;
    }

    private static void Visit(VtdRegisterFile registers, Func<ulong, ulong> word)
    {
        registers.GCMD = new((uint)word(registers.GCMD.Value));
        registers.GSTS = new((uint)word(registers.GSTS.Value));
        registers.RTADDR = new(word(registers.RTADDR.Value));
        registers.CCMD = new(word(registers.CCMD.Value));
        registers.FSTS = new((uint)word(registers.FSTS.Value));
        registers.FECTL = new((uint)word(registers.FECTL.Value));
        registers.FEDATA = new((uint)word(registers.FEDATA.Value));
        registers.FEADDR = new((uint)word(registers.FEADDR.Value));
        registers.FEUADDR = new((uint)word(registers.FEUADDR.Value));
        registers.AFLOG = new(word(registers.AFLOG.Value));
        registers.PMEN = new((uint)word(registers.PMEN.Value));
        registers.PLMBASE = new((uint)word(registers.PLMBASE.Value));
        registers.PLMLIMIT = new((uint)word(registers.PLMLIMIT.Value));
        registers.PHMBASE = new(word(registers.PHMBASE.Value));
        registers.PHMLIMIT = new(word(registers.PHMLIMIT.Value));
        registers.IQH = new(word(registers.IQH.Value));
        registers.IQT = new(word(registers.IQT.Value));
        registers.IQA = new(word(registers.IQA.Value));
        registers.ICS = new((uint)word(registers.ICS.Value));
        registers.IECTL = new((uint)word(registers.IECTL.Value));
        registers.IEDATA = new((uint)word(registers.IEDATA.Value));
        registers.IEADDR = new((uint)word(registers.IEADDR.Value));
        registers.IEUADDR = new((uint)word(registers.IEUADDR.Value));
        registers.IQERCD = new(word(registers.IQERCD.Value));
        registers.IRTA = new(word(registers.IRTA.Value));
        registers.PQH = new(word(registers.PQH.Value));
        registers.PQT = new(word(registers.PQT.Value));
        registers.PQA = new(word(registers.PQA.Value));
        registers.PRS = new((uint)word(registers.PRS.Value));
        registers.PECTL = new((uint)word(registers.PECTL.Value));
        registers.PEDATA = new((uint)word(registers.PEDATA.Value));
        registers.PEADDR = new((uint)word(registers.PEADDR.Value));
        registers.PEUADDR = new((uint)word(registers.PEUADDR.Value));
        registers.MTRRDEF = new(word(registers.MTRRDEF.Value));
        registers.MTRR_FIX64K_00000 = new(word(registers.MTRR_FIX64K_00000.Value));
        registers.MTRR_FIX16K_80000 = new(word(registers.MTRR_FIX16K_80000.Value));
        registers.MTRR_FIX16K_A0000 = new(word(registers.MTRR_FIX16K_A0000.Value));
        registers.MTRR_FIX4K_C0000 = new(word(registers.MTRR_FIX4K_C0000.Value));
        registers.MTRR_FIX4K_C8000 = new(word(registers.MTRR_FIX4K_C8000.Value));
        registers.MTRR_FIX4K_D0000 = new(word(registers.MTRR_FIX4K_D0000.Value));
        registers.MTRR_FIX4K_D8000 = new(word(registers.MTRR_FIX4K_D8000.Value));
        registers.MTRR_FIX4K_E0000 = new(word(registers.MTRR_FIX4K_E0000.Value));
        registers.MTRR_FIX4K_E8000 = new(word(registers.MTRR_FIX4K_E8000.Value));
        registers.MTRR_FIX4K_F0000 = new(word(registers.MTRR_FIX4K_F0000.Value));
        registers.MTRR_FIX4K_F8000 = new(word(registers.MTRR_FIX4K_F8000.Value));
        registers.PERFINTRSTS = new((uint)word(registers.PERFINTRSTS.Value));
        registers.PERFINTRCTL = new((uint)word(registers.PERFINTRCTL.Value));
        registers.PERFINTRDATA = new((uint)word(registers.PERFINTRDATA.Value));
        registers.PERFINTRADDR = new((uint)word(registers.PERFINTRADDR.Value));
        registers.PERFINTRUADDR = new((uint)word(registers.PERFINTRUADDR.Value));
        registers.ECMD = new(word(registers.ECMD.Value));
        registers.ECEO = new(word(registers.ECEO.Value));
        registers.ECRSP = new(word(registers.ECRSP.Value));
        registers.ECSTS = new(word(registers.ECSTS.Value));
        registers.VCMD = new(word(registers.VCMD.Value));
        registers.VCMD_EO = new(word(registers.VCMD_EO.Value));
        registers.VCRSP = new(word(registers.VCRSP.Value));
        registers.IVA = new(word(registers.IVA.Value));
        registers.PERFFRZ = new(word(registers.PERFFRZ.Value));
        registers.PERFOVF = new(word(registers.PERFOVF.Value));
        registers.IOTLB = new(word(registers.IOTLB.Value));
        for (var index = 0; index < registers.FRCDCount; index++)
            registers.SetFRCD(index, new(word(registers.GetFRCD(index).Low), word(registers.GetFRCD(index).High)));
        for (var index = 0; index < registers.MTRR_PHYSBASECount; index++)
            registers.SetMTRR_PHYSBASE(index, new(word(registers.GetMTRR_PHYSBASE(index).Value)));
        for (var index = 0; index < registers.MTRR_PHYSMASKCount; index++)
            registers.SetMTRR_PHYSMASK(index, new(word(registers.GetMTRR_PHYSMASK(index).Value)));
        for (var index = 0; index < registers.PERFCNTRCount; index++)
            registers.SetPERFCNTR(index, new(word(registers.GetPERFCNTR(index).Value)));
        for (var index = 0; index < registers.PERFCNTRCFGCount; index++)
            registers.SetPERFCNTRCFG(index, new(word(registers.GetPERFCNTRCFG(index).Value)));
        for (var index = 0; index < registers.PERFFLTRREQIDCount; index++)
            registers.SetPERFFLTRREQID(index, new((uint)word(registers.GetPERFFLTRREQID(index).Value)));
        for (var index = 0; index < registers.PERFFLTRDIDCount; index++)
            registers.SetPERFFLTRDID(index, new((uint)word(registers.GetPERFFLTRDID(index).Value)));
        for (var index = 0; index < registers.PERFFLTRPASIDCount; index++)
            registers.SetPERFFLTRPASID(index, new((uint)word(registers.GetPERFFLTRPASID(index).Value)));
        for (var index = 0; index < registers.PERFFLTRATSCount; index++)
            registers.SetPERFFLTRATS(index, new((uint)word(registers.GetPERFFLTRATS(index).Value)));
        for (var index = 0; index < registers.PERFFLTRPTCount; index++)
            registers.SetPERFFLTRPT(index, new((uint)word(registers.GetPERFFLTRPT(index).Value)));
    }
}
