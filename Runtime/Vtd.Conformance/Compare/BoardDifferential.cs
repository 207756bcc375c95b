using Vtd.Conformance.Deviations;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;
using Vtd.Machine.Board;
using Vtd.Runtime;

namespace Vtd.Conformance.Compare;

/// <summary>Compares a device of the board. Ours takes on all the ways of QEMU's, so that one difference does not lead to others, and nothing may be left.</summary>
internal sealed class BoardDifferential : IDifferential
{
    private readonly IMachine _qemu;
    private readonly Version _release;
    private readonly string _device;
    private readonly ComparedPart _part;
    private readonly BoardQuirks _quirks;
    private readonly Dictionary<BoardQuirks, OwnMachine> _own = [];

    /// <param name="qemu">The QEMU; it is ended with this.</param>
    /// <param name="release">The version.</param>
    /// <param name="device">The option -device of its VT-d unit.</param>
    /// <param name="part">The device that random programs are for.</param>
    public BoardDifferential(IMachine qemu, Version release, string device, ComparedPart part)
    {
        _qemu = qemu;
        _release = release;
        _device = device;
        _part = part;
        _quirks = BoardReleases.QuirksOf(release);
        Own(_quirks); // refuses a unit that we do not have before the first program
    }

    /// <inheritdoc/>
    public RandomProgram Program(int seed) => BoardPrograms.Make(_part, seed);

    /// <inheritdoc/>
    public bool Shows(Script script, string kind) => Compare(script, withCauses: false).Kinds.Contains(kind);

    /// <inheritdoc/>
    public ScriptVerdict Compare(Script script, bool withCauses)
    {
        var (expected, end) = QemuAnswers.To(_qemu, script.Steps);
        List<Difference> differences = [.. Differences(script, expected, _quirks)];
        if (end is not null)
            differences.Add(end);
        var registers = new RegisterText(0, 0);
        return new(
            script.Steps.Count,
            end is not null,
            [.. differences.Select(difference => difference.Describe(registers))],
            [.. differences.Select(difference => DifferenceKind.Of(difference, registers))],
            withCauses ? Causes(script, expected) : new Dictionary<KnownDeviation, int>());
    }

    public void Dispose() => _qemu.Dispose();

    /// <summary>The quirks without which answers differ, and how many.</summary>
    private Dictionary<KnownDeviation, int> Causes(Script script, IReadOnlyList<string> expected) => (
        from deviation in BoardDeviations.Of(_release)
        let count = Differences(script, expected, _quirks & ~deviation.Quirk).Count()
        where count > 0
        select (deviation, count)).ToDictionary(static cause => (KnownDeviation)cause.deviation, static cause => cause.count);

    private IEnumerable<AnswerDifference> Differences(Script script, IReadOnlyList<string> expected, BoardQuirks quirks)
    {
        var own = Own(quirks);
        own.Renew();
        return
            from answer in expected.Zip(own.Answer(script.Steps)).Index()
            where answer.Item.First != answer.Item.Second
            select new AnswerDifference(answer.Index + 1, script.Steps[answer.Index].Text, answer.Item.First, answer.Item.Second);
    }

    private OwnMachine Own(BoardQuirks quirks)
    {
        if (!_own.TryGetValue(quirks, out var machine))
            _own[quirks] = machine = new(_device, _release, QuirkCatalog.OfQemu(_release), quirks);
        return machine;
    }
}
