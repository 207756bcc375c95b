using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Vtd.Conformance.Replay;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;
using Vtd.Spec.Tools;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;
using Vtd.Traces;

namespace Vtd.Tool.Commands;

/// <summary>`vtd replay`: feeds recordings to the unit and compares what it does.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("recordings")
        {
            Description = "Files of the format vtdtrace 1, packed with gzip or plain.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.Validators.Add(given =>
        {
            foreach (var path in given.Tokens.Where(token => token.Value.StartsWith('-')))
                given.AddError($"There is no option {path.Value}; a file of that name is ./{path.Value}.");
        });
        var json = new Option<bool>("--json") { Description = "Print the summary as one JSON object and nothing else." };
        var shown = new Option<uint>("--max-mismatches")
        {
            Description = "How many mismatches to show for each recording.",
            DefaultValueFactory = _ => 20,
        };
        shown.Validators.Add(given =>
        {
            if (given.Tokens is [var number] && !uint.TryParse(number.Value, CultureInfo.InvariantCulture, out _))
                given.AddError($"--max-mismatches takes a number, not {number.Value}.");
        });

        var quirks = new Option<string?>("--quirks") { Description = "Let the unit take on the ways of this machine that differ from the architecture." };
        quirks.AcceptOnlyFromAmong("qemu");

        var dumpAt = new Option<uint?>("--dump-at")
        {
            Description = "Stop after what happened at this line of the one recording, and print what the unit holds then.",
            HelpName = "LINE",
        };

        var command = new Command("replay", "Replay recordings of a VT-d unit; exit code 0 only without mismatches.") { files, json, shown, quirks, dumpAt };
        command.SetAction(given => given.GetValue(dumpAt) is { } line
            ? DumpCommand.Run(given.GetRequiredValue(files), line, Taken(given.GetValue(quirks)), given.GetValue(json), terminal)
            : Run(given.GetRequiredValue(files), given.GetValue(json), given.GetValue(shown), Taken(given.GetValue(quirks)), terminal));
        return command.WithExamples(
            "vtd replay tests/Recordings/linux72-sm-fl-sysrq-reset.trace.gz",
            "vtd replay tests/Recordings/*.trace.gz --json",
            "vtd replay tests/Recordings/linux72-sm-fl-sysrq-reset.trace.gz --dump-at 547");
    }

    private static UnitQuirks Taken(string? ways) => ways is null ? UnitQuirks.None : RecordingReplay.RecordedQuirks;

    private static int Run(IReadOnlyList<string> paths, bool asJson, uint shownMismatches, UnitQuirks quirks, Terminal terminal)
    {
        var summaries = new List<ScenarioSummary>();
        var report = new SummaryReport(terminal);
        var unusable = false;
        foreach (var path in paths)
        {
            try
            {
                foreach (var summary in Replay(RecordingReader.Read(path), shownMismatches, quirks, terminal))
                {
                    summaries.Add(summary);
                    if (!asJson)
                        report.Write(summary);
                }
            }
            catch (UnusableRecordingException failure)
            {
                terminal.Error.WriteLine($"vtd: {path}: {failure.Message}");
                unusable = true;
            }
        }

        var all = new ReplaySummary(summaries);
        if (summaries.Count > 0 && asJson)
            terminal.Output.WriteLine(ReadableJson.Write(all));
        else if (summaries.Count > 1)
            report.Write(all.Total);

        return unusable ? ExitCode.Unusable : all.Total.Mismatches > 0 ? ExitCode.Found : ExitCode.Success;
    }

    private static IReadOnlyList<ScenarioSummary> Replay(Recording recording, uint shownMismatches, UnitQuirks quirks, Terminal terminal)
    {
        if (!terminal.ErrorIsScreen)
            return [.. recording.Scenarios.Select(scenario => Replay(recording, scenario, shownMismatches, quirks, static _ => { }))];

        return terminal.Progress.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask(Markup.Escape(Path.GetFileName(recording.Path)), maxValue: recording.Scenarios.Sum(one => one.EventCount));
            return recording.Scenarios.Select(scenario => Replay(recording, scenario, shownMismatches, quirks, done => task.Increment(done))).ToList();
        });
    }

    private static ScenarioSummary Replay(Recording recording, Scenario scenario, uint shownMismatches, UnitQuirks quirks, Action<int> progress) =>
        RecordingReplay.Run(recording.Path, scenario, quirks, shownMismatches, progress);
}
