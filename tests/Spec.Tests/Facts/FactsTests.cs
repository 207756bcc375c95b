using Vtd.Spec.Model;
using Xunit.Abstractions;

namespace Vtd.Spec.Tests.Facts;

/// <summary>The shipped spec of VT-d against what is known of VT-d from elsewhere; see the README of this folder.</summary>
public sealed class FactsTests(ITestOutputHelper output)
{
    [Fact]
    public void TheSpecSaysWhatTheFactsSayAndNothingElse()
    {
        var spec = Shipped();
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

    /// <summary>One mistake of each kind: the declaration that it is in, a text and what it becomes, and what the comparison says.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "GSTS", "Global Status", "Global State", "GSTS, name: facts say 'globalstatus', the spec 'globalstate'" },
        { "ICS", "0x9C", "0x98", "ICS, offset: facts say '156', the spec '152'" },
        { "FRCD", "CAP.FRO", "ECAP.IRO", "FRCD, base: facts say 'CAP.FRO * 16', the spec 'ECAP.IRO * 16'" },
        { "FRCD", "NFR + 1", "NFR + 2", "FRCD, count: facts say 'CAP.NFR + 1', the spec 'CAP.NFR + 2'" },
        { "PERFCNTR", "STRIDE + 10", "STRIDE + 9", "PERFCNTR, stride: facts say '1 << (PERFCAP.STRIDE + 10)', the spec '1 << (PERFCAP.STRIDE + 9)'" },
        { "PERFCNTREVCAP", "PERFCNTRCAP.PCC", "PERFCNTRCAP.IOS", "PERFCNTREVCAP, when: facts say 'PERFCNTRCAP.PCC', the spec 'PERFCNTRCAP.IOS'" },
        { "MTRR_PHYSMASK", "index <", "index <=", "MTRR_PHYSMASK, when: facts say 'ECAP.MTS and index < MTRRCAP.VCNT', the spec 'ECAP.MTS and index <= MTRRCAP.VCNT'" },
        { "CAP", "when: ECAP.IR,", "when: ECAP.QI,", "CAP.PI, when: facts say 'ECAP.IR', the spec 'ECAP.QI'" },
        { "wait", "when: ECAP.PDS,", "", "wait.PD, when: facts say 'ECAP.PDS', the spec ''" },
        { "FSTS", "bits: 1,      access: ros", "bits: 1,      access: ro", "FSTS.PPF, access: facts say 'ros', the spec 'ro'" },
        { "PMEN", "preserved:", "reserved:", "PMEN, bits 30:1: facts say 'rsvdp', the spec 'rsvdz'" },
        { "legacy-context-entry", "71, \"11:4\"]\n    ignored: [\"70:67\"]", "71, \"70:67\", \"11:4\"]", "legacy-context-entry, bits 70:67: facts say 'ignored', the spec 'rsvdz'" },
        { "ECCAP", "reset: given", "reset: undefined", "ECCAP, reset: facts say 'given', the spec 'undefined'" },
        { "FSTS", "reset: 0", "reset: 1", "FSTS, reset: facts say '0', the spec '1'" },
        { "PERFINTRCTL", "offset: 0x328", "offset: 0x328\n    reset: 0", "PERFINTRCTL, reset: facts say '2147483648', the spec '0'" },
        { "wait", "STDATA: {", "DATA: {", "wait, bits 63:32: facts say 'STDATA', the spec 'DATA'" },
        { "FRCD", "[126, 92]", "[92, 126]", "FRCD, bit 126: facts say 'T[1]', the spec 'T[0]'" },
        { "page-group-response", "type: 0x09", "type: 0x0B", "InvalidationQueue, 0x9 name: facts say 'pagegroupresponse', the spec ''" },
        { "wait", "sizes: [128, 256]", "sizes: [128]", "wait, bits 255:128: facts say 'rsvdz', the spec ''" },
        { "posted-interrupt-descriptor", "\"287:280\"", "\"287:281\", 280", "posted-interrupt-descriptor, bit 280: facts say '', the spec 'rsvdz'" },
        { "TranslationTableMode", "Scalable: { code: 1", "Scalable: { code: 2", "RTADDR.TTM, 0x1 name: facts say 'scalable', the spec ''" },
        { "CounterEvents4", "IntCacheLookup: ", "IntCacheMiss: ", "CounterEvents4, 0x0 name: facts say 'intcachelookup', the spec 'intcachemiss'" },
        { "pasid-cache-invalidate", "Domain, Pasid, Global", "Domain, Global", "pasid-cache-invalidate.G, 0x1 name: facts say 'pasid', the spec ''" },
        { "x2apic-irte", "enum: DeliveryMode,", "", "x2apic-irte.DLM, 0x0 name: facts say 'fixed', the spec ''" },
        { "FaultReason", "mnemonic: SCT.7", "mnemonic: SCT.70", "FaultReason, 0x46 mnemonic: facts say 'SCT.7', the spec 'SCT.70'" },
        { "FaultReason", "mnemonic: SCT.7, is: [qualified]", "mnemonic: SCT.7", "FaultReason, 0x46 qualified: facts say 'yes', the spec 'no'" },
        { "FaultReason", ", confidence: unknown", "", "FaultReason, 0x88 confidence: facts say 'unknown', the spec ''" },
        { "PERFCNTRCFG", ", confidence: unverified", "", "PERFCNTRCFG.EN, confidence: facts say 'unverified', the spec ''" },
        { "MtrrMemoryType", "confidence: unverified", "", "MTRRDEF.TYPE, 0x0 confidence: facts say 'unverified', the spec ''" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistakeIsReported(string declaration, string text, string replacement, string expected)
    {
        var spec = TestData.Link([.. TestData.ShippedFiles().Select(file => (file.Path, Changed(file.Text)))]).Units;
        var problems = Comparison.Compare(spec, Comparison.Intended);
        Assert.Contains(expected, problems);

        string Changed(string yaml)
        {
            var start = yaml.IndexOf($"\n  {declaration}:\n", StringComparison.Ordinal);
            if (start < 0)
                return yaml;
            var at = yaml.IndexOf(text, start, StringComparison.Ordinal);
            Assert.True(at >= 0, $"there is no '{text}' in {declaration}");
            return yaml[..at] + replacement + yaml[(at + text.Length)..];
        }
    }

    private static LinkedSpec Shipped() => TestData.Link(TestData.ShippedFiles()).Units;
}
