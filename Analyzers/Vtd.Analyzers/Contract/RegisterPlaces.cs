using Microsoft.CodeAnalysis;

namespace Vtd.Analyzers.Contract;

/// <summary>The registers of a register file whose places are constants. Of an array only the first element is known.</summary>
public sealed class RegisterPlaces
{
    private readonly List<GeneratedType> _registers = [];

    private RegisterPlaces()
    {
    }

    /// <summary>Finds the registers of a register file.</summary>
    public static RegisterPlaces Of(GeneratedType file, GeneratedTypes types)
    {
        var places = new RegisterPlaces();
        foreach (var member in file.Symbol.GetMembers())
        {
            var type = member switch
            {
                IPropertySymbol { IsStatic: false } property => property.Type,
                IMethodSymbol { MethodKind: MethodKind.Ordinary, Parameters.Length: 1 } getter when getter.Name.StartsWith("Get", StringComparison.Ordinal) => getter.ReturnType,
                _ => null,
            };
            if (types.Find(type, TypeRole.Register) is { Offset: not null } register)
                places._registers.Add(register);
        }

        return places;
    }

    /// <summary>The register that a byte belongs to; null if there is none, or if the running program decides which one.</summary>
    public GeneratedType? Find(ulong offset)
    {
        GeneratedType? found = null;
        foreach (var register in _registers)
        {
            var first = (ulong)register.Offset!.Value;
            if (offset < first || offset - first >= (ulong)register.Width / 8)
                continue;
            if (found is not null)
                return null;
            found = register;
        }

        return found;
    }
}
