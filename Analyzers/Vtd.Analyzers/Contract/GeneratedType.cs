using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Vtd.Codegen.Contract;

namespace Vtd.Analyzers.Contract;

/// <summary>A type that the generator made of a spec, in this assembly or in a referenced one.</summary>
public sealed class GeneratedType
{
    private const string Suffix = "Attribute";

    private readonly Lazy<ImmutableDictionary<string, ulong>> _masks;
    private readonly TypeLayout _layout;

    private GeneratedType(INamedTypeSymbol symbol, TypeRole role, TypeLayout layout)
    {
        Symbol = symbol;
        Role = role;
        _layout = layout;
        _masks = new(() => Constants(LayoutContract.Masks));
    }

    /// <summary>The symbol.</summary>
    public INamedTypeSymbol Symbol { get; }

    /// <summary>The purpose of the type.</summary>
    public TypeRole Role { get; }

    /// <summary>The lanes that hold the bits, the lowest first; empty for types without bits.</summary>
    public ImmutableArray<Lane> Lanes => _layout.Lanes;

    /// <summary>Whether the type is a value made of bits.</summary>
    public bool IsValue => Role is TypeRole.Register or TypeRole.RegisterWrite or TypeRole.Entry;

    /// <summary>Place of a register; null if only the running program knows it.</summary>
    public int? Offset => Role == TypeRole.Register ? (int?)Constant(LayoutContract.Offset) : null;

    /// <summary>Whether the most significant byte of a register has the lowest address.</summary>
    public bool IsBigEndian => Symbol.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == LayoutContract.BigEndian + Suffix);

    /// <summary>Width of a register in bits.</summary>
    public int Width => _layout.Width;

    /// <summary>The masks of the fields, by the names that they have in <c>Masks</c>.</summary>
    public ImmutableDictionary<string, ulong> Masks => _masks.Value;

    /// <summary>The number of the lane that a field lies in; null if it does not lie in one, or that cannot be told.</summary>
    public int? LaneOf(string field) => _layout.LaneOf(field);

    /// <summary>The type, if the generator made it.</summary>
    public static GeneratedType? From(INamedTypeSymbol symbol)
    {
        if (symbol.TypeKind is not (TypeKind.Struct or TypeKind.Class or TypeKind.Enum))
            return null;
        if (symbol.ContainingType is { } outer)
        {
            return symbol is { TypeKind: TypeKind.Struct, Name: LayoutContract.Write } && From(outer) is { Role: TypeRole.Register } register
                ? new(symbol, TypeRole.RegisterWrite, register._layout)
                : null;
        }

        var isGenerated = false;
        var sizes = false;
        var layout = TypeLayout.None;
        foreach (var attribute in symbol.GetAttributes())
        {
            var name = attribute.AttributeClass?.Name;
            if (name == "GeneratedCode" + Suffix)
                isGenerated = attribute.ConstructorArguments is [{ Value: LayoutContract.Tool }, ..];
            else if (name == LayoutContract.Fields + Suffix && attribute.ConstructorArguments is [_, { Value: string fields }])
                layout = TypeLayout.Of(symbol, fields);
            else if (name == LayoutContract.Sizes + Suffix)
                sizes = true;
        }

        return isGenerated ? new(symbol, RoleOf(symbol, layout.Lanes.Length > 0, sizes), layout) : null;
    }

    /// <summary>The lane of a name; null if there is none.</summary>
    public Lane? FindLane(string name)
    {
        foreach (var lane in Lanes)
        {
            if (lane.Name == name)
                return lane;
        }

        return null;
    }

    /// <summary>A constant of the type.</summary>
    public ulong? Constant(string name)
    {
        foreach (var member in Symbol.GetMembers(name))
        {
            if (member is IFieldSymbol { HasConstantValue: true } field)
                return Bits.Of(field.ConstantValue);
        }

        return null;
    }

    /// <summary>The texts of a member's layout attributes, such as conditions.</summary>
    public static IEnumerable<string> Conditions(ISymbol member, string attribute)
    {
        foreach (var data in member.GetAttributes())
        {
            if (data.AttributeClass?.Name == attribute + Suffix && data.ConstructorArguments is [{ Value: string condition }])
                yield return condition;
        }
    }

    private static TypeRole RoleOf(INamedTypeSymbol symbol, bool hasLanes, bool hasSizes) => symbol switch
    {
        { TypeKind: TypeKind.Class } when hasSizes => TypeRole.RegisterFile,
        { TypeKind: TypeKind.Class } when symbol.GetMembers(LayoutContract.TypeOf).Length > 0 => TypeRole.Dispatcher,
        { TypeKind: TypeKind.Struct } when hasLanes => symbol.GetMembers(LayoutContract.SizeInBytes).Length > 0 ? TypeRole.Entry : TypeRole.Register,
        { TypeKind: TypeKind.Enum, EnumUnderlyingType.SpecialType: not SpecialType.System_Int32 } => TypeRole.Codes,
        _ => TypeRole.Other,
    };

    private ImmutableDictionary<string, ulong> Constants(string nested)
    {
        var result = ImmutableDictionary.CreateBuilder<string, ulong>(StringComparer.Ordinal);
        foreach (var type in Symbol.GetTypeMembers(nested))
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IFieldSymbol { HasConstantValue: true } field && Bits.Of(field.ConstantValue) is { } value)
                    result[field.Name] = value;
            }
        }

        return result.ToImmutable();
    }
}
