using Vtd.Conformance.Scripts;

namespace Vtd.Conformance.Programs;

/// <summary>Makes random programs for a device of the board of what may happen in them.</summary>
internal static class BoardProgram
{
    private const int Operations = 400;

    /// <summary>Draws operations, system resets among them, while virtual time stands still.</summary>
    /// <param name="dice">The choices.</param>
    /// <param name="writer">The writer that the operations write to.</param>
    /// <param name="operations">The operations and their weights.</param>
    /// <param name="open">The first operations, while virtual time stands still.</param>
    public static RandomProgram Make(Dice dice, ScriptWriter writer, IReadOnlyList<(int Weight, Action Write)> operations, Action? open = null)
    {
        (int Weight, Action Write)[] all = [.. operations, (1, writer.Reset)];
        var total = all.Sum(operation => operation.Weight);
        writer.Stop();
        open?.Invoke();
        var program = new List<IReadOnlyList<Step>> { writer.Take() };
        while (program.Count < Operations)
        {
            var drawn = dice.Next(total);
            all.First(operation => (drawn -= operation.Weight) < 0).Write();
            program.Add(writer.Take());
        }

        return new(program);
    }
}
