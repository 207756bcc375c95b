using System.Globalization;
using Vtd.Conformance.Deviations;

namespace Vtd.Conformance.Compare;

/// <summary>Classifies differences: two scripts whose differences are of one kind show the same behavior.</summary>
internal static class DifferenceKind
{
    private const int ShownLines = 4;

    /// <summary>The kind: for a register the bits that differ, for another answer what is in one of the two only, for an end its complaint.</summary>
    public static string Of(Difference difference, RegisterText registers) => difference switch
    {
        RegisterDifference read => string.Create(
            CultureInfo.InvariantCulture, $"{read.Register ?? "no register"} at 0x{read.Recorded.Offset:x}, bits 0x{read.Bits:x}"),
        AnswerDifference answer => $"{answer.Step}: {string.Join(' ', Once(answer.Expected, answer.Actual))} or {string.Join(' ', Once(answer.Actual, answer.Expected))}",
        EndDifference end => $"end: {string.Join('\n', end.Complaint.Split('\n').Skip(1).Take(ShownLines))}",
        _ => difference.Describe(registers).Text,
    };

    private static IEnumerable<string> Once(string answer, string other) => answer.Split(' ').Except(other.Split(' '));
}
