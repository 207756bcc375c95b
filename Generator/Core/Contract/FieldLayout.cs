namespace Vtd.Codegen.Contract;

/// <summary>One field in the text by which a generated type carries its layout, such as <c>LEVEL 23:20 rws</c>.</summary>
/// <param name="Name">The name in the spec.</param>
/// <param name="Bits">The bits, such as <c>11:9,3:0</c>.</param>
/// <param name="Access">The access word.</param>
/// <param name="Value">The scale or the enum of its value, such as <c>*4096</c> or <c>Mode</c>; null for plain numbers.</param>
internal sealed record FieldLayout(string Name, string Bits, string Access, string? Value)
{
    /// <summary>The separator of fields.</summary>
    public const string Separator = "; ";

    /// <summary>The text.</summary>
    public override string ToString() => $"{Name} {Bits} {Access}{(Value is null ? "" : " " + Value)}";

    /// <summary>Reads the text of all fields.</summary>
    public static IEnumerable<FieldLayout> Parse(string fields)
    {
        foreach (var field in fields.Split([Separator], StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = field.Split(' ');
            if (parts.Length >= 3)
                yield return new(parts[0], parts[1], parts[2], parts.Length > 3 ? parts[3] : null);
        }
    }
}
