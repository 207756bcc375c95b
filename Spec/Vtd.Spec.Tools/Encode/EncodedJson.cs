using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Encode;

/// <summary>A value that was made, as one JSON object.</summary>
public static class EncodedJson
{
    /// <summary>Writes a value without errors.</summary>
    public static string Write(Encoded encoded) => ReadableJson.Write(
        new EncodedResult(
            Bits.Hex(encoded.Decoded!.Value, encoded.Decoded.Layout.Size),
            [.. encoded.Words.Select(static word => Bits.Hex(word, 64))],
            Convert.ToHexStringLower([.. encoded.Bytes]),
            DecodedItemJson.Of(encoded.Decoded)));
}

/// <summary>The value as one number, as words and bytes with the lowest first, and taken apart.</summary>
public sealed record EncodedResult(string Value, IReadOnlyList<string> Words, string Bytes, DecodedItemJson Decoded);
