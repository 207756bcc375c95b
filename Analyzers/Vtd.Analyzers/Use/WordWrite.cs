using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>A statement that writes one word of an entry, as it is, to a place in memory.</summary>
/// <param name="Call">The call.</param>
/// <param name="Word">The word.</param>
/// <param name="Entry">The variable or parameter that holds the entry.</param>
/// <param name="Lane">The word's name.</param>
/// <param name="Type">The entry's type.</param>
internal sealed record WordWrite(IInvocationOperation Call, IOperation Word, ISymbol Entry, string Lane, GeneratedType Type)
{
    private static readonly string[] s_presentNames = ["P", "PRESENT", "V", "VALID"];

    /// <summary>The present bit of a type; null if it has none.</summary>
    public static string? PresentBit(GeneratedType type)
    {
        foreach (var name in s_presentNames)
        {
            if (type.Masks.TryGetValue(name, out var mask) && (mask & (mask - 1)) == 0 && type.LaneOf(name) is not null)
                return name;
        }

        return null;
    }

    /// <summary>The write, if the statement is one. Spans and arrays are copies that hardware does not see.</summary>
    public static WordWrite? Of(IOperation statement, GeneratedTypes types)
    {
        if (statement is not IExpressionStatementOperation { Operation: IInvocationOperation call }
            || !(call.TargetMethod.Name.StartsWith("Write", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Store", StringComparison.Ordinal))
            || call.TargetMethod.Parameters.Length < 2 || !call.TargetMethod.Parameters.All(static parameter => parameter.Type.IsValueType && !parameter.Type.IsRefLikeType))
            return null;

        foreach (var argument in call.Arguments)
        {
            var word = Bits.Core(argument.Value);
            if (word is IFieldReferenceOperation { Instance: { } entry } lane && types.Find(entry.Type, TypeRole.Entry) is { Lanes.Length: > 1 } type
                && type.FindLane(lane.Field.Name) is not null && SymbolOf(entry) is { } symbol)
                return new(call, word, symbol, lane.Field.Name, type);
        }

        return null;
    }

    /// <summary>The variable or parameter that an expression is.</summary>
    public static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>Whether an operation can give a variable another value.</summary>
    public static bool IsChange(IOperation operation, ISymbol variable) => operation switch
    {
        IAssignmentOperation assignment => Is(assignment.Target, variable),
        IIncrementOrDecrementOperation step => Is(step.Target, variable),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Is(argument.Value, variable),
        _ => false,
    };

    /// <summary>Whether an expression is a variable.</summary>
    public static bool Is(IOperation operation, ISymbol variable) => SymbolEqualityComparer.Default.Equals(SymbolOf(operation), variable);

    /// <summary>The present bit, if this is the word that holds it.</summary>
    public string? Present() => PresentBit(Type) is { } name && Type.LaneOf(name) is { } lane && Type.Lanes[lane].Name == Lane ? name : null;

    /// <summary>Whether two words are of one value and go to one memory.</summary>
    public bool IsOfSameEntry(WordWrite other) =>
        SymbolEqualityComparer.Default.Equals(Entry, other.Entry) && SymbolEqualityComparer.Default.Equals(Call.TargetMethod, other.Call.TargetMethod);
}
