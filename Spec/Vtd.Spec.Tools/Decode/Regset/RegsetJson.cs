
namespace Vtd.Spec.Tools.Decode.Regset;

/// <summary>Register sets as one JSON object.</summary>
public static class RegsetJson
{
    public static string Write(IReadOnlyList<DecodedSet> sets) =>
        ReadableJson.Write(new RegsetResults(Of(sets)));

    public static IReadOnlyList<UnitJson> Of(IReadOnlyList<DecodedSet> sets) => [.. sets.Select(Of)];

    private static UnitJson Of(DecodedSet set) => new(
        set.Set.Name, set.Set.Base is { } address ? Bits.Hex(address) : null,
        [.. set.Registers.Select(static one => new RowJson(one.Row.Line, one.Row.Name, Bits.Hex(one.Row.Offset), DecodedItemJson.Of(one.Decoded)))],
        [.. set.Unknown.Select(static one => new UnknownJson(one.Row.Line, one.Row.Name, Bits.Hex(one.Row.Offset), Bits.Hex(one.Row.Contents), one.Reason))]);
}

/// <summary>The units of a file.</summary>
public sealed record RegsetResults(IReadOnlyList<UnitJson> Units);

/// <summary>A unit.</summary>
public sealed record UnitJson(string Name, string? Base, IReadOnlyList<RowJson> Registers, IReadOnlyList<UnknownJson> Unknown);

/// <summary>A register that is understood.</summary>
public sealed record RowJson(int Line, string Name, string Offset, DecodedItemJson Decoded);

/// <summary>A row that is not.</summary>
public sealed record UnknownJson(int Line, string Name, string Offset, string Contents, string Reason);
