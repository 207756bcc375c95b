using System.Diagnostics;
using System.Globalization;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Compare;

/// <summary>Compares scripts and random programs with one QEMU and counts the results.</summary>
public sealed class CompareRun : IDisposable
{
    private const int MaxFailures = 5;
    private const int ShownMismatches = 8;

    /// <summary>The number of random programs of which one has its differences counted by what explains them. All are compared.</summary>
    private const int ProgramsPerExplanation = 20;

    private readonly string _path;
    private readonly string _device;
    private readonly RealQemu _qemu;
    private readonly IDifferential _differential;
    private readonly Dictionary<KnownDeviation, int> _explained = [];
    private readonly List<FailedScript> _failures = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _scripts;
    private int _ended;
    private int _mismatches;

    /// <param name="path">Path of the QEMU.</param>
    /// <param name="device">The option -device of its VT-d unit.</param>
    /// <param name="part">The part of the machine that is compared.</param>
    /// <exception cref="MachineFailedException">QEMU does not start.</exception>
    /// <exception cref="Vtd.Machine.UnusableOptionException">Our machine has no such unit.</exception>
    public CompareRun(string path, string device, ComparedPart part)
    {
        _path = path;
        _device = device;
        _qemu = new(path, device);
        try
        {
            _differential = part == ComparedPart.Unit ? new Differential(_qemu, _qemu.Version, device) : new BoardDifferential(_qemu, _qemu.Version, device, part);
        }
        catch
        {
            _qemu.Dispose();
            throw;
        }
    }

    /// <summary>Steps that both machines took.</summary>
    public long Operations { get; private set; }

    /// <summary>The findings so far.</summary>
    public CompareSummary Summary => new(
        _path,
        _qemu.Version.ToString(),
        _device,
        _scripts,
        Operations,
        _ended,
        _mismatches,
        _explained.Values.Sum(),
        [
            .. from deviation in KnownDeviations.All.Concat(BoardDeviations.All)
               where _explained.ContainsKey(deviation)
               select new DeviationCount(deviation.Name, deviation.Reason, _explained[deviation]),
        ],
        [.. _failures],
        Stopwatch.GetElapsedTime(_started).TotalSeconds);

    /// <summary>Compares a script.</summary>
    /// <param name="name">The name of the script in reports.</param>
    /// <param name="script">The script.</param>
    /// <exception cref="MachineFailedException">QEMU does not answer any more.</exception>
    public void Compare(string name, Script script) => Count(name, script, _differential.Compare(script, withCauses: true));

    /// <summary>Compares random programs until both machines took so many steps, or too many programs failed.</summary>
    /// <param name="operations">The number of operations.</param>
    /// <param name="seed">Of the first program; the next has the next one.</param>
    /// <param name="progress">Told how many more steps were taken.</param>
    /// <exception cref="MachineFailedException">QEMU does not answer any more.</exception>
    public void CompareRandom(long operations, int seed, Action<int> progress)
    {
        for (var done = 0L; done < operations && _failures.Count < MaxFailures; seed++)
        {
            var program = _differential.Program(seed);
            var verdict = _differential.Compare(program.Script, withCauses: seed % ProgramsPerExplanation == 0);
            var name = string.Create(CultureInfo.InvariantCulture, $"random program {seed}");
            if (verdict.Unexplained.Count == 0)
            {
                Count(name, program.Script, verdict);
            }
            else
            {
                var kind = verdict.Kinds[0];
                // What QEMU answers once in a while, shorter programs show as rarely: such a program stays as it is.
                var shortest = _differential.Shows(program.Script, kind) ? program.Shrink(script => _differential.Shows(script, kind)) : program.Script;
                var again = _differential.Compare(shortest, withCauses: false);
                if (again.Kinds.Contains(kind))
                    Count(name, shortest, again);
                else
                    Count(name, program.Script, verdict);
            }

            done += verdict.Operations;
            progress(verdict.Operations);
        }
    }

    public void Dispose() => _differential.Dispose();

    private void Count(string name, Script script, ScriptVerdict verdict)
    {
        _scripts++;
        _ended += verdict.Ended ? 1 : 0;
        _mismatches += verdict.Unexplained.Count;
        Operations += verdict.Operations;
        foreach (var (deviation, count) in verdict.Explained)
            _explained[deviation] = _explained.GetValueOrDefault(deviation) + count;
        if (verdict.Unexplained.Count > 0)
            _failures.Add(new(name, [.. script.Steps.Select(step => step.Text)], [.. verdict.Unexplained.Take(ShownMismatches)]));
    }
}
