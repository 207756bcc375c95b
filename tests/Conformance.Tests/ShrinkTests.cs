using Vtd.Conformance.Compare;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests;

/// <summary>A program that shows a difference is cut down to a script that shows that same difference, and no easier one.</summary>
public class ShrinkTests
{
    private const string Device = "intel-iommu,intremap=on,aw-bits=48";
    private const string Cause = "writel 0xfed90040 0xfee00000";
    private const string Late = "readl 0xfed9001c";
    private const string Easy = "readl 0xfed90034";

    private static readonly Version s_release = new(10, 0, 2);

    [Fact]
    public void TheDifferenceStaysTheSame()
    {
        using var differential = new Differential(new Liar(), s_release, Device);
        var program = new RandomProgram([.. new[] { "readl 0xfed90038", Cause, Late, Easy }.Select(text => (IReadOnlyList<Step>)[Step.Parse(text)])]);
        var kind = differential.Compare(program.Script, withCauses: false).Kinds[0];

        var shortest = program.Shrink(script => differential.Shows(script, kind));

        Assert.Equal([Cause, Late], shortest.Steps.Select(step => step.Text));
    }

    [Fact]
    public void KindsTellDifferencesApart()
    {
        using var differential = new Differential(new Liar(), s_release, Device);

        var kinds = differential.Compare(Script.Parse([Easy, Cause, Late, Easy, "readw 0xfed90034"]), withCauses: false).Kinds;

        Assert.Equal(4, kinds.Count);
        Assert.Equal(kinds[0], kinds[2]);
        Assert.Equal(3, kinds.Distinct().Count());
    }

    /// <summary>Our machine, but for one register that always reads otherwise and one that does so after a certain write.</summary>
    private sealed class Liar : IMachine
    {
        private readonly OwnMachine _machine = new(Device, s_release, QemuQuirks.Of(s_release));

        public IReadOnlyList<string> Answer(IReadOnlyList<Step> steps)
        {
            var answers = _machine.Answer(steps).ToArray();
            var isCaused = false;
            foreach (var (index, step) in steps.Index())
            {
                isCaused |= step.Text == Cause;
                if (step.Text.EndsWith(Easy[5..], StringComparison.Ordinal) || (isCaused && step.Text == Late))
                    answers[index] = "OK 0x0000000000000040";
            }

            return answers;
        }

        public void Renew() => _machine.Renew();

        public void Dispose() => _machine.Dispose();
    }
}
