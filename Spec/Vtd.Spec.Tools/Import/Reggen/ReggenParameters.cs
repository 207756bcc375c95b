namespace Vtd.Spec.Tools.Import.Reggen;

/// <summary>The parameters of a block, with the values that they have by default.</summary>
/// <param name="block">The block.</param>
internal sealed class ReggenParameters(HjsonObject block)
{
    private readonly ILookup<string, HjsonObject> _byName = block.Items("param_list").Select(static item => item.Object).ToLookup(static item => item.Get("name").Text, StringComparer.Ordinal);

    /// <summary>The value of a sum such as <c>12</c>, <c>NumRegs</c> or <c>Width - 1</c>.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="losses">Takes the parameters whose value the instance of the block chooses.</param>
    public int Sum(HjsonValue sum, List<Loss> losses) => Sum(sum, sum.Text, losses);

    /// <summary>The value of a part of a text.</summary>
    /// <param name="place">The value that the text is a part of.</param>
    /// <param name="text">The sum.</param>
    /// <param name="losses">Takes the parameters whose value the instance of the block chooses.</param>
    public int Sum(HjsonValue place, string text, List<Loss> losses)
    {
        var total = 0L;
        foreach (var term in text.Replace("-", "+-", StringComparison.Ordinal).Split('+'))
        {
            var name = term.Trim().TrimStart('-').Trim();
            if (name.Length == 0 && total == 0)
                continue;
            var value = Math.Min(Value(place, name, losses), int.MaxValue);
            total += term.TrimStart().StartsWith('-') ? -(long)value : (long)value;
        }

        return Math.Abs(total) <= int.MaxValue ? (int)total : throw place.Invalid($"'{text}' is too large.");
    }

    private ulong Value(HjsonValue place, string name, List<Loss> losses)
    {
        if (HjsonValue.TryParse(name, out var number))
            return number;
        if (_byName[name].FirstOrDefault() is not { } parameter)
            throw place.Invalid($"'{name}' is neither a number nor the name of a parameter.");
        if (parameter.Find("default") is not { } value)
            throw place.Invalid($"the parameter {name} has no default, so the number is not known.");
        if (!parameter.Is("local"))
            losses.Add(new("parameter that the instance chooses", $"{name}, here its default {value.Text}"));
        return value.Number;
    }
}
