using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>Macros of a register: where it is, how wide, and its fields.</summary>
internal sealed class RegisterMacros(LinkedSpec spec, string prefix, Macros macros)
{
    private const string Index = "index";

    private readonly CExpression _expressions = new(spec, prefix);

    public void Define(LinkedRegister register)
    {
        var stem = $"{prefix}_{CName.OfMnemonic(register.Mnemonic)}";
        var owner = $"register {register.Mnemonic}";
        var holder = Holder.OfRegister(register.Width);
        macros.Line();
        macros.Comment(CommentWords.Title(register.Mnemonic, register.Title, register.Section) + (register.Order == ByteOrder.BigEndian ? "; big-endian" : "") + CommentWords.Remarks(register.Condition, register));
        DefinePlace(register, stem, owner);
        foreach (var alias in register.Aliases)
            DefineOffset(register, alias.Distance, $"{stem}_{alias.Kind.ToString().ToUpperInvariant()}", owner);
        macros.Define(owner, stem + "_WIDTH", CNumber.Of(register.Width));
        if (register.HasFixedReset)
            StructureMacros.DefineWords(macros, owner, stem + "_RESET", holder, BitWords.Reset(register));
        new StructureMacros(macros, stem, owner, holder).Define(register.Fields, hasAccess: true);
    }

    private void DefinePlace(LinkedRegister register, string stem, string owner)
    {
        DefineOffset(register, 0, stem, owner);
        foreach (var (at, dimension) in register.Dimensions.Index())
        {
            macros.Define(owner, $"{stem}_COUNT{Suffix(register, at)}", Number(dimension.Count), _expressions.Parameters(dimension.Count));
            macros.Define(owner, $"{stem}_STRIDE{Suffix(register, at)}", Number(dimension.Stride), _expressions.Parameters(dimension.Stride));
            foreach (var (index, name) in dimension.Names.Index())
                macros.Define(owner, $"{stem}_INDEX{Suffix(register, at)}_{CName.OfMnemonic(name)}", CNumber.Of(index));
        }
    }

    /// <summary>Defines the place of a register, or one at a distance from it.</summary>
    private void DefineOffset(LinkedRegister register, int distance, string stem, string owner)
    {
        var start = Constant.Offset(register) is { } offset ? CNumber.Hex((ulong)((long)offset + distance), 12)
            : register.Offset + distance == 0 ? _expressions.Of(register.Base!)
            : $"({_expressions.Of(register.Base!)} + {CNumber.Long((ulong)(register.Offset + distance))})";
        var parameters = _expressions.Parameters([register.Base, .. register.Dimensions.Select(static dimension => dimension.Stride)]);
        var indexes = register.Dimensions.Select((_, at) => Index + Suffix(register, at)).ToArray();
        var steps = register.Dimensions.Zip(indexes, (dimension, index) => $" + {Number(dimension.Stride)} * ({index})");
        macros.Define(owner, stem + "_OFFSET", register.IsArray ? $"({start}{string.Concat(steps)})" : start, [.. parameters, .. indexes]);
    }

    /// <summary>The number of a dimension, from the outermost one, if there are several.</summary>
    private static string Suffix(LinkedRegister register, int dimension) => register.Dimensions.Count == 1 ? "" : dimension.ToString(CultureInfo.InvariantCulture);

    private string Number(Expression expression) => Constant.Of(expression) is { } value and <= int.MaxValue ? CNumber.Of((int)value) : _expressions.Of(expression);
}
