using System.CommandLine;
using Spectre.Console;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;
using Vtd.Machine;
using Vtd.Spec.Tools;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd compare`: has a real QEMU and our machine live through the same scripts.</summary>
internal static class CompareCommand
{
    private const string DefaultQemu = "qemu-system-x86_64";
    private const string DefaultDevice = "intel-iommu,intremap=on,aw-bits=48";

    public static Command Create(Terminal terminal)
    {
        var scripts = new Argument<string[]>("scripts")
        {
            Description = "Files with a request of the qtest protocol a line, or reset, interrupts, await REQUEST MASK VALUE.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var qemu = new Option<string>("--qemu") { Description = "The QEMU.", HelpName = "PATH", DefaultValueFactory = _ => DefaultQemu };
        var device = new Option<string>("--device")
        {
            Description = "Its VT-d unit, as QEMU's option -device has it.",
            HelpName = "DEVICE",
            DefaultValueFactory = _ => DefaultDevice,
        };
        var part = new Option<ComparedPart>("--part")
        {
            Description = "What is compared: the VT-d unit, or a device of the board.",
            DefaultValueFactory = _ => ComparedPart.Unit,
        };
        var random = new Option<long>("--random") { Description = "Compare random programs of at least so many operations together.", HelpName = "OPERATIONS" };
        var seed = new Option<int>("--seed") { Description = "The first of the random programs; each has the next one.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print the summary as one JSON object and nothing else." };
        var command = new Command("compare", "Drive the same scripts into a real QEMU and into our unit; exit code 0 only without mismatches.")
        {
            scripts, qemu, device, part, random, seed, json,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(scripts) is not { Length: > 0 } && given.GetValue(random) <= 0)
                given.AddError("There is nothing to compare: name scripts, or say --random OPERATIONS.");
        });
        command.SetAction(given => Run(
            () => new(given.GetRequiredValue(qemu), given.GetRequiredValue(device), given.GetValue(part)),
            given.GetValue(scripts) ?? [],
            run => CompareRandom(run, given.GetValue(random), given.GetValue(seed), terminal),
            given.GetValue(json),
            terminal));
        return command.WithExamples(
            "vtd compare --random 100000",
            "vtd compare --part uart --random 100000",
            "vtd compare --qemu ./qemu-system-x86_64 --device intel-iommu,intremap=on,x-scalable-mode=on failed.txt");
    }

    private static int Run(Func<CompareRun> start, IReadOnlyList<string> paths, Action<CompareRun> compareRandom, bool asJson, Terminal terminal)
    {
        try
        {
            var scripts = paths.Select(path => (Name: path, Script: Read(path))).ToList();
            using var run = start();
            foreach (var (name, script) in scripts)
                run.Compare(name, script);
            compareRandom(run);
            var summary = run.Summary;
            if (asJson)
                terminal.Output.WriteLine(ReadableJson.Write(summary));
            else
                new CompareReport(terminal).Write(summary);
            return summary.Mismatches > 0 ? ExitCode.Found : ExitCode.Success;
        }
        catch (Exception problem) when (problem is MachineFailedException or UnusableOptionException or FormatException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"vtd: {problem.Message}");
            return ExitCode.Unusable;
        }
    }

    private static Script Read(string path)
    {
        try
        {
            return Script.Parse(File.ReadLines(path));
        }
        catch (FormatException problem)
        {
            throw new FormatException($"{path}: {problem.Message}");
        }
    }

    private static void CompareRandom(CompareRun run, long operations, int seed, Terminal terminal)
    {
        if (!terminal.ErrorIsScreen)
        {
            run.CompareRandom(operations, seed, static _ => { });
            return;
        }

        terminal.Progress.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask("random programs", maxValue: operations);
            run.CompareRandom(operations, seed, done => task.Increment(done));
        });
    }
}
