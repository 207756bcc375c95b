using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>A value, decoded.</summary>
/// <param name="Layout">The layout of the value.</param>
/// <param name="Value">The value.</param>
/// <param name="Fields">From the highest bit down.</param>
/// <param name="Remarks">Remarks about the value as a whole.</param>
public sealed record Decoded(Layout Layout, BigInteger Value, IReadOnlyList<DecodedField> Fields, IReadOnlyList<Remark> Remarks)
{
    /// <summary>All there is to say, the whole first.</summary>
    public IEnumerable<Remark> AllRemarks => Remarks.Concat(Fields.Select(static one => one.Remark).OfType<Remark>());

    /// <summary>Something cannot be as it is.</summary>
    public bool IsWrong => AllRemarks.Any(static remark => remark.IsWrong);
}

/// <summary>A field of a decoded value.</summary>
/// <param name="Field">The field.</param>
/// <param name="Raw">The bits.</param>
/// <param name="Codes">The codes of its enum: one, or those of the bits that are set.</param>
/// <param name="Exists">Whether its gate holds; null if that depends on something unknown.</param>
/// <param name="Remark">Remark about the field.</param>
public sealed record DecodedField(LinkedField Field, BigInteger Raw, IReadOnlyList<LinkedCode> Codes, bool? Exists, Remark? Remark)
{
    /// <summary>The codes of the bits in a value that software writes, of fields that have others for that.</summary>
    public IReadOnlyList<LinkedCode> WrittenCodes { get; init; } = [];

    /// <summary>The value that the bits stand for.</summary>
    public BigInteger Scaled => Raw * Field.Scale;
}

/// <summary>Something to say about a value.</summary>
/// <param name="Kind">The kind of remark, a word that never changes.</param>
/// <param name="IsWrong">Whether the value is invalid. Otherwise it is only unusual.</param>
/// <param name="Field">The field that it is about, if one.</param>
/// <param name="Text">One sentence.</param>
public sealed record Remark(string Kind, bool IsWrong, string? Field, string Text);
