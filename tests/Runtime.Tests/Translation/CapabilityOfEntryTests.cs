using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Translation;

/// <summary>Bits of context and PASID entries that mean something only if the unit has what they are for, and are reserved otherwise.</summary>
public class CapabilityOfEntryTests
{
    private const PasidTranslationType FirstStage = PasidTranslationType.FirstStage;
    private const PasidTranslationType SecondStage = PasidTranslationType.SecondStage;

    private static readonly Dictionary<string, (PasidTranslationType Type, Func<PasidEntry, PasidEntry> Entry, Func<Ecap, bool, Ecap> Capability)> s_bits = new()
    {
        ["FSPTPTR"] = (SecondStage, entry => entry, (ecap, has) => ecap with { FSTS = has }),
        ["FSPM"] = (SecondStage, entry => entry with { FSPTPTR = 0, FSPM = FirstStagePagingMode.Level5 }, (ecap, has) => ecap with { FSTS = has }),
        ["WPE"] = (SecondStage, entry => entry with { FSPTPTR = 0, WPE = true }, (ecap, has) => ecap with { FSTS = has }),
        ["EAFE"] = (FirstStage, entry => entry with { EAFE = true }, (ecap, has) => ecap with { EAFS = has }),
        ["ERE"] = (FirstStage, entry => entry with { ERE = true }, (ecap, has) => ecap with { ERS = has }),
        ["SSEE"] = (FirstStage, entry => entry with { SSEE = true }, (ecap, has) => ecap with { ERS = has }),
        ["SRE"] = (FirstStage, entry => entry with { SRE = true }, (ecap, has) => ecap with { SRS = has }),
        ["PA0"] = (FirstStage, entry => entry with { PA0 = (MemoryType)6 }, (ecap, has) => ecap with { MTS = has }),
        ["PA7"] = (FirstStage, entry => entry with { PA7 = (MemoryType)6 }, (ecap, has) => ecap with { MTS = has }),
        ["PCD"] = (FirstStage, entry => entry with { PCD = true }, (ecap, has) => ecap with { MTS = has }),
        ["PWT"] = (FirstStage, entry => entry with { PWT = true }, (ecap, has) => ecap with { MTS = has }),
        ["EMT"] = (FirstStage, entry => entry with { EMT = (ExtendedMemoryType)6 }, (ecap, has) => ecap with { MTS = has }),
        ["EMTE"] = (FirstStage, entry => entry with { EMTE = true }, (ecap, has) => ecap with { MTS = has }),
        ["CD"] = (FirstStage, entry => entry with { CD = true }, (ecap, has) => ecap with { MTS = has }),
        ["PGSNP"] = (FirstStage, entry => entry with { PGSNP = true }, (ecap, has) => ecap with { SC = has }),
        ["PWSNP"] = (SecondStage, entry => entry, (ecap, has) => ecap with { SMPWCS = has }),
        ["SSPTPTR"] = (FirstStage, entry => entry, (ecap, has) => ecap with { SSTS = has }),
        ["SSADE"] = (FirstStage, entry => entry with { SSADE = true }, (ecap, has) => ecap with { SSADS = has }),
    };

    public static TheoryData<string> Bits => [.. s_bits.Keys];

    [Theory]
    [MemberData(nameof(Bits))]
    public void Bits_of_a_pasid_entry_are_reserved_without_the_capability(string name)
    {
        var (type, entry, capability) = s_bits[name];
        Assert.Equal(0x00, (byte)new Machine(type, entry, ecap: capability(Machine.Ecap, true)).Read().FaultReason);
        Assert.Equal(0x5A, (byte)new Machine(type, entry, ecap: capability(Machine.Ecap, false)).Read().FaultReason);
    }

    [Fact]
    public void The_width_of_the_second_stage_is_left_alone_where_there_is_only_a_first()
    {
        var machine = new Machine(FirstStage, entry => entry with { SSPTPTR = 0 }, ecap: Machine.Ecap with { SSTS = false, SSADS = false, NEST = false });
        Assert.Equal(0x00, (byte)machine.Read().FaultReason);
    }

    [Theory]
    [InlineData("DTE")]
    [InlineData("PASIDE")]
    [InlineData("PRE")]
    public void Permissions_of_a_context_entry_are_reserved_without_the_capability(string name)
    {
        Assert.Equal(0x00, Read(true));
        Assert.Equal(0x42, Read(false));

        byte Read(bool has)
        {
            var (bit, ecap) = name switch
            {
                "DTE" => (2, Machine.Ecap with { DT = has }),
                "PASIDE" => (3, Machine.Ecap with { PASID = has }),
                _ => (4, Machine.Ecap with { PRS = has }),
            };
            var machine = new Machine(FirstStage, ecap: ecap);
            machine.Change(Machine.ScalableContext, entry => (entry & ~(7UL << 2)) | (1UL << bit));
            return (byte)machine.Guest.Unit.Translate(machine.Request(DmaAccess.Read) with { Pasid = null }).FaultReason;
        }
    }
}
