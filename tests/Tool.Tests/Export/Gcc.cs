using System.Diagnostics;

namespace Vtd.Tool.Tests.Export;

/// <summary>The C compiler of this machine.</summary>
internal static class Gcc
{
    public static bool IsHere { get; } = SearchPath.Has("gcc") && SearchPath.Has("g++");

    /// <summary>Asserts that C99, C11 and C++11 take a text without a warning.</summary>
    public static void Compiles(string text)
    {
        foreach (var (compiler, language, standard) in new[] { ("gcc", "c", "c99"), ("gcc", "c", "c11"), ("g++", "c++", "c++11") })
            Assert.Equal("", Complaints(compiler, language, standard, text));
    }

    /// <summary>Asserts that conditions hold where a header is included.</summary>
    public static void Proves(string header, IEnumerable<string> conditions)
    {
        Assert.Equal("", Complaints("gcc", "c", "c11", header + Assertions("_Static_assert", conditions)));
        Assert.Equal("", Complaints("g++", "c++", "c++11", header + Assertions("static_assert", conditions)));
    }

    /// <summary>Asserts that a condition does not hold where a header is included, and that the compiler says so.</summary>
    public static void Disproves(string header, string condition) =>
        Assert.Contains("static assertion failed", Complaints("gcc", "c", "c11", header + Assertions("_Static_assert", [condition])), StringComparison.Ordinal);

    private static string Assertions(string keyword, IEnumerable<string> conditions) =>
        string.Concat(conditions.Select(condition => $"{keyword}({condition}, \"{condition}\");\n"));

    /// <summary>What the compiler says; nothing if it takes the text.</summary>
    private static string Complaints(string compiler, string language, string standard, string text)
    {
        string[] arguments = ["-x", language, $"-std={standard}", "-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only", "-"];
        var start = new ProcessStartInfo(compiler, arguments) { RedirectStandardInput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(text);
        process.StandardInput.Close();
        process.WaitForExit();
        var said = complaints.GetAwaiter().GetResult();
        return process.ExitCode == 0 ? said : $"{compiler} {standard} ended with {process.ExitCode}\n{said}";
    }
}

/// <summary>A test that compiles a header; skipped where there is no compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GccFactAttribute : FactAttribute
{
    public GccFactAttribute()
    {
        if (!Gcc.IsHere)
            Skip = "No gcc and g++ on this machine: install them (Debian: apt-get install gcc g++).";
    }
}
