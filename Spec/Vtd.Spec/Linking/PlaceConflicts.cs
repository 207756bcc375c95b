using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>Finds registers whose places conflict: outside the block, misaligned, or on bytes of another register that software can reach at the same time.</summary>
/// <remarks>Registers at a computed base are placed, and checked, when a register file is made.</remarks>
/// <param name="blocks">The blocks of the spec that are known.</param>
/// <param name="table">The names of the spec.</param>
internal sealed class PlaceConflicts(IReadOnlyList<LinkedBlock> blocks, SymbolTable table)
{
    private readonly ConditionSolver _solver = new(table, default);
    private readonly ConditionSolver _solverOfElement = new(table, default) { IsOfOneElement = true };

    /// <summary>Each register is compared with this many others at the same bytes.</summary>
    private const int MostAtOnePlace = 64;

    /// <summary>The largest number of registers, each element of an array counted.</summary>
    private const int MostRegisters = 0x4_0000;

    /// <summary>A register that cannot be where it is.</summary>
    /// <param name="Register">Number of the register in the list.</param>
    /// <param name="Site">The part of the declaration to point at.</param>
    /// <param name="Rule">The rule that is broken.</param>
    /// <param name="Message">The fault and the way out.</param>
    public readonly record struct Problem(int Register, ConflictSite Site, Rule Rule, string Message);

    // Blocks lie behind each other, far enough apart that no register reaches the next one.
    private const long BlockDistance = 1L << 40;

    private readonly record struct Interval(int Register, int Element, long Start, long End, bool IsAlias);

    private readonly record struct Pair(int Later, int Earlier, bool IsOfOneElement, PairKind Kind);

    private enum PairKind
    {
        Registers,
        AliasOfLater,
        AliasOfEarlier,
        Aliases,
    }

    /// <summary>Lists the conflicts, at most one for each register, in order of declaration: of two registers the later one is in conflict.</summary>
    /// <param name="registers">The registers.</param>
    /// <param name="blockOf">The name of the block of each.</param>
    public IEnumerable<Problem> Find(IReadOnlyList<RegisterDeclaration> registers, IReadOnlyList<string> blockOf)
    {
        var isRefused = new bool[registers.Count];
        var intervals = new List<Interval>();
        for (var at = 0; at < registers.Count; at++)
        {
            var block = blocks.FirstOrDefault(block => block.Name == blockOf[at]);
            var aliases = registers[at].AliasesWith(block?.Aliases ?? default).ToArray();
            if (OfPlace(at, registers[at], block, aliases) is { } problem)
            {
                isRefused[at] = true;
                yield return problem;
            }
            else if (registers[at].StartBase is null && new FixedPlace(registers[at]) is var place)
            {
                if (intervals.Count + place.Count * (1 + aliases.Length) > MostRegisters)
                {
                    isRefused[at] = true;
                    yield return new(at, ConflictSite.Name, KeyRules.OutOfRange, $"With {registers[at].Name.Value} the spec has more than {MostRegisters} registers, elements of arrays and aliases included. Reduce a count.");
                    continue;
                }

                var start = BlockDistance * table.Blocks.Select(static block => block.Name).TakeWhile(name => name != blockOf[at]).Count();
                Add(at, place, start, isAlias: false);
                foreach (var alias in aliases)
                    Add(at, place, start + alias.Distance, isAlias: true);
            }
        }

        foreach (var (later, earlier, isOfOneElement, kind) in Overlaps(intervals))
        {
            if (isRefused[later] || isRefused[earlier] || (later != earlier && kind is PairKind.Registers or PairKind.Aliases && CanShare(registers[earlier], registers[later], isOfOneElement)))
                continue;
            isRefused[later] = true;
            yield return Overlap(later, registers[later].Name.Value, earlier, registers[earlier].Name.Value, kind);
        }

        void Add(int register, FixedPlace place, long start, bool isAlias) =>
            intervals.AddRange(place.Elements.Select((bytes, element) => new Interval(register, element, start + bytes.Start, start + bytes.End, isAlias)));
    }

    private static Problem Overlap(int later, string name, int earlier, string other, PairKind kind) => kind switch
    {
        PairKind.Registers => new(later, ConflictSite.Offset, RegisterRules.Overlap, $"{name} overlaps {other}. Correct the offset of one of the two, or say with 'when' which of them is there."),
        PairKind.AliasOfEarlier when later != earlier => new(later, ConflictSite.Offset, RegisterRules.Overlap, $"{name} overlaps an alias of {other}. Correct the aliases, or the offset."),
        PairKind.AliasOfLater when later != earlier => new(later, ConflictSite.Aliases, RegisterRules.Overlap, $"An alias of {name} overlaps {other}. Correct the aliases, or the offset."),
        PairKind.Aliases when later != earlier => new(later, ConflictSite.Aliases, RegisterRules.Overlap, $"An alias of {name} overlaps one of {other}. Correct the aliases, or an offset."),
        _ => new(later, ConflictSite.Aliases, RegisterRules.Overlap, $"{name} and its aliases overlap each other. Correct the aliases, or the stride of an array."),
    };

