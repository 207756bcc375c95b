using System.Globalization;
using Vtd.Architecture;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Scripts;
using Vtd.Runtime;

namespace Vtd.Conformance.Tests.Live;

/// <summary>The scenario of a reset finds in flight what it is about; without a QEMU, by the unit as the architecture has it.</summary>
public class ResetScenarioTests
{
    private static readonly Version s_release = new(10, 0, 2);

    public static TheoryData<string, bool> Machines => new()
    {
        { "", false },
        { ",x-scalable-mode=on", true },
        { ",x-scalable-mode=on,x-flts=on", true },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Before(string options, bool isScalable)
    {
        foreach (var (_, script) in Scripts(options, isScalable, out var machine))
        {
            machine.Renew();
            var answers = new Answers(machine, script.Steps.TakeWhile(step => step is not SystemResetStep));

            var status = new Fsts((uint)answers.Register(Fsts.Offset));
            Assert.Equal((true, true, true), (status.PPF, status.PFO, status.IQE));
            Assert.Equal((true, true), (new Fectl((uint)answers.Register(Fectl.Offset)).IP, new Iectl((uint)answers.Register(Iectl.Offset)).IP));
            Assert.True(new Ics((uint)answers.Register(Ics.Offset)).IWC);
            Assert.True(answers.Register(Iqh.Offset) != 0 && answers.Register(Iqh.Offset) < answers.Register(Iqt.Offset));
            Assert.True(answers.IsCopying(ResetScenario.Reader) && answers.IsCopying(ResetScenario.Writer));
            Assert.Equal($"OK {ResetScenario.DeviceVector}", answers.Last("interrupts"));
            Assert.All(Enum.GetValues<CacheKind>(), cache => Assert.Equal((cache, isScalable || cache != CacheKind.Pasid), (cache, machine.Unit.EntriesOf(cache) > 0)));
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void After(string options, bool isScalable)
    {
        foreach (var (after, script) in Scripts(options, isScalable, out var machine))
        {
            machine.Renew();
            var steps = script.Steps.ToList();
            var reset = steps.FindIndex(step => step is SystemResetStep);
            var go = steps.FindIndex(step => step is ContinueStep);
            machine.Answer(steps[..(reset + 1)]);
            Assert.All(Enum.GetValues<CacheKind>(), cache => Assert.Equal((cache, 0), (cache, machine.Unit.EntriesOf(cache))));

            var unset = new Answers(machine, steps[(reset + 1)..go]);
            Assert.Equal((0UL, 0UL, 0UL), (unset.Register(Fsts.Offset), unset.Register(Ics.Offset), unset.Register(Gsts.Offset)));
            Assert.True(unset.IsCopying(ResetScenario.Reader) && unset.IsCopying(ResetScenario.Writer));

            var done = new Answers(machine, steps[go..]);
            Assert.False(done.IsCopying(ResetScenario.Reader) || done.IsCopying(ResetScenario.Writer));
            Assert.Equal(
                after switch
                {
                    Aftermath.Untranslated => (ResetScenario.Copied, 0UL, 0UL),
                    Aftermath.Remapped => (0UL, 0UL, ResetScenario.Copied),
                    _ => (0UL, 0UL, 0UL),
                },
                (done.Memory(ResetScenario.Input), done.Memory(ResetScenario.Before), done.Memory(ResetScenario.After)));
            Assert.Equal(after == Aftermath.Blocked, new Fsts((uint)done.Register(Fsts.Offset)).PPF);
        }
    }

    private static IEnumerable<(Aftermath After, Script Script)> Scripts(string options, bool isScalable, out OwnMachine machine)
    {
        machine = new OwnMachine("intel-iommu,intremap=on,aw-bits=48" + options, s_release, UnitQuirks.None);
        return ResetScenario.All(new(machine.Unit.ReadRegister(Ecap.Offset, sizeof(ulong))), isScalable).ToList();
    }

    /// <summary>The last answer to each request.</summary>
    private sealed class Answers(OwnMachine machine, IEnumerable<Step> steps)
    {
        private readonly Dictionary<string, string> _answers = Of(machine, [.. steps]);

        public string Last(string request) => _answers[request];

        public ulong Memory(ulong address) => Number($"readq 0x{address:x}");

        public ulong Register(int offset) => Number($"readl 0x{MachineLayout.Registers + (ulong)offset:x}");

        public bool IsCopying(ushort sourceId)
        {
            var writer = new ScriptWriter();
            writer.ReadDma(sourceId);
            return (Number(writer.Steps[0].Text) & 1) != 0;
        }

        private ulong Number(string request) => ulong.Parse(Last(request)["OK 0x".Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        private static Dictionary<string, string> Of(OwnMachine machine, IReadOnlyList<Step> steps) =>
            steps.Zip(machine.Answer(steps)).GroupBy(one => one.First.Text).ToDictionary(same => same.Key, same => same.Last().Second);
    }
}
