namespace Vtd.Conformance.Scripts;

/// <summary>A script: the steps that a machine takes.</summary>
/// <param name="Steps">In order.</param>
public sealed record Script(IReadOnlyList<Step> Steps)
{
    private const char Comment = '#';

    /// <summary>Reads a script: a step a line; what follows # is for people.</summary>
    /// <exception cref="FormatException">A line is no step; the message has its number.</exception>
    public static Script Parse(IEnumerable<string> lines)
    {
        var steps = new List<Step>();
        foreach (var (number, line) in lines.Index())
        {
            var said = line.Split(Comment)[0];
            if (string.IsNullOrWhiteSpace(said))
                continue;
            try
            {
                steps.Add(Step.Parse(said));
            }
            catch (FormatException problem)
            {
                throw new FormatException($"line {number + 1}: {problem.Message}");
            }
        }

        return new(steps);
    }

    /// <summary>The script as a file has it.</summary>
    public override string ToString() => string.Concat(Steps.Select(step => step.Text + "\n"));
}
