using Vtd.Spec.Declarations;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.LanguageServer.Names;

/// <summary>The bits of registers, descriptors and entries as they are declared, right or wrong.</summary>
public static class DeclaredBits
{
    /// <summary>The number of bits; null if the declaration has none, or the number could not be read.</summary>
    /// <param name="symbol">The declaration.</param>
    /// <param name="names">The names of its spec, for the queue of a descriptor.</param>
    public static int? WidthOf(Symbol symbol, SymbolIndex names) => symbol.Item switch
    {
        RegisterDeclaration register => (int?)register.Width?.Value,
        EntryDeclaration entry => (int?)entry.Size?.Value,
        DescriptorDeclaration descriptor => Smallest(descriptor.Sizes) ?? (names.QueueOf(symbol) is { } queue ? Smallest(queue.Sizes) : null),
        _ => null,
    };

    /// <summary>The bits that belong to nothing yet, the highest first.</summary>
    public static IReadOnlyList<BitRange> FreeIn(Symbol symbol, SymbolIndex names)
    {
        if (WidthOf(symbol, names) is not { } width)
            return [];
        var taken = DeclaredFields.FieldsOf(symbol.Item).Select(static field => field.Bits).Concat(DeclaredFields.ReservedOf(symbol.Item).Select(static item => item.Bits))
            .Append(symbol.Item is DescriptorDeclaration ? names.QueueOf(symbol)?.Type : null)
            .OfType<BitsDeclaration>().SelectMany(static bits => bits.Ranges).Select(static range => range.Value).ToList();
        return BitRange.Of(Enumerable.Range(0, width).Where(bit => !taken.Exists(range => range.Lsb <= bit && bit <= range.Msb)));
    }

    private static int? Smallest(EquatableArray<Located<ulong>> sizes) => sizes.Count == 0 ? null : (int)sizes[0].Value;
}
