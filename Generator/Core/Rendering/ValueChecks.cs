using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>Conditions that values of a descriptor or an entry must not meet.</summary>
/// <param name="lanes">The lanes that hold the bits.</param>
/// <param name="fields">The fields.</param>
/// <param name="expressions">Writes conditions over its fields.</param>
internal sealed class ValueChecks(WordLayout lanes, EquatableArray<LinkedField> fields, ExpressionWriter expressions)
{
    /// <summary>Whether bits are set that the value of another field makes reserved.</summary>
    /// <param name="value">The receiver of the lanes, with a dot; empty inside the type.</param>
    public IEnumerable<string> Reserved(string value) => GatedBits.Of(lanes, fields).Where(static bits => bits.DependsOnValue).Select(bits =>
    {
        var parts = lanes.Names.Zip(bits.Masks, (name, mask) => mask == 0 ? null : $"({value}{name} & {CSharp.ShortHex(mask, 64)})").OfType<string>().ToList();
        return $"{(parts.Count == 1 ? parts[0] : $"({string.Join(" | ", parts)})")} != 0 && !({bits.Condition(expressions)})";
    });

    /// <summary>Whether a field holds none of its legal values.</summary>
    public IEnumerable<string> Illegal() => fields.Select(Illegal).OfType<string>();

    /// <summary>Whether the checks ask for what the implementation has.</summary>
    public static bool NameRegisters(IEnumerable<LinkedField> fields, IEnumerable<Expression> require) =>
        require.Any(NamesRegister) || fields.Any(static field => field.When is { } when && NamesRegister(when) && (field.Legal.Count > 0 || NamesOwn(when)));

    private static bool NamesRegister(Expression expression) => ExpressionParts.FieldsOf(expression).Any(static field => field.Register is not null);

    private static bool NamesOwn(Expression expression) => ExpressionParts.FieldsOf(expression).Any(static field => field.Register is null);

    /// <summary>The ranges, those that overlap joined: the compiler warns of values that a pattern names twice.</summary>
    private static List<LegalRange> Apart(EquatableArray<LegalRange> legal)
    {
        var apart = legal.ToList();
        for (var i = 1; i < apart.Count; i++)
        {
            if (apart.FindIndex(0, i, other => other.First <= apart[i].Last && apart[i].First <= other.Last) is not (>= 0 and var at))
                continue;
            apart[at] = new LegalRange(Math.Min(apart[at].First, apart[i].First), Math.Max(apart[at].Last, apart[i].Last));
            apart.RemoveAt(i);
            i = 0;
        }

        return apart;
    }

    private static bool AreAll(List<LegalRange> ranges, ulong most)
    {
        var least = 0UL;
        foreach (var range in ranges.OrderBy(static range => range.First))
        {
            if (range.First > least)
                return false;
            if (range.Last >= most)
                return true;
            least = range.Last + 1;
        }

        return false;
    }

    /// <summary>Whether the field holds none of its legal values; null if it may hold every value.</summary>
    private string? Illegal(LinkedField field)
    {
        if (field.Legal.Count == 0)
            return null;

        var most = WordLayout.Ones(field.Width);
        var patterns = new List<string>();
        var ranges = Apart(field.Legal);
        if (AreAll(ranges, most))
            return null;

        foreach (var range in ranges)
        {
            var (first, last) = (CSharp.Number(range.First), CSharp.Number(range.Last));
            patterns.Add(range.First == range.Last ? first
                : range.First == 0 ? "<= " + last
                : range.Last >= most ? ">= " + first
                : $"(>= {first} and <= {last})");
        }

        var value = expressions.Number(new FieldExpression(null, field.Name, 0, 0));
        var illegal = ranges is [var only] && only.First == only.Last
            ? $"{value} != {patterns[0]}"
            : $"{value} is not ({string.Join(" or ", patterns)})";
        return field.When is null ? illegal
            : field.When is FieldExpression ? $"{expressions.Condition(field.When)} && {illegal}"
            : $"({expressions.Condition(field.When)}) && {illegal}";
    }
}
