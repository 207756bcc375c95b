using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Vtd.Instructions;

/// <summary>Counts the instructions of each operation by valgrind, and holds them against those that are stored.</summary>
/// <remarks>
/// The difference of two runs of different length is what the repetitions take, whatever the program needs to start. It is the same on every machine of one
/// architecture, but for the compiler and the C library, so a wide margin tells a change of the code from one of the machine.
/// </remarks>
internal static partial class InstructionCheck
{
    private const int Few = 20_000;
    private const int Many = 120_000;
    private const double Margin = 0.25;

    /// <summary>Prints a line for each operation: what it takes, without and with what the counting program itself takes.</summary>
    /// <returns>The exit code: 1 if an operation takes more than the margin allows.</returns>
    public static int Run()
    {
        if (!IsThere())
        {
            Console.WriteLine("There is no valgrind, so that no instructions are counted.");
            return 0;
        }

        var stored = ReadStored();
        var counts = new Dictionary<string, double>();
        var isGood = true;
        foreach (var operation in UnitOperation.All)
        {
            var counted = counts[operation.Name] = (double)(Count(operation, Many) - Count(operation, Few)) / (Many - Few);
            var net = counted - (operation.Harness is { } harness ? counts[harness] : 0);
            var expected = stored[operation.Name];
            var isWithin = counted <= expected * (1 + Margin);
            isGood &= isWithin;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{operation.Name,-20}{net,8:0} instructions, {counted,5:0} with the harness, stored {expected}{(isWithin ? "" : ": too many")}"));
        }
        return isGood ? 0 : 1;
    }

    private static bool IsThere()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("valgrind", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Dictionary<string, int> ReadStored()
    {
        using var reader = new StreamReader(typeof(InstructionCheck).Assembly.GetManifestResourceStream("instructions.csv")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => line.Split(','))
            .ToDictionary(static cells => cells[0], static cells => int.Parse(cells[1], CultureInfo.InvariantCulture));
    }

    private static long Count(UnitOperation operation, int repetitions)
    {
        string[] arguments = ["--tool=callgrind", "--callgrind-out-file=/dev/null", Environment.ProcessPath!, operation.Name, $"{repetitions}"];
        using var process = Process.Start(new ProcessStartInfo("valgrind", arguments) { RedirectStandardError = true })!;
        var output = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return Collected().Match(output) is { Success: true } match && process.ExitCode == 0
            ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"valgrind ended with {process.ExitCode}:\n{output}");
    }

    [GeneratedRegex(@"Collected : (\d+)")]
    private static partial Regex Collected();
}
