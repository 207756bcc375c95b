using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>Local variables that are given their value once.</summary>
internal static class Locals
{
    /// <summary>The source of an expression: of such a variable, its initializer.</summary>
    public static IOperation Source(IOperation expression)
    {
        var core = Bits.Core(expression);
        return core is ILocalReferenceOperation local && Made(BuiltDescriptorAnalyzer.Root(core), local.Local) is { } made ? made : core;
    }

    /// <summary>The initializer of a variable; null unless it is assigned once.</summary>
    public static IOperation? Made(IOperation root, ISymbol variable)
    {
        IOperation? made = null;
        foreach (var operation in root.Descendants())
        {
            if (WordWrite.IsChange(operation, variable))
                return null;
            if (operation is IVariableDeclaratorOperation { Initializer.Value: { } value } declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable))
                made = Bits.Core(value);
        }

        return made;
    }
}
