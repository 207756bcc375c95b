using Vtd.Spec.Linking;
using Xunit.Abstractions;

namespace Vtd.Spec.Tests.Facts;

/// <summary>The shipped spec of VT-d against what is known of VT-d from elsewhere; see the README of this folder.</summary>
public sealed class FactsTests(ITestOutputHelper output)
{
    [Fact]
    public void TheSpecSaysWhatTheFactsSayAndNothingElse()
    {
        var spec = TestData.Link(TestData.ShippedFiles()).Units;
        var problems = Comparison.Compare(spec, Comparison.Intended);
        output.WriteLine(Comparison.Counts(spec));
        Assert.True(problems.Count == 0, string.Join('\n', [.. problems, Comparison.Counts(spec)]));
    }

    [Fact]
    public void EveryDifferenceHasAReason() =>
        Assert.All(Csv.Read("differences.csv"), row => Assert.NotEqual("", row["reason"]));

    [Fact]
    public void ADifferenceThatIsNoneAnyMoreIsReported()
    {
        Comparison.Difference[] stale = [.. Comparison.Intended, new("GCMD.TE", "access", "wo", "rw")];
        Assert.Equal(["no difference any more: GCMD.TE, access: 'wo' and 'rw'"], Comparison.Compare(Shipped(), stale));
    }

    [Fact]
    public void ADifferenceThatIsNotListedIsReported() =>
        Assert.Equal(
            ["fs-pdpe-1g.PS, when: facts say '', the spec 'CAP.FS1GP'"],
            Comparison.Compare(Shipped(), [.. Comparison.Intended.Where(difference => difference.Thing != "fs-pdpe-1g.PS")]));

    /// <summary>One mistake of each kind: after the first occurrence of a text, another is replaced; and what the comparison says.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "GSTS:", "Global Status", "Global State", "GSTS, name: facts say 'globalstatus', the spec 'globalstate'" },
        { "ICS:", "0x9C", "0x98", "ICS, offset: facts say '156', the spec '152'" },
        { "FRCD:", "CAP.FRO", "ECAP.IRO", "FRCD, base: facts say 'CAP.FRO * 16', the spec 'ECAP.IRO * 16'" },
        { "FRCD:", "NFR + 1", "NFR + 2", "FRCD, count: facts say 'CAP.NFR + 1', the spec 'CAP.NFR + 2'" },
        { "PERFCNTR:", "STRIDE + 10", "STRIDE + 9", "PERFCNTR, stride: facts say '1 << (PERFCAP.STRIDE + 10)', the spec '1 << (PERFCAP.STRIDE + 9)'" },
        { "PERFCNTREVCAP:", "PERFCNTRCAP.PCC", "PERFCNTRCAP.IOS", "PERFCNTREVCAP, when: facts say 'PERFCNTRCAP.PCC', the spec 'PERFCNTRCAP.IOS'" },
        { "  CAP:", "ECAP.IR,", "ECAP.QI,", "CAP.PI, when: facts say 'ECAP.IR', the spec 'ECAP.QI'" },
        { "  wait:", "when: ECAP.PDS,", "", "wait.PD, when: facts say 'ECAP.PDS', the spec ''" },
        { "FSTS:", "access: ros,                  meaning: some", "access: ro, meaning: some", "FSTS.PPF, access: facts say 'ros', the spec 'ro'" },
        { "PMEN:", "preserved:", "reserved:", "PMEN, bits 30:1: facts say 'rsvdp', the spec 'rsvdz'" },
        { "legacy-context-entry:", "    ignored: [\"70:67\"]", "", "" },
        { "ECCAP:", "reset: given", "reset: undefined", "ECCAP, reset: facts say 'given', the spec 'undefined'" },
        { "PECTL:", "reset: 0x80000000", "reset: 0", "PECTL, reset: facts say '2147483648', the spec '0'" },
        { "wait:", "STDATA: {", "DATA: {", "wait, bits 63:32: facts say 'STDATA', the spec 'DATA'" },
        { "FRCD:", "[126, 92]", "[92, 126]", "FRCD, bit 126: facts say 'T[1]', the spec 'T[0]'" },
        { "xapic-irte:", "\"79:64\"", "[\"71:64\", \"79:72\"]", "xapic-irte, bits 71:64: facts say '', the spec 'SID[15:8]'" },
        { "page-group-response:", "type: 0x09", "type: 0x0B", "page-group-response, type: facts say '9', the spec '11'" },
        { "pasid-iotlb-invalidate:", "sizes: [256]", "sizes: [128, 256]", "" },
        { "posted-interrupt-descriptor:", "\"287:280\", \"271:258\"", "\"287:281\", 280, \"271:258\"", "posted-interrupt-descriptor, bit 280: facts say '', the spec 'rsvdz'" },
        { "TranslationTableMode:", "Scalable: { code: 1", "Scalable: { code: 2", "RTADDR.TTM, 0x2 name: facts say '', the spec 'scalable'" },
        { "enums:\n  TranslationTableMode", "Legacy: ", "Older: ", "RTADDR.TTM, 0x0 name: facts say 'legacy', the spec 'older'" },
        { "PASID directory", "mnemonic: SCT.7", "mnemonic: SCT.70", "FaultReason, 0x46 mnemonic: facts say 'SCT.7', the spec 'SCT.70'" },
        { "PasidTooLarge:", "is: [qualified], ", "", "FaultReason, 0x46 qualified: facts say 'yes', the spec 'no'" },
        { "PERFCNTRCFG:", ", confidence: unverified", "", "PERFCNTRCFG.EN, confidence: facts say 'unverified', the spec ''" },
        { "Rta4:", ", confidence: unknown", "", "FaultReason, 0x33 confidence: facts say 'unknown', the spec ''" },
        { "TLB", "MIP:", "QDEP:", "" },
    };
}
