using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;
using Vtd.Runtime;

namespace Vtd.Conformance.Compare;

/// <summary>Runs the same scripts on a QEMU and on this library's machine.</summary>
/// <remarks>
/// Our unit takes on all the ways of that QEMU from the start, so that one difference does not lead to others. What is left must be a
/// bug in the list of known deviations. A second unit without quirks takes the script as well, and its answers must be those of the
/// architecture. Which quirks were needed is found as replays find it: by units that lack one of them.
/// </remarks>
internal sealed class Differential : IDifferential
{
    /// <summary>Asked at the end of every script: the interrupts and all the memory.</summary>
    private static readonly Step[] s_closing =
    [
        new InterruptsStep(),
        new RequestStep($"b64read 0x{MachineLayout.MemoryBase:x} 0x{MachineLayout.MemorySize:x}"),
    ];

    private readonly IMachine _qemu;
    private readonly string _device;
    private readonly Version _release;
    private readonly Dictionary<UnitQuirks, OwnMachine> _own = [];
    private readonly IReadOnlyList<QuirkDeviation> _quirks;
    private readonly IReadOnlyList<BugDeviation> _bugs;
    private readonly AnswerComparison _comparison;

    /// <param name="qemu">The QEMU; it is ended with this.</param>
    /// <param name="release">The version.</param>
    /// <param name="device">The option -device of its VT-d unit.</param>
    public Differential(IMachine qemu, Version release, string device)
    {
        _qemu = qemu;
        _release = release;
        _device = device;
        _quirks = KnownDeviations.QuirksOf(release);
        _bugs = KnownDeviations.BugsOf(release);
        All = [.. _quirks.Select(static known => known.Quirk)];
        Capabilities = OwnMachine.CapabilitiesOf(Own(All).Unit);
        _comparison = new(Capabilities);
    }

    /// <summary>Capabilities of the unit.</summary>
    public VtdCapabilities Capabilities { get; }

    /// <summary>All the ways of this QEMU.</summary>
    public UnitQuirks All { get; }

    /// <summary>Whether this QEMU ends at what random programs could do.</summary>
    public bool IsFragile => _bugs.Any(bug => bug.Name is KnownDeviations.EndsAtWideWrites or KnownDeviations.EndsAtStatusWithEvent);

    /// <inheritdoc/>
    public RandomProgram Program(int seed) => ProgramGenerator.Make(seed, Capabilities.CAP, Capabilities.ECAP, IsFragile);

    /// <inheritdoc/>
    public bool Shows(Script script, string kind) => Compare(script, withCauses: false).Kinds.Contains(kind);

    public void Dispose() => _qemu.Dispose();

    /// <inheritdoc/>
    public ScriptVerdict Compare(Script script, bool withCauses)
    {
        Step[] steps = [.. script.Steps, .. s_closing];
        var explained = new Dictionary<KnownDeviation, int>();
        var (expected, end) = QemuAnswers.To(_qemu, steps);
        var differences = _comparison.Differences(steps, expected, Answers(steps, All)).ToList();
        if (end is not null)
            differences.Add(end);
        var left = new List<Difference>();
        foreach (var difference in differences)
        {
            if (_bugs.FirstOrDefault(bug => bug.Explains(difference)) is { } bug)
                explained[bug] = explained.GetValueOrDefault(bug) + 1;
            else
                left.Add(difference);
        }

        Answers(steps, UnitQuirks.None);
        left.AddRange(Own(UnitQuirks.None).Wrong);
        if (withCauses && left.Count == 0)
            CountCauses(steps, expected, explained);
        return new(
            steps.Length,
            end is not null,
            [.. left.Select(difference => difference.Describe(_comparison.RegisterText))],
            [.. left.Select(difference => DifferenceKind.Of(difference, _comparison.RegisterText))],
            explained);
    }

    private void CountCauses(Step[] steps, IReadOnlyList<string> expected, Dictionary<KnownDeviation, int> explained)
    {
        var causes = new QuirkCauses<int>(_quirks, has => Places(steps, expected, has));
        foreach (var cause in causes.Of(Places(steps, expected, UnitQuirks.None), UnitQuirks.None))
            explained[cause] = explained.GetValueOrDefault(cause) + 1;
    }

    private HashSet<int> Places(Step[] steps, IReadOnlyList<string> expected, UnitQuirks has) =>
    [
        .. from difference in _comparison.Differences(steps, expected, Answers(steps, has))
           where !_bugs.Any(bug => bug.Explains(difference))
           select difference.Describe(_comparison.RegisterText).Line,
    ];

    private IReadOnlyList<string> Answers(Step[] steps, UnitQuirks quirks)
    {
        var own = Own(quirks);
        own.Renew();
        return own.Answer(steps);
    }

    private OwnMachine Own(UnitQuirks quirks)
    {
        if (!_own.TryGetValue(quirks, out var machine))
            _own[quirks] = machine = new(_device, _release, quirks);
        return machine;
    }
}

/// <summary>The result of comparing one script.</summary>
/// <param name="Operations">Steps that both machines took.</param>
/// <param name="Ended">QEMU ended in it.</param>
/// <param name="Unexplained">Differences for no known reason.</param>
/// <param name="Kinds">The kind of each of them.</param>
/// <param name="Explained">Known deviations that occurred, and how many answers each made differ.</param>
internal sealed record ScriptVerdict(
    int Operations, bool Ended, IReadOnlyList<Mismatch> Unexplained, IReadOnlyList<string> Kinds, IReadOnlyDictionary<KnownDeviation, int> Explained);
