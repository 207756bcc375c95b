using System.Numerics;
using Superpower.Model;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>The value of an expression.</summary>
internal abstract record RdlValue;

/// <summary>A number or a truth value.</summary>
/// <param name="Value">The number.</param>
/// <param name="Width">The bits; null if the number does not say.</param>
internal sealed record RdlNumber(BigInteger Value, int? Width) : RdlValue
{
    /// <summary>True.</summary>
    public static RdlNumber True { get; } = new(BigInteger.One, 1);

    /// <inheritdoc/>
    public override string ToString() => "0x" + Value.ToString("X", System.Globalization.CultureInfo.InvariantCulture).TrimStart('0').PadLeft(1, '0');
}

/// <summary>A text.</summary>
/// <param name="Value">The characters.</param>
internal sealed record RdlText(string Value) : RdlValue
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A word that is no parameter: a keyword such as <c>rw</c>, or an instance.</summary>
/// <param name="Name">The words.</param>
internal sealed record RdlReference(RdlName Name) : RdlValue
{
    /// <summary>The word if it is a single one; otherwise null.</summary>
    public string? Word => Name is { Property: null, Path.Steps: [{ Indexes: [] }] } ? Name.Place.Value() : null;

    /// <inheritdoc/>
    public override string ToString() => string.Join('.', Name.Path.Steps.Select(static step => step.Name.Value())) + (Name.Property is { } property ? "->" + property.Value() : "");
}

/// <summary>A value that no property of registers has.</summary>
/// <param name="Place">The first token.</param>
internal sealed record RdlUnknown(Token<RdlToken> Place) : RdlValue
{
    /// <inheritdoc/>
    public override string ToString() => Place.ToStringValue();
}
