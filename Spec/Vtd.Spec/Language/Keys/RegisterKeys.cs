using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Registers.</summary>
internal static class RegisterKeys
{
    private static readonly NumberShape s_offset = new("an offset below 0x100000 (bytes), such as 0x1C", 0, 0xF_FFFF);
    private static readonly ExpressionShape s_stride = new("a number of bytes or an expression, such as 1 << (PERFCAP.STRIDE + 10)");
    private static readonly ListShape s_countsOfMatrix = new("a list of two numbers, such as [4, 8]", Shapes.Number, Most: 2);
    private static readonly ListShape s_stridesOfMatrix = new("a list of two numbers of bytes, such as [0x100, 4]", s_stride, Most: 2);
    private static readonly EitherShape s_counts = new("a number or an expression, such as CAP.NFR + 1, or a list of two for a matrix", Shapes.Number, s_countsOfMatrix);
    private static readonly EitherShape s_strides = new("a number of bytes or an expression, such as 1 << (PERFCAP.STRIDE + 10), or a list of two for a matrix", s_stride, s_stridesOfMatrix);
    private static readonly NumberShape s_width = new("a multiple of 8 from 8 to 1024 (bits)", 8, 1024, MultipleOf: 8);
    private static readonly WordShape s_resetWord = new("a number, an expression such as CAP.SIZE - 1, given or undefined", Shapes.Words(
        new Word("given", "The code that creates the register file supplies the value: a capability of the implementation, constant afterwards; elements of an array that are not given are 0."),
        new Word("undefined", "Undefined by the architecture; the register file starts with 0.")));

    private static readonly ListShape s_resets = new("a list of numbers, one for each element", Shapes.AnyNumber, Most: 4096);
    private static readonly EitherShape s_resetOfAll = new(s_resetWord.Expected, Shapes.Number, s_resetWord);
    private static readonly EitherShape s_reset = new("a number, an expression such as CAP.SIZE - 1, given or undefined; or a list of numbers, one for each element of an array", s_resetOfAll, s_resets);
    private static readonly WordShape s_anyWrite = new("any or bytes", Shapes.Words(
        new Word("any", "A write of any byte of it."),
        new Word("bytes", "As any; the method of the handler also gets the bytes as software wrote them.")));

    private static readonly WordShape s_anyRead = new("any", Shapes.Words(new Word("any", "A read of any byte of it.")));

    private static readonly ListShape s_readHookFields = new("any, or a list of fields such as [DATA]", Shapes.Field);
    private static readonly EitherShape s_readHook = new(s_readHookFields.Expected, s_anyRead, s_readHookFields);
    private static readonly ListShape s_hookFields = new("any, bytes, or a list of fields such as [IM]", Shapes.Field);
    private static readonly EitherShape s_hook = new(s_hookFields.Expected, s_anyWrite, s_hookFields);

    private static readonly TableShape s_aliases = AliasKeys.ShapeOf(AliasKeys.OfRegister);

