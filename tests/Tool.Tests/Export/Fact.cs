using System.Globalization;
using System.Text.RegularExpressions;
using Vtd.Spec.Model;
using Vtd.Spec.Tests.Facts;

namespace Vtd.Tool.Tests.Export;

/// <summary>Bits of one 64-bit word of VT-d that are known from elsewhere, in the names of the spec.</summary>
/// <param name="Thing">Register, descriptor or entry.</param>
/// <param name="Field">The field, or whatever the facts call reserved bits.</param>
/// <param name="ValueShift">Where the bits are in the value of the field.</param>
/// <param name="Access">Of a register's field, what software can do to it; otherwise null.</param>
internal sealed partial record Fact(string Thing, string Field, int Msb, int Lsb, int ValueShift, string? Access)
{
    private const int WordBits = 64;

    private static readonly ILookup<string, string> s_things = Csv.Read("things.csv").ToLookup(row => row["facts"], row => row["spec"]);

    /// <summary>Each bit once. What the spec is meant to say otherwise is left out or changed.</summary>
    public static IReadOnlyList<Fact> All { get; } = [.. Read().DistinctBy(fact => (fact.Thing, fact.Lsb))];

    /// <summary>Those of fields that are not reserved, by field, the lowest bits of the value first.</summary>
    public static IReadOnlyList<IGrouping<(string Thing, string Field), Fact>> Fields { get; } =
        [.. All.Where(fact => fact.Field.Split('_')[0] is not ("RSVD" or "DEP" or "IGN")).OrderBy(fact => fact.ValueShift).GroupBy(fact => (fact.Thing, fact.Field))];

    public int Word => Lsb / WordBits;

    public int Shift => Lsb % WordBits;

    public ulong Mask => ulong.MaxValue >> (WordBits - 1 - Msb + Lsb) << Shift;

    private static IEnumerable<Fact> Read()
    {
        var differences = Csv.Read("differences.csv").ToDictionary(row => (row["thing"], row["property"]), row => row["spec"]);
        var registers = Csv.Read("fields.csv").Select(row => (Thing: row["register"], Row: row));
        var descriptors = Csv.Read("descriptors.csv").Select(row => (Thing: row["descriptor"], Row: row));
        var entries = Csv.Read("entries.csv").Select(row => (Thing: row["structure"], Row: row));
        foreach (var (owner, row) in registers.Concat(descriptors).Concat(entries))
        {
            var place = Place().Match(NameOf(owner));
            var name = Place().Match(NameOf(row["field"]));
            var (thing, field, offset) = (place.Groups["name"].Value, name.Groups["name"].Value, Number(place.Groups["offset"].Value));
            var (msb, lsb, shift) = (Number(row["msb"]) + offset, Number(row["lsb"]) + offset, Number(name.Groups["low"].Value));
            if (differences.ContainsKey((thing, $"bit {lsb}")))
                continue;
            var access = row.TryGetValue("access", out var word) ? differences.GetValueOrDefault(($"{thing}.{field}", "access"), word.ToLowerInvariant()) : null;
            for (int low = lsb, high; low <= msb; low = high + 1)
            {
                high = Math.Min(msb, (low / WordBits * WordBits) + WordBits - 1);
                yield return new Fact(thing, field, high, low, shift + low - lsb, access);
            }
        }
    }

    private static string NameOf(string name) => s_things.Contains(name) ? s_things[name].Single() : name;

    private static int Number(string text) => text.Length == 0 ? 0 : int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary><c>PDA[57:26]</c> is a part of a field, <c>remappable-msi+32</c> begins 32 bits into an entry.</summary>
    [GeneratedRegex(@"^(?<name>[^[+]+)(\+(?<offset>\d+))?(\[(\d+:)?(?<low>\d+)\])?$")]
    private static partial Regex Place();
}
