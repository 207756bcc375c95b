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
        macros.Define(owner, stem + "_WIDTH", CNumber.Of(register.Width));
        if (register.Reset == ResetSource.Value)
            StructureMacros.DefineWords(macros, owner, stem + "_RESET", holder, BitWords.Reset(register));
        new StructureMacros(macros, stem, owner, holder).Define(register.Fields, hasAccess: true);
    }

    private void DefinePlace(LinkedRegister register, string stem, string owner)
    {
        var start = Constant.Offset(register) is { } offset ? CNumber.Hex(offset, 12)
            : register.Offset == 0 ? _expressions.Of(register.Base!)
            : $"({_expressions.Of(register.Base!)} + {CNumber.Long((ulong)register.Offset)})";
        var parameters = _expressions.Parameters(register.Base, register.Stride);
        if (register is not { Count: { } count, Stride: { } stride })
        {
            macros.Define(owner, stem + "_OFFSET", start, parameters);
            return;
        }

        var step = Number(stride);
        macros.Define(owner, stem + "_OFFSET", $"({start} + {step} * ({Index}))", [.. parameters, Index]);
        macros.Define(owner, stem + "_COUNT", Number(count), _expressions.Parameters(count));
        macros.Define(owner, stem + "_STRIDE", step, _expressions.Parameters(stride));
    }

    private string Number(Expression expression) => Constant.Of(expression) is { } value and <= int.MaxValue ? CNumber.Of((int)value) : _expressions.Of(expression);
}
