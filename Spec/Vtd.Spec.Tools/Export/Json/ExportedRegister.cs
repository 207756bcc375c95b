using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export.Json;

/// <summary>A register, or an array of equal ones.</summary>
/// <param name="Offset">Bytes from the start of the block; null if computed.</param>
/// <param name="OffsetExpression">The expression of a computed offset; null if the offset is fixed.</param>
internal sealed record ExportedRegister(
    string Name, string TypeName, string? Title, string? Section, string? About, string Confidence, string? Note,
    string? Block, string? Group, ulong? Offset, string? OffsetExpression, IReadOnlyList<ExportedAlias> Aliases, IReadOnlyList<ExportedDimension> Dimensions, int Width, string Endian, ExportedReset Reset, string? When, IReadOnlyList<string>? OnWrite,
    IReadOnlyList<string>? OnRead,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Masks, IReadOnlyList<ExportedField> Fields)
{
    public static ExportedRegister Of(LinkedRegister register)
    {
        var offset = Constant.Offset(register);
        return new ExportedRegister(
            register.Mnemonic, register.TypeName, register.Title, register.Section, register.About, JsonText.Word(register.Confidence), register.Note,
            register.Block.Length == 0 ? null : register.Block, register.Group?.Name, offset, offset is null ? OffsetText(register) : null, [.. register.Aliases.Select(ExportedAlias.Of)], [.. register.Dimensions.Select(ExportedDimension.Of)],
            register.Width, register.Order == ByteOrder.BigEndian ? "big" : "little", ExportedReset.Of(register), JsonText.Text(register.Condition), Reached(register.Hook), Reached(register.ReadHook),
            JsonText.Masks(register.Width, register.Fields), [.. register.Fields.Select(field => ExportedField.Of(field, register.Width))]);
    }

    private static IReadOnlyList<string>? Reached(AccessHook? hook) => hook is null ? null : [.. hook.Fields];

    // Nothing binds more loosely than a sum in a computed number.
    private static string OffsetText(LinkedRegister register) =>
        ExpressionProse.Of(register.Base!) + (register.Offset == 0 ? "" : $" + {ExpressionProse.Of(new Spec.Model.NumberExpression((ulong)register.Offset, 0, 0))}");
}

/// <summary>Another place of the register, at which writes set, clear or toggle single bits.</summary>
internal sealed record ExportedAlias(string Kind, int Distance)
{
    public static ExportedAlias Of(LinkedAlias alias) => new(PlaceWords.Of(alias.Kind), alias.Distance);
}

/// <summary>Number of elements and bytes from one to the next, each a number, or an expression if it is computed; and the names of the elements.</summary>
internal sealed record ExportedDimension(ulong? Count, string? CountExpression, ulong? Stride, string? StrideExpression, IReadOnlyList<string> Names)
{
    public static ExportedDimension Of(LinkedDimension dimension) =>
        new(Constant.Of(dimension.Count), JsonText.Computed(dimension.Count), Constant.Of(dimension.Stride), JsonText.Computed(dimension.Stride), [.. dimension.Names]);
}

/// <summary>Where the value after reset comes from, and the value if the spec says it.</summary>
internal sealed record ExportedReset(string From, IReadOnlyList<string>? Value, IReadOnlyList<string> Elements)
{
    public static ExportedReset Of(LinkedRegister register) => new(
        register.HasComputedReset ? "computed" : register.Reset.ToString().ToLowerInvariant(),
        register.Reset == ResetSource.Value && !register.HasComputedReset ? JsonText.Words(BitWords.Reset(register), register.Width) : null,
        [.. register.ElementResets.Select(value => Decode.Bits.Hex(value, register.Width))]);
}
