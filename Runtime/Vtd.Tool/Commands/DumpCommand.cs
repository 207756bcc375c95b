using System.Globalization;
using Vtd.Conformance.Replay;
using Vtd.Runtime;
using Vtd.Spec.Tools.Decode;
using Vtd.Tool.Dumps;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;
using Vtd.Traces;

namespace Vtd.Tool.Commands;

/// <summary>`vtd replay --dump-at`: what the unit holds after a line of a recording.</summary>
internal static class DumpCommand
{
    /// <summary>The number of items of each kind that are shown.</summary>
    private const int Most = 64;

    public static int Run(IReadOnlyList<string> paths, uint line, UnitQuirks quirks, bool asJson, Terminal terminal)
    {
        if (paths.Count != 1)
        {
            terminal.Error.WriteLine("vtd: --dump-at takes one recording: lines are counted in a file.");
            return ExitCode.Unusable;
        }

        try
        {
            var dump = Take(paths[0], line, quirks);
            if (asJson)
                terminal.Output.WriteLine(DumpJson.Write(dump));
            else
                new DumpReport(terminal.Report).Write(dump);
            return ExitCode.Success;
        }
        catch (UnusableRecordingException failure)
        {
            terminal.Error.WriteLine($"vtd: {paths[0]}: {failure.Message}");
            return ExitCode.Unusable;
        }
    }

    private static DecodedDump Take(string path, uint line, UnitQuirks quirks)
    {
        var scenarios = RecordingReader.Read(path).Scenarios;
        var scenario = scenarios.FirstOrDefault(one => line >= FirstLine(one) && line <= LastLine(one))
            ?? throw new UnusableRecordingException(WhyNone(scenarios, line));
        var (unit, place) = RecordingReplay.RunTo(path, scenario, quirks, (int)line);
        return DecodedDump.Of(path, scenario, place, unit.Dump(Most), Catalog.BuiltIn);
    }

    private static int FirstLine(Scenario scenario) => scenario.Steps[0].Trigger.Line;

    private static int LastLine(Scenario scenario) =>
        scenario.Steps[^1] is { Effects: [.., var last] } ? last.Line : scenario.Steps[^1].Trigger.Line;

    private static string WhyNone(IReadOnlyList<Scenario> scenarios, uint line)
    {
        var before = scenarios.LastOrDefault(one => LastLine(one) < line);
        var after = scenarios.FirstOrDefault(one => FirstLine(one) > line);
        return (before, after) switch
        {
            (null, { } first) => $"nothing has happened yet at line {Number(line)}; {NameOf(first)} starts at line {Number(FirstLine(first))}",
            ({ } last, null) => $"there is no line {Number(line)} in it; {NameOf(last)} ends at line {Number(LastLine(last))}",
            var (last, next) => $"line {Number(line)} is in no scenario; {NameOf(last!)} ends at line {Number(LastLine(last!))}, {NameOf(next!)} starts at line {Number(FirstLine(next!))}",
        };
    }

    private static string NameOf(Scenario scenario) => scenario.Label is { } label ? $"scenario '{label}'" : "the recording";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