    private static Problem? OfPlace(int at, RegisterDeclaration register, LinkedBlock? block, LinkedAlias[] aliases)
    {
        if (block is null)
            return null;
        var (name, bytes) = (register.Name.Value, (int)register.Width!.Value.Value / 8);
        var alignment = block.AlignmentOf(bytes);
        if (register.StartBase is null && register.Start % (ulong)alignment != 0)
            return new(at, ConflictSite.Offset, RegisterRules.Misaligned, $"{name} has {bytes} bytes, so its offset{(register.Group is null ? "" : $", 0x{register.Start:X} in all,")} must be a multiple of {alignment}.");
        if (register.Dimensions.Any(dimension => dimension.Stride?.Root is NumberExpression stride && stride.Value % (ulong)alignment != 0))
            return new(at, ConflictSite.Stride, RegisterRules.Misaligned, $"{name} has {bytes} bytes, so its stride must be a multiple of {alignment}.");
        var place = new FixedPlace(register);
        if (place.HasOverlap)
            return new(at, ConflictSite.Stride, RegisterRules.StrideTooSmall, $"Elements of {name} lie on each other: one stride leaves no room for the elements at the other. Enlarge it, or reduce the count.");
        if (register.StartBase is null && place.End > block.Size)
            return new(at, ConflictSite.Offset, RegisterRules.BeyondBlock, $"{name} ends at 0x{place.End:X}, beyond the block of 0x{block.Size:X} bytes.");
        if (Array.Exists(aliases, alias => alias.Distance % alignment != 0))
            return new(at, ConflictSite.Aliases, RegisterRules.Misaligned, $"{name} has {bytes} bytes, so its aliases must be at a multiple of {alignment} bytes from it.");
        var distances = aliases.Select(static alias => alias.Distance).Append(0).OrderBy(static distance => distance).ToArray();
        if (distances.Zip(distances.Skip(1), static (first, second) => second - first).Any(distance => distance < bytes))
            return Overlap(at, name, at, name, PairKind.Aliases);
        var end = register.StartBase is null ? place.End + aliases.Select(static alias => alias.Distance).DefaultIfEmpty(0).Max() : 0;
        return end <= block.Size ? null
            : new(at, ConflictSite.Aliases, RegisterRules.BeyondBlock, $"An alias of {name} ends at 0x{end:X}, beyond the block of 0x{block.Size:X} bytes.");
    }

    /// <summary>Pairs of registers that have a byte in common, the later declared one first, in order of declaration; each once for equal elements and once for others.</summary>
    private static IEnumerable<Pair> Overlaps(List<Interval> intervals)
    {
        intervals.Sort(static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : left.Register.CompareTo(right.Register));
        var pairs = new HashSet<Pair>();
        var open = new List<Interval>();
        foreach (var interval in intervals)
        {
            open.RemoveAll(other => other.End <= interval.Start);
            foreach (var other in open)
            {
                var (later, earlier) = other.Register > interval.Register ? (other, interval) : (interval, other);
                if (other.Register != interval.Register || other.IsAlias || interval.IsAlias)
                    pairs.Add(new(later.Register, earlier.Register, other.Element == interval.Element, KindOf(later, earlier)));
            }

            if (open.Count < MostAtOnePlace)
                open.Add(interval);
        }

        return pairs.OrderBy(static pair => pair.Later).ThenBy(static pair => pair.Earlier);
    }

    private static PairKind KindOf(Interval later, Interval earlier) => (later.IsAlias, earlier.IsAlias) switch
    {
        (false, false) => PairKind.Registers,
        (true, false) => PairKind.AliasOfLater,
        (false, true) => PairKind.AliasOfEarlier,
        _ => PairKind.Aliases,
    };

    /// <summary>Whether software can never reach both registers with the same access: one is only for reads and the other one for writes, or their conditions exclude each other.</summary>
    private bool CanShare(RegisterDeclaration first, RegisterDeclaration second, bool isOfOneElement) =>
        (PurposeOf(first), PurposeOf(second)) is (RegisterPurpose.Reads, RegisterPurpose.Writes) or (RegisterPurpose.Writes, RegisterPurpose.Reads)
        || (first.Conditions.Any() && second.Conditions.Any()
            && !(isOfOneElement && first.Group is not null && first.Group == second.Group ? _solverOfElement : _solver).CanHold([.. ConditionsOf(first), .. ConditionsOf(second)]));

    private IEnumerable<Expression> ConditionsOf(RegisterDeclaration register) =>
        register.Conditions.Select(condition => GroupNames.InSpec(condition.Root, register.Group, table));

    private static RegisterPurpose PurposeOf(RegisterDeclaration register) => RegisterPurposes.Of(register.Fields.Select(field => RegisterChecks.AccessOf(register, field)!));
}
