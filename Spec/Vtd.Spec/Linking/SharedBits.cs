using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Checks that fields which share bits have conditions of which at most one holds.</summary>
internal static class SharedBits
{
    /// <summary>The largest number of pairs of fields that share bits: the conditions of each pair are compared.</summary>
    private const int MostPairs = 4096;

    private readonly record struct Pair(FieldDeclaration Earlier, FieldDeclaration Later, Located<BitRange> Range);

    /// <summary>The fields that share bits with another one.</summary>
    public static HashSet<FieldDeclaration> FieldsOf(EquatableArray<FieldDeclaration> fields) => [.. PairsOf(fields).SelectMany(static pair => new[] { pair.Earlier, pair.Later })];

    /// <summary>Checks the fields of a descriptor or an entry.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="scope">The meaning of names.</param>
    /// <param name="findings">Where to report.</param>
    public static void Check(EquatableArray<FieldDeclaration> fields, NameScope scope, Findings findings) => Check(fields, group: null, scope, findings, static _ => null);

    /// <summary>Checks the fields of a register. Its bits are stored whatever a register that changes says, so fields that share them have one access and one value after reset, unless
    /// capabilities alone decide.</summary>
    /// <param name="register">The register.</param>
    /// <param name="scope">The meaning of names.</param>
    /// <param name="findings">Where to report.</param>
    public static void Check(RegisterDeclaration register, NameScope scope, Findings findings)
    {
        var solver = new Lazy<ConditionSolver>(() => new ConditionSolver(scope.Own, default));
        Check(register.Fields, register.Group, scope, findings, pair =>
        {
            var (earlier, later) = (pair.Earlier.Name.Value, pair.Later.Name.Value);
            if (pair.Earlier.Locked is not null || pair.Later.Locked is not null || pair.Earlier.EnabledBy is not null || pair.Later.EnabledBy is not null)
                return $"{later} shares bits with {earlier}, so neither can be locked or enabled by itself. Lock the register, or declare two registers with a 'when'.";
            if (pair.Earlier.WriteEnum is not null || pair.Later.WriteEnum is not null)
                return $"{later} shares bits with {earlier}, so no write can have a code for each of them. Name one enum at each, or declare two registers with a 'when'.";
            if (ResetOf(pair.Earlier) != ResetOf(pair.Later))
                return $"{later} shares bits with {earlier}, which has another value after reset. Give both the same.";
            return RegisterChecks.AccessOf(register, pair.Earlier) == RegisterChecks.AccessOf(register, pair.Later) || !solver.Value.CanHold([.. Gates(pair.Earlier), .. Gates(pair.Later)])
                ? null
                : $"{later} shares bits with {earlier}, which has another access, and their conditions change while the device runs. Give both the same access, or declare two registers with a 'when'.";
        });

        static (ulong?, string?) ResetOf(FieldDeclaration field) => (field.Reset?.Value, field.ComputedReset is { } computed ? ExpressionProse.Of(computed.Root) : null);

        IEnumerable<Expression> Gates(FieldDeclaration field) => ExpressionParts.ConditionsOf(GroupNames.InSpec(field.When!.Root, register.Group, scope.Own)).Where(condition =>
            ExpressionParts.FieldsOf(condition).All(name => name.Spec is not null || (name.Register is not null && NamedItems.Find(scope.Own.Registers, name.Register) is { IsGiven: true })));
    }

    private static void Check(EquatableArray<FieldDeclaration> fields, GroupDeclaration? group, NameScope scope, Findings findings, Func<Pair, string?> problemOf)
    {
        ConditionSolver? solver = null;
        var pairs = 0;
        foreach (var pair in PairsOf(fields))
        {
            solver ??= new ConditionSolver(scope.Own, scope.Symbols(fields));
            var (when, other) = (pair.Later.When!, pair.Earlier.When!);
            var doesExclude = ++pairs <= MostPairs && !scope.IsForeign(when.Content) && !scope.IsForeign(other.Content)
                && !solver.CanHold([GroupNames.InSpec(when.Root, group, scope.Own), GroupNames.InSpec(other.Root, group, scope.Own)]);
            var problem = doesExclude ? problemOf(pair)
                : $"Bits {pair.Range.Value} belong to {pair.Earlier.Name.Value} as well, and nothing shows that the conditions of the two exclude each other. Let one say the opposite of the other, such as A and not A.";
            if (problem is null)
                continue;
            findings.Report(BitRules.Overlap, pair.Range.Span, problem);
            return;
        }
    }

    private static IEnumerable<Pair> PairsOf(EquatableArray<FieldDeclaration> fields)
    {
        for (var i = 1; i < fields.Count; i++)
        {
            for (var j = 0; j < i && fields[i].When is not null; j++)
            {
                if (fields[j].When is not null && fields[i].Bits is { } bits && fields[j].Bits is { } others && FirstShared(bits, others) is { } range)
                    yield return new Pair(fields[j], fields[i], range);
            }
        }
    }

    private static Located<BitRange>? FirstShared(BitsDeclaration bits, BitsDeclaration others)
    {
        foreach (var range in bits.Ranges)
        {
            foreach (var other in others.Ranges)
            {
                if (range.Value.Overlaps(other.Value))
                    return range;
            }
        }

        return null;
    }
}
