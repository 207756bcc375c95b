using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Vtd.Benchmarks.Generation;

namespace Vtd.Benchmarks.Analysis;

/// <summary>What the analyzers take of the build of <c>Vtd.Runtime</c>.</summary>
/// <remarks>The compiler reports the time of each analyzer, which is the sum over its threads; it is set against all of the time that
/// the build of the project takes, without those that it refers to. So the share is rather too high than too low.</remarks>
internal static partial class AnalyzerShare
{
    private const double Goal = 5;

    /// <summary>Builds several times and prints the medians.</summary>
    /// <returns>0, or 1 if a build failed.</returns>
    public static int Measure(int builds)
    {
        // What it refers to, and a compiler that is as warm as in all the builds that are measured.
        if (Build("") is null)
            return 1;
        var times = new List<Times>();
        for (var build = 0; build < builds; build++)
        {
            if (Build("-p:BuildProjectReferences=false -p:ReportAnalyzer=true") is not { } output)
                return 1;
            times.Add(Times.Read(output));
        }

        Console.WriteLine($"Vtd.Runtime, compiler running already; medians of {builds} builds in seconds");
        Line("build", Median(times, static time => time.Build));
        Line("all analyzers", Median(times, static time => time.All));
        Line("Vtd.Analyzers", Median(times, static time => time.Ours));
        var share = 100 * Median(times, static time => time.Ours / time.Build);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"share of the build",-24}{share,8:0.0} %   goal < {Goal} %   {(share < Goal ? "yes" : "NO")}"));
        return 0;
    }

    private static string? Build(string options)
    {
        // Not read from a pipe: servers that the build leaves running would hold that open.
        var log = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                "dotnet", $"build \"{GeneratorFile.PathOf("Vtd.Runtime")}\" --no-incremental -nologo -v:q -p:UseSharedCompilation=true {options} \"-flp:logfile={log};verbosity=detailed\"")
            {
                Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
            })!;
            process.WaitForExit();
            return process.ExitCode == 0 ? File.ReadAllText(log) : null;
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static double Median(List<Times> times, Func<Times, double> which) => times.Select(which).Order().ElementAt(times.Count / 2);

    private static void Line(string what, double seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-24}{seconds,8:0.00}"));

    /// <summary>Seconds.</summary>
    private sealed partial record Times(double Build, double All, double Ours)
    {
        public static Times Read(string output) => new(
            TimeSpan.Parse(Elapsed().Match(output).Groups[1].Value, CultureInfo.InvariantCulture).TotalSeconds,
            Number(Total().Match(output)),
            Number(OfOurs().Match(output)));

        private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

        [GeneratedRegex(@"Time Elapsed (\S+)")]
        private static partial Regex Elapsed();

        [GeneratedRegex(@"Total analyzer execution time: ([\d.]+) seconds")]
        private static partial Regex Total();

        [GeneratedRegex(@"<?([\d.]+)\s+<?\d+\s+Vtd\.Analyzers, Version")]
        private static partial Regex OfOurs();
    }
}
