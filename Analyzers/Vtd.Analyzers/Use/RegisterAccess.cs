using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;
using Vtd.Codegen.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>A call that reads or writes a register that is known when it is compiled: of the generated register file, or of whatever
/// else is called <c>Read…</c> or <c>Write…</c> and gets the generated offset.</summary>
/// <param name="Register">The register.</param>
/// <param name="Byte">The first byte of the register that it touches.</param>
/// <param name="IsWrite">Whether it writes.</param>
/// <param name="Value">The written value; for a read its target, null if that is the result.</param>
public sealed record RegisterAccess(GeneratedType Register, int Byte, bool IsWrite, IOperation? Value)
{
    /// <summary>The lane that the first byte is in.</summary>
    public Lane Lane => Register.Lanes[Byte / LaneBytes];

    /// <summary>Where the lane's lowest bit is in the value.</summary>
    public int Shift => Byte % LaneBytes * 8;

    private const int LaneBytes = 8;

    /// <summary>The access, if the call is one.</summary>
    public static RegisterAccess? From(IInvocationOperation call, GeneratedTypes types)
    {
        var method = call.TargetMethod;
        var isWrite = method.Name.StartsWith(LayoutContract.Write, StringComparison.Ordinal);
        if (!isWrite && !method.Name.StartsWith(LayoutContract.Read, StringComparison.Ordinal))
            return null;
        var access = FileOf(call, types) is { } file
            ? OfFile(call, file, types, isWrite)
            : OfOther(call, types, isWrite);

        // The value has the bytes in the order of their addresses.
        return access is { Register.IsBigEndian: false } ? access : null;
    }

    /// <summary>The register file whose method is called; null if it is called on anything else. Some methods are those of the base class of all.</summary>
    public static GeneratedType? FileOf(IInvocationOperation call, GeneratedTypes types) =>
        types.Find(call.Instance?.Type ?? call.TargetMethod.ContainingType, TypeRole.RegisterFile);

    /// <summary>The argument for a parameter.</summary>
    public static IOperation? Argument(IInvocationOperation call, string parameter)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == parameter)
                return argument.Value;
        }

        return null;
    }

    private static RegisterAccess? OfFile(IInvocationOperation call, GeneratedType file, GeneratedTypes types, bool isWrite) =>
        Argument(call, LayoutContract.OffsetParameter) is { } place && Bits.Of(place) is { } offset && types.RegistersOf(file).Find(offset) is { } register
            ? new(register, (int)offset - register.Offset!.Value, isWrite, Argument(call, LayoutContract.ValueParameter))
            : null;

    private static RegisterAccess? OfOther(IInvocationOperation call, GeneratedTypes types, bool isWrite)
    {
        GeneratedType? register = null;
        var first = 0L;
        IOperation? value = null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter || !IsInteger(parameter.Type))
            {
                // Memory that is read into or written from makes the number an index into it.
                if (argument.Parameter?.Type is IArrayTypeSymbol or INamedTypeSymbol { IsRefLikeType: true })
                    return null;
                continue;
            }

            if (register is null && FindOffset(argument.Value, types, out first) is { } found)
                register = found;
            else if (parameter.Name is not (LayoutContract.SizeParameter or "width" or "bytes" or "count" or "length"))
                value = argument.Value;
        }

        return register is not null && first >= 0 && first < register.Width / 8 && (!isWrite || value is not null)
            ? new(register, (int)first, isWrite, isWrite ? value : null)
            : null;
    }

    /// <summary>The register whose <c>Offset</c> is a part of a sum, and the constants that are added to it.</summary>
    private static GeneratedType? FindOffset(IOperation sum, GeneratedTypes types, out long added)
    {
        added = 0;
        switch (Bits.Core(sum))
        {
            case IFieldReferenceOperation { Field: { IsConst: true, Name: "Offset" } field }:
                return types.Find(field.ContainingType, TypeRole.Register);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } binary:
                if (FindOffset(binary.LeftOperand, types, out var left) is { } inLeft)
                {
                    added = left + (long)(Bits.Of(binary.RightOperand) ?? 0);
                    return inLeft;
                }

                if (FindOffset(binary.RightOperand, types, out var right) is { } inRight)
                {
                    added = right + (long)(Bits.Of(binary.LeftOperand) ?? 0);
                    return inRight;
                }

                return null;
            default:
                return null;
        }
    }

    private static bool IsInteger(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64
        or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
}
