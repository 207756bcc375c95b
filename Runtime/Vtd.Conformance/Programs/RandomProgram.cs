using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Programs;

/// <summary>A program as operations, each of some steps that belong together.</summary>
/// <param name="Operations">In order.</param>
internal sealed record RandomProgram(IReadOnlyList<IReadOnlyList<Step>> Operations)
{
    /// <summary>The steps of the program.</summary>
    public Script Script => new([.. Operations.SelectMany(operation => operation)]);

    /// <summary>Leaves out what is not needed for something that it shows.</summary>
    /// <param name="shows">Whether a script still shows it.</param>
    public Script Shrink(Func<Script, bool> shows)
    {
        var operations = Shorter(Operations, left => shows(new RandomProgram(left).Script));
        // A copy is only over once it was waited for: such operations stay whole.
        var pieces = operations.SelectMany(operation => operation.Any(step => step is AwaitStep) ? [operation] : operation.Select(step => (IReadOnlyList<Step>)[step])).ToList();
        return new RandomProgram(Shorter(pieces, left => shows(new RandomProgram(left).Script))).Script;
    }

    /// <summary>Leaves out ever smaller pieces until no single one can go.</summary>
    private static List<T> Shorter<T>(IReadOnlyList<T> parts, Func<List<T>, bool> shows)
    {
        var left = parts.ToList();
        for (var length = Math.Max(left.Count / 2, 1); ; length = Math.Max(length / 2, 1))
        {
            var isShorter = false;
            for (var start = 0; start < left.Count;)
            {
                var without = left.Take(start).Concat(left.Skip(start + length)).ToList();
                if (without.Count > 0 && shows(without))
                {
                    left = without;
                    isShorter = true;
                }
                else
                {
                    start += length;
                }
            }

            if (length == 1 && !isShorter)
                return left;
        }
    }
}