    public static readonly KeyTable<RegisterDeclaration> Register = new("a register",
        PartKeys.Like<RegisterDeclaration>(NameKind.RegisterTemplate),
        TitledKeys.Title<RegisterDeclaration>(),
        TitledKeys.Section<RegisterDeclaration>(),
        TitledKeys.About<RegisterDeclaration>(),
        ConfidenceKeys.Confidence<RegisterDeclaration>(),
        ConfidenceKeys.Note<RegisterDeclaration>(),
        BlockKeys.Of<RegisterDeclaration>(static (register, block) => register with { Block = block }),
        new("offset", s_offset, "Bytes from the start of the block, or from base.",
            (values, node, register) => register with { Offset = values.Number(node, s_offset) }),
        new("base", Shapes.Number, "Bytes from the start of the block, computed from fields of given registers.",
            (values, node, register) => register with { Base = values.Expression(node, Shapes.Number) }),
        new("aliases", s_aliases, "The offsets of places where writes set, clear or toggle single bits of it; a kind that it lacks is that of the block.",
            (values, node, register) => register with { Aliases = AliasKeys.Read(values, node, AliasKeys.OfRegister) }),
        new("count", s_counts, "The number of elements of a register array; of a matrix the numbers of rows and columns.",
            (values, node, register) => register with { Counts = ReadDimensions(values, node, s_countsOfMatrix) }),
        new("stride", s_strides, "Bytes from one element of a register array to the next; of a matrix from one row to the next, and from one column to the next.",
            (values, node, register) => register with { Strides = ReadDimensions(values, node, s_stridesOfMatrix) }),
        new("names", Shapes.ElementNames, "The names of the elements of an array of one dimension, the first one first.",
            (values, node, register) => register with { Names = values.NameList(node, Shapes.Mnemonic, Shapes.ElementNames) }),
        new("width", s_width, "Its bits.",
            (values, node, register) => register with { Width = values.Number(node, s_width) }, isRequired: true),
        new("endian", BlockKeys.ByteOrder, "The order of the bytes, if it is not that of the block.",
            (values, node, register) => register with { Order = BlockKeys.ReadOrder(values, node) }),
        new("access", FieldKeys.AccessWord, "The access of the fields that say none.",
            (values, node, register) => register with { Access = FieldKeys.ReadAccess(values, node) }),
        new("reset", s_reset, "The value after reset, fixed or computed from fields of given registers, or where it comes from; of an array with a fixed number of elements also a list, the last index the fastest.",
            (values, node, register) => register with { Reset = ReadReset(values, node) }),
        new("when", Shapes.Condition, "It is there only if this holds, otherwise it reads 0 and ignores writes; fields of registers that change select banks. An array can use index, the number of the element, and the fields of given arrays at the same index.",
            (values, node, register) => register with { When = values.Expression(node, Shapes.Condition) }),
        RevisionKeys.Since<RegisterDeclaration>(),
        RevisionKeys.Until<RegisterDeclaration>(),
        new("locked", Shapes.Condition, "Writes of software have no effect while this holds.",
            (values, node, register) => register with { Locked = values.Expression(node, Shapes.Condition) }),
        new("on-write", s_hook, "The writes that call the handler of the device: any, or those that cover one of the fields.",
            (values, node, register) => register with { Hook = ReadHook(values, node, s_anyWrite, s_hookFields) }),
        new("on-read", s_readHook, "The reads that call the handler of the device, before the value is taken and after: any, or those that cover one of the fields.",
            (values, node, register) => register with { ReadHook = ReadHook(values, node, s_anyRead, s_readHookFields) }),
        new("fields", FieldKeys.RegisterFields, "The fields by mnemonic.",
            (values, node, register) => register with { Fields = FieldKeys.ReadRegisterFields(values, node) }),
        new("reserved", FieldKeys.Reserved, "Reserved bits that read 0 and ignore writes.",
            (values, node, register) => register with { Reserved = FieldKeys.ReadReserved(values, node, register.Reserved, Access.ReservedZero) }),
        new("preserved", FieldKeys.Reserved, "Reserved bits that software writes back as it read them.",
            (values, node, register) => register with { Reserved = FieldKeys.ReadReserved(values, node, register.Reserved, Access.ReservedPreserve) }),
        PartKeys.RemoveAll<RegisterDeclaration>());

    public static readonly MapShape Registers = new("registers by mnemonic", Shapes.Mnemonic with { Kind = NameKind.Register }, new TableShape("a register", Register.Name));

    public static RegisterDeclaration Read(ValueReader values, YamlNode node, RegisterDeclaration register) =>
        values.Declaration(node, Register, register, RegisterChecks.Check);

    private static EquatableArray<ExpressionText> ReadDimensions(ValueReader values, YamlNode node, ListShape shape)
    {
        var numbers = values.ExpressionList(node, (ExpressionShape)shape.Item);
        if (numbers.Count <= shape.Most)
            return numbers;
        values.Findings.Report(KeyRules.OutOfRange, node.Span, $"{numbers.Count} numbers; a matrix has two dimensions, rows and columns. Put the register into a group for another dimension.");
        return default;
    }

    private static ResetDeclaration? ReadReset(ValueReader values, YamlNode node)
    {
        if (node is YamlScalar { Text: { Length: > 0 } and not IndexExpression.Word and var text } && text.All(static letter => letter is >= 'a' and <= 'z'))
        {
            var word = values.Word(node, s_resetWord, KeyRules.UnknownWord);
            return word < 0 ? null : new ResetDeclaration(word == 0 ? ResetSource.Given : ResetSource.Undefined, 0, node.Span);
        }

        if (node is YamlSequence)
        {
            var elements = values.Items(node, s_resets).Take(s_resets.Most + 1).Select(item => values.Number(item, Shapes.AnyNumber)).OfType<Located<ulong>>().ToEquatableArray();
            if (elements.Count > s_resets.Most)
                values.Findings.Report(KeyRules.OutOfRange, node.Span, $"A list can have at most {s_resets.Most} values. Declare a register for each value that differs.");
            return elements.Count == 0 ? null : new ResetDeclaration(ResetSource.Value, elements[0].Value, node.Span) { Elements = elements };
        }

        return values.NumberOrExpression(node, Shapes.Number) switch
        {
            ({ } number, _) => new ResetDeclaration(ResetSource.Value, number.Value, number.Span),
            (_, { } computed) => new ResetDeclaration(ResetSource.Value, 0, computed.Content) { Computed = computed },
            _ => null,
        };
    }

    private static HookDeclaration? ReadHook(ValueReader values, YamlNode node, WordShape words, ListShape fields)
    {
        if (node is YamlScalar)
        {
            var word = values.Word(node, words, KeyRules.UnknownWord);
            return word < 0 ? null : new HookDeclaration(default, PassesBytes: word == 1, node.Span);
        }

        return new HookDeclaration(values.NameList(node, Shapes.Field, fields), PassesBytes: false, node.Span);
    }
}
