namespace Vtd.Testing;

/// <summary>The share of cases that tests of very many cases try: a fixed quarter, or with VTD_TEST_EFFORT=full, which <c>.ci/run</c> sets, all.</summary>
public static class Effort
{
    private const int Parts = 4;

    /// <summary>Whether all cases are tried.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("VTD_TEST_EFFORT") == "full";

    /// <summary>A number of rounds, or the share of it.</summary>
    public static int Of(int rounds) => IsFull ? rounds : (rounds + Parts - 1) / Parts;

    /// <summary>Seeds of random cases, from 1.</summary>
    public static IEnumerable<int> Seeds(int count) => Enumerable.Range(1, Of(count));

    /// <summary>Cases, or one of the shares that they fall into: numbers that follow each other name different ones.</summary>
    public static IEnumerable<T> Of<T>(IEnumerable<T> cases, int share) => IsFull ? cases : cases.Where((_, at) => at % Parts == share % Parts);
}
