using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>Registers, such as capabilities, whose values are made of constants in the same body.</summary>
/// <param name="beside">An operation of the body.</param>
/// <param name="types">The generated types.</param>
internal sealed class MadeRegisters(IOperation beside, GeneratedTypes types)
{
    private IReadOnlyList<IOperation>? _all;

    /// <summary>The value of a field; null unless the body makes exactly one value of the register, and says this field's.</summary>
    public ulong? Find(string register, string field)
    {
        _all ??= [.. BuiltDescriptorAnalyzer.Root(beside).Descendants().Where(Makes)];
        var made = _all.Where(operation => IsNamed(operation.Type!, register)).ToList();
        if (made.Count != 1 || made[0] is not IObjectCreationOperation { Initializer: { } initializer, Arguments.Length: 0 } one || one.Type!.GetMembers(field).IsEmpty)
            return null;

        foreach (var part in initializer.Initializers)
        {
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } assignment && name == field)
                return Bits.Of(assignment.Value);
        }

        return 0;
    }

    private bool Makes(IOperation operation) =>
        operation is IObjectCreationOperation or IWithOperation or IDefaultValueOperation && types.Find(operation.Type, TypeRole.Register) is not null;

    // The type of ERR_LOG is ErrLog.
    private static bool IsNamed(ITypeSymbol type, string register) => string.Equals(type.Name, register.Replace("_", ""), StringComparison.OrdinalIgnoreCase);
}
