using System.CommandLine;
using Vtd.Spec.Tools.Docs;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd docs`: a spec as a web site without a server.</summary>
internal static class DocsCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = "Spec files and folders with *.vtd.yaml files; without any, the built-in Intel VT-d.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder for the site: a new one, an empty one, or that of an earlier run, whose files are replaced.",
            Required = true,
        };
        var command = new Command("docs", "Write a site about a spec: pages with bit diagrams, field tables, search and a decoder, for any browser without a server.")
        {
            paths,
            output,
        };
        command.SetAction(given => Run(given.GetValue(paths) ?? [], given.GetRequiredValue(output), terminal));
        return command.WithExamples(
            ("vtd docs -o site", "the built-in Intel VT-d; open site/index.html"),
            ("vtd docs device.vtd.yaml tables/ -o site", "specs of your own"));
    }

    private static int Run(IReadOnlyList<string> paths, string folder, Terminal terminal)
    {
        try
        {
            var loaded = LoadedSpecs.Load(paths.Count == 0 ? SpecText.Shipped : SpecText.Read(paths));
            if (loaded.Findings.FirstOrDefault(finding => finding.Rule.Severity == Spec.Diagnostics.Severity.Error) is { } error)
            {
                terminal.Error.WriteLine($"vtd: {error.Path}({error.Span.Line},{error.Span.Column}): {error.Message} No site is written of a spec with errors; vtd check shows them all.");
                return ExitCode.Unusable;
            }

            if (loaded.Specs.Count == 0)
            {
                terminal.Error.WriteLine("vtd: nothing is declared in these files.");
                return ExitCode.Unusable;
            }

            var files = Site.Of(loaded.Specs);
            if (!SiteFolder.Write(folder, files))
            {
                terminal.Error.WriteLine($"vtd: {folder} has files that are not from vtd docs. Name a new or an empty folder.");
                return ExitCode.Unusable;
            }

            terminal.Output.WriteLine($"{files.Count(file => file.Path.EndsWith(".html", StringComparison.Ordinal))} pages; open {Path.Combine(folder, "index.html")}");
            return ExitCode.Success;
        }
        catch (Exception failure) when (failure is UnusableSpecException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"vtd: {failure.Message}");
            return ExitCode.Unusable;
        }
    }
}
