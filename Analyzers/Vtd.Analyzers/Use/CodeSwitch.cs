using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>A switch over generated codes.</summary>
/// <param name="Value">The value that is switched on.</param>
/// <param name="Codes">The enum.</param>
/// <param name="Missing">Names of the codes that no arm takes; null if an arm takes all the others, or some that cannot be told.</param>
public sealed record CodeSwitch(IOperation Value, INamedTypeSymbol Codes, ImmutableArray<string>? Missing)
{
    /// <summary>The switch; null if the operation is none, or is about something else.</summary>
    public static CodeSwitch? Of(IOperation operation, GeneratedTypes types)
    {
        var value = operation switch
        {
            ISwitchOperation statement => statement.Value,
            ISwitchExpressionOperation expression => expression.Value,
            _ => null,
        };
        if (types.Find(value?.Type, TypeRole.Codes) is not { } codes || IsFlags(codes.Symbol))
            return null;

        var taken = new HashSet<ulong>();
        return new(value!, codes.Symbol, TryFindTaken(operation, taken)
            ? CodeSet.Of(codes.Symbol).Where(code => !taken.Contains(code.Value)).Select(static code => code.Name).ToImmutableArray()
            : null);
    }

    /// <summary>Collects the codes that arms take; false if an arm takes all the others, or some that cannot be told.</summary>
    private static bool TryFindTaken(IOperation operation, HashSet<ulong> taken)
    {
        if (operation is ISwitchExpressionOperation expression)
            return expression.Arms.All(arm => arm.Guard is not null || TryAdd(arm.Pattern, taken));

        foreach (var clause in ((ISwitchOperation)operation).Cases.SelectMany(static section => section.Clauses))
        {
            switch (clause)
            {
                case ISingleValueCaseClauseOperation single when Bits.Of(single.Value) is { } code:
                    taken.Add(code);
                    break;
                case IPatternCaseClauseOperation { Guard: not null }:
                    break;
                case IPatternCaseClauseOperation pattern when TryAdd(pattern.Pattern, taken):
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryAdd(IPatternOperation pattern, HashSet<ulong> taken)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant when Bits.Of(constant.Value) is { } code:
                taken.Add(code);
                return true;
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or:
                return TryAdd(or.LeftPattern, taken) && TryAdd(or.RightPattern, taken);
            default:
                return false;
        }
    }

    private static bool IsFlags(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == nameof(FlagsAttribute));
}
