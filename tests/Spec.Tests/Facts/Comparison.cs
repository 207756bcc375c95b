using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tests.Facts;

/// <summary>Compares a spec with the facts, both ways.</summary>
internal static class Comparison
{
    /// <summary>A difference between the two sides that is meant.</summary>
    public sealed record Difference(string Thing, string Property, string Facts, string Spec);

    /// <summary>The differences that are meant; the file has their reasons.</summary>
    public static IReadOnlyList<Difference> Intended { get; } =
        [.. Csv.Read("differences.csv").Select(row => new Difference(row["thing"], row["property"], row["facts"], row["spec"]))];

    /// <summary>What the two sides do not agree on, and what of <paramref name="intended"/> they do agree on.</summary>
    public static IReadOnlyList<string> Compare(LinkedSpec spec, IReadOnlyList<Difference> intended)
    {
        var facts = new FactStatements();
        var said = new SpecStatements(spec, facts.Owners);
        var problems = new List<string>();
        problems.AddRange(facts.Statements.Contradictions.Select(text => $"facts contradict each other: {text}"));
        problems.AddRange(facts.Unused.Select(name => $"the facts have no '{name}'; remove its other name"));
        problems.AddRange(said.Statements.Contradictions.Select(text => $"the spec contradicts itself: {text}"));

        var expected = intended.ToHashSet();
        foreach (var key in facts.Statements.Keys.Union(said.Statements.Keys))
        {
            var difference = new Difference(key.Thing, key.Property, facts.Statements.Of(key), said.Statements.Of(key));
            if (difference.Facts != difference.Spec && !expected.Remove(difference))
                problems.Add($"{difference.Thing}, {difference.Property}: facts say '{difference.Facts}', the spec '{difference.Spec}'");
        }

        problems.AddRange(expected.Select(difference => $"no difference any more: {difference.Thing}, {difference.Property}: '{difference.Facts}' and '{difference.Spec}'"));
        return problems;
    }

    /// <summary>How much there is on either side.</summary>
    public static string Counts(LinkedSpec spec)
    {
        var descriptors = Csv.Read("descriptors.csv");
        var entries = Csv.Read("entries.csv");
        var tables = Csv.Read("things.csv").Where(row => row["facts"] is "fault" or "iqe_info" or "page_response").Select(row => row["spec"]).ToList();
        return string.Join('\n',
            $"{"",-32}{"facts",6}{"spec",6}",
            Line("registers", Csv.Read("registers.csv").Count, spec.Registers.Count),
            Line("their ranges of bits", Csv.Read("fields.csv").Count, spec.Registers.Sum(register => Ranges(register.Fields))),
            Line("descriptors", descriptors.DistinctBy(row => row["descriptor"]).Count(), spec.Descriptors.Count),
            Line("their ranges of bits", descriptors.Count, spec.Descriptors.Sum(item => Ranges(item.Fields) + item.Sizes.Count - 1)),
            Line("structures in memory", entries.DistinctBy(row => row["structure"]).Count(), spec.Entries.Count),
            Line("their ranges of bits", entries.Count, spec.Entries.Sum(entry => Ranges(entry.Fields))),
            Line("values of enums (*)", Csv.Read("enums.csv").Count, spec.Enums.Where(item => !tables.Contains(item.Name)).Sum(item => item.Codes.Count)),
            Line("fault, error and response codes", Csv.Read("codes.csv").Count, spec.Enums.Where(item => tables.Contains(item.Name)).Sum(item => item.Codes.Count)),
            "(*) The facts list them once per field and list reserved ones; the spec has one enum for several fields, and none for reserved values.");

        static string Line(string what, int facts, int spec) => $"{what,-32}{facts,6}{spec,6}";
        static int Ranges(EquatableArray<LinkedField> fields) => fields.Sum(field => field.Bits.Count);
    }
}
