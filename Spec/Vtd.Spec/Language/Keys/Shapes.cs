using System.Collections.Immutable;
using Vtd.Spec.Source;

namespace Vtd.Spec.Language.Keys;

/// <summary>Forms of values that several tables use.</summary>
internal static class Shapes
{
    public static readonly TextShape Title = new("the name in the architecture, such as Global Status");
    public static readonly TextShape Section = new("a section number in quotes, such as \"11.4.4.2\"", IsQuoted: true);
    public static readonly TextShape Prose = new("a sentence");

    public static readonly NameShape TypeName = new("a name in PascalCase, such as FaultReason", NameStyle.Pascal);
    public static readonly NameShape Spec = TypeName with { Kind = NameKind.Spec };
    public static readonly NameShape Queue = TypeName with { Kind = NameKind.Queue };
    public static readonly NameShape EnumOfField = new("a name in PascalCase, such as FaultReason or Common.FaultReason", NameStyle.Pascal, HasSpec: true) { Kind = NameKind.Enum };
    public static readonly NameShape Mnemonic = new("letters, digits and _, a letter first, no word of C#, such as GSTS", NameStyle.Identifier);
    public static readonly NameShape Block = Mnemonic with { Kind = NameKind.Block };
    public static readonly NameShape Field = Mnemonic with { Kind = NameKind.Field };
    public static readonly NameShape Kebab = new("lower-case words with - between them, such as pasid-entry", NameStyle.Kebab);

    public static readonly ListShape ElementNames = new("a list of names, such as [TX, RX]", Mnemonic);

    public static readonly NumberShape AnyNumber = new("a number, such as 12, 0x1C or 0b101");
    public static readonly NumberShape Size = new("whole bytes of up to 4096 bits, such as 32, 128 or 1024", 8, 4096, MultipleOf: 8);
    public static readonly ListShape Sizes = new("a list of sizes in bits, such as [128, 256]", Size);

    public static readonly BitsShape Bits = new("bits: 31, \"31:12\", or a list of those with the high part first");
    public static readonly ExpressionShape Condition = new("a condition, such as ECAP.IR or CAP.ND >= 4");
    public static readonly ExpressionShape Number = new("a number or an expression, such as CAP.NFR + 1");

    public static EquatableArray<ulong> Numbers(params ulong[] numbers) => new(ImmutableArray.Create(numbers));

    public static EquatableArray<Word> Words(params Word[] words) => new(ImmutableArray.Create(words));
}
