using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Encode;

/// <summary>A field and its value, as written: <c>PGTT=SecondStage</c>.</summary>
/// <param name="Text">The whole of it.</param>
/// <param name="Name">The name of the field.</param>
/// <param name="Value">The value.</param>
public sealed record Assignment(string Text, string Name, string Value)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="UndecodableException">The text is none.</exception>
    public static Assignment Read(string text) => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } value]
        ? new Assignment(text, name.Trim(), value.Trim())
        : throw new UndecodableException("a field is written as FIELD=VALUE, for instance P=1");

    /// <summary>The value of the field at its bits.</summary>
    /// <exception cref="UndecodableException">The layout has no such field, or the field no such value.</exception>
    internal (LinkedField Field, BigInteger Bits) In(Layout layout)
    {
        var field = FieldValue.Find(layout, Name);
        return (field, Encoder.Spread(FieldValue.RawOfScaled(layout, field, Value), field.Bits));
    }
}
