using Vtd.Spec.Model;

namespace Vtd.Codegen.Outputs;

/// <summary>Registers that have bytes in common with others, or are at their place at times only: accesses reach the one that is selected.</summary>
internal static class SharedPlaces
{
    private readonly record struct Interval(LinkedRegister Register, int Start, int End);

    /// <summary>Groups the registers that can meet at a place; others are in no group.</summary>
    public static IReadOnlyList<IReadOnlyList<LinkedRegister>> GroupsOf(IEnumerable<LinkedRegister> registers)
    {
        var groups = new List<List<LinkedRegister>>();
        var groupOf = new Dictionary<string, List<LinkedRegister>>(StringComparer.Ordinal);
        foreach (var meeting in Meetings(registers))
        {
            var group = meeting.SelectMany(register => groupOf.TryGetValue(register.Mnemonic, out var known) ? known : [register]).Distinct().ToList();
            groups.RemoveAll(known => group.Contains(known[0]));
            groups.Add(group);
            foreach (var register in group)
                groupOf[register.Mnemonic] = group;
        }

        return groups;
    }

    /// <summary>Lists registers whose bytes are connected, and each that is at its place at times only.</summary>
    private static IEnumerable<IReadOnlyCollection<LinkedRegister>> Meetings(IEnumerable<LinkedRegister> registers)
    {
        var intervals = registers.SelectMany(IntervalsOf).OrderBy(static it => it.Start).ToArray();
        for (var first = 0; first < intervals.Length;)
        {
            var (next, end) = (first + 1, intervals[first].End);
            for (; next < intervals.Length && intervals[next].Start < end; next++)
                end = Math.Max(end, intervals[next].End);
            if (next > first + 1)
                yield return intervals.Skip(first).Take(next - first).Select(static it => it.Register).Distinct().ToArray();
            first = next;
        }

        foreach (var register in registers.Where(static register => register.Bank is not null))
            yield return [register];
    }

    private static IEnumerable<Interval> IntervalsOf(LinkedRegister register)
    {
        if (register.Base is not null)
            yield break;
        IEnumerable<int> starts = [register.Offset];
        foreach (var dimension in register.Dimensions)
        {
            if (dimension is { Count: NumberExpression count, Stride: NumberExpression stride })
                starts = starts.SelectMany(start => Enumerable.Range(0, (int)count.Value).Select(element => start + element * (int)stride.Value)).ToArray();
        }

        foreach (var start in starts.Concat(register.Aliases.SelectMany(alias => starts.Select(start => start + alias.Distance))))
            yield return new(register, start, start + register.Width / 8);
    }
}
