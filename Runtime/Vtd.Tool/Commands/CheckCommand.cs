using System.CommandLine;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Tools.Check;
using Vtd.Spec.Tools.Check.Sarif;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd check`: what is wrong with spec files, as the compiler would say it, and what is seldom meant.</summary>
internal static class CheckCommand
{
    /// <summary>The name of a file that means the output.</summary>
    private const string Output = "-";

    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = "Spec files, folders with *.vtd.yaml files in them, and projects. The current folder if left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        paths.Validators.Add(given =>
        {
            foreach (var path in given.Tokens.Where(token => token.Value.StartsWith('-')))
                given.AddError($"There is no option {path.Value}; a file of that name is ./{path.Value}.");
        });
        var json = new Option<bool>("--json") { Description = "Print the findings as one JSON object and nothing else." };
        var sarif = new Option<string?>("--sarif")
        {
            Description = "Write the findings as SARIF 2.1.0 to this file; - prints them, and nothing else.",
            HelpName = "file",
        };
        var noLint = new Option<bool>("--no-lint") { Description = "Only what the build says, without the lint rules (VTD10xx)." };
        var ignored = new Option<string[]>("--ignore")
        {
            Description = "Leave out the warnings of a rule, such as VTD1003. May be given several times.",
            HelpName = "ID",
        };
        ignored.Validators.Add(given =>
        {
            foreach (var id in given.Tokens)
            {
                if (ProblemWithIgnoring(id.Value) is { } problem)
                    given.AddError(problem);
            }
        });
        var warningsAsErrors = new Option<bool>("--warnings-as-errors") { Description = "Count warnings as errors." };

        var command = new Command("check", "Check spec files: what the build would say, and lint rules. Exit code 0 without errors, 1 with some.")
        {
            paths, json, sarif, noLint, ignored, warningsAsErrors,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(json) && given.GetValue(sarif) == Output)
                given.AddError("--json and --sarif - both print; choose one, or write SARIF to a file.");
        });
        command.SetAction(given => Run(
            given.GetValue(paths) is { Length: > 0 } some ? some : ["."],
            new CheckOptions(given.GetValue(noLint), given.GetValue(warningsAsErrors), given.GetValue(ignored) ?? []),
            given.GetValue(json), given.GetValue(sarif), terminal));
        return command.WithExamples(
            ("vtd check Spec/vtd", "every file below the folder"),
            ("vtd check Device.csproj", "the files of a project, in the namespaces that it chooses"),
            ("vtd check . --sarif vtd.sarif", "for a code host or an editor"),
            ("vtd check . --json --no-lint", "for a script: what the build says"),
            ("vtd check . --ignore VTD1003 --warnings-as-errors", "strict, but sections may be missing"));
    }

    private static int Run(IReadOnlyList<string> paths, CheckOptions options, bool asJson, string? sarif, Terminal terminal)
    {
        try
        {
            var result = CheckResult.Of(SpecText.Read(paths), options);
            var log = sarif is null ? null : SarifJson.Write(result.Findings, Directory.GetCurrentDirectory()) + "\n";
            if (sarif == Output)
                terminal.Output.Write(log);
            else if (asJson)
                terminal.Output.WriteLine(CheckJson.Write(result));
            else
                new CheckReport(terminal).Write(result);

            if (sarif is not (null or Output))
                File.WriteAllText(sarif, log);
            return result.Errors > 0 ? ExitCode.Found : ExitCode.Success;
        }
        catch (UnusableSpecException failure)
        {
            terminal.Error.WriteLine($"vtd: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"vtd: {sarif}: {failure.Message}");
        }

        return ExitCode.Unusable;
    }

    private static string? ProblemWithIgnoring(string id)
    {
        var rule = Rules.All.FirstOrDefault(rule => rule.Id == id);
        if (rule is null)
            return $"There is no rule {id}; --ignore takes an ID such as VTD1003.";
        return rule.Severity == Severity.Error ? $"{id} is an error of the build; only warnings can be ignored." : null;
    }
}
