namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>The words that hold fields: a register of one number, or 64-bit words.</summary>
/// <param name="Width">Bits.</param>
/// <param name="HasWords">Whether macros name a word and bits in it, as for all entries and descriptors, whatever their size.</param>
internal readonly record struct Holder(int Width, bool HasWords)
{
    public static Holder OfRegister(int width) => new(width, width > FieldPart.WordBits);

    public static Holder InMemory(int width) => new(width, HasWords: true);

    /// <summary>Bits of a literal that holds a word of it.</summary>
    public int WordBits => HasWords ? FieldPart.WordBits : Width;
}
