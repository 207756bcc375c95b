using System.Globalization;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace Vtd.Spec.Tests.Facts;

/// <summary>What the facts say, in the spec's names of things.</summary>
internal sealed class FactStatements
{
    private readonly ILookup<string, string> _things =
        Csv.Read("things.csv").ToLookup(row => row["facts"], row => row["spec"]);

    private readonly HashSet<string> _unusedThings = [.. Csv.Read("things.csv").Select(row => row["facts"])];
    private readonly Names _names = new();

    public FactStatements()
    {
        var registers = Csv.Read("registers.csv");
        var fields = Csv.Read("fields.csv").ToLookup(row => row["register"]);
        foreach (var register in registers)
            AddRegister(register, [.. fields[register["mnemonic"]]]);
        foreach (var row in Csv.Read("descriptors.csv"))
            AddDescriptorField(row);
        foreach (var row in Csv.Read("entries.csv"))
            AddEntryField(row);
        foreach (var row in Csv.Read("enums.csv"))
            AddCode(row);
        foreach (var row in Csv.Read("codes.csv"))
            AddCodeOfTable(row);
    }

    public Statements Statements { get; } = new();

    /// <summary>Things and names that are given a word of the spec although the facts do not have them.</summary>
    public IEnumerable<string> Unused => _unusedThings.Concat(_names.Unused);

    /// <summary>Fields, enums and queues that the facts have codes of.</summary>
    public HashSet<string> Owners { get; } = [];

    private void AddRegister(Row register, List<Row> fields)
    {
        var thing = register["mnemonic"];
        var isGiven = fields.TrueForAll(field => field["access"] is "RO" || IsReserved(field["field"]));
        Statements.Say(thing, "name", Statements.Plain(register["name"]));
        Statements.Say(thing, "offset", Number(register["offset"]));
        Statements.Say(thing, "size", register["width"]);
        SayIfAny(thing, "base", register["base"]);
        SayIfAny(thing, "count", register["count"]);
        SayIfAny(thing, "stride", Number(register["stride"]));
        SayIfAny(thing, "when", Gate(register["gate"]));
        SayIfAny(thing, "confidence", register["confidence"]);
        Statements.Say(thing, "reset", register["reset"] != "impl" ? Number(register["reset"]) : isGiven ? "given" : "undefined");
        foreach (var field in fields)
        {
            SayBits(thing, field, field["access"].ToLower(CultureInfo.InvariantCulture));
            if (IsReserved(field["field"]))
                continue;
            var name = $"{thing}.{WithoutPart(field["field"])}";
            Statements.Say(name, "access", field["access"].ToLower(CultureInfo.InvariantCulture));
            SayIfAny(name, "when", Gate(register["gate"], field["gate"]));
            SayIfAny(name, "confidence", field["confidence"].Length > 0 ? field["confidence"] : register["confidence"]);
            if (field["reset"] != "impl")
                Statements.Say(name, "reset", Number(field["reset"]));
        }
    }

    private void AddDescriptorField(Row row)
    {
        var thing = Things(row["descriptor"]).Single();
        Statements.Say(thing, "type", Number(row["type"]));
        Statements.Say(thing, "size", row["sizes"]);
        AddFieldOf(thing, row);
    }

    private void AddEntryField(Row row)
    {
        var thing = Things(row["structure"]).Single();
        Statements.Say(WithoutOffset(thing), "size", row["size"]);
        AddFieldOf(thing, row);
    }

    private void AddFieldOf(string thing, Row row)
    {
        SayBits(thing, row, row["field"].StartsWith("IGN_", StringComparison.Ordinal) ? "ignored" : "rsvdz");
        if (!IsReserved(row["field"]))
            SayIfAny($"{WithoutOffset(thing)}.{WithoutPart(row["field"])}", "when", Gate(row["gate"]));
    }

    private void AddCode(Row row)
    {
        foreach (var owner in OwnersOf(row["owner"]))
        {
            var code = Code(row["value"]);
            Owners.Add(owner);
            Statements.SayCode(owner, code, CodeName("", row["name"]));
            SayIfAny(owner, Statements.CodeProperty(code, "confidence"), row["confidence"]);
        }
    }

    private void AddCodeOfTable(Row row)
    {
        var owner = Things(row["kind"]).Single();
        var code = Code(row["code"]);
        Owners.Add(owner);
        Statements.SayCode(owner, code, CodeName($"{row["kind"]} {row["code"]}", row["name"]));
        SayIfAny(owner, Statements.CodeProperty(code, "mnemonic"), row["mnemonic"]);
        SayIfAny(owner, Statements.CodeProperty(code, "confidence"), row["confidence"]);
        if (row["kind"] == "fault")
            Statements.Say(owner, Statements.CodeProperty(code, "qualified"), row["qualified"]);
    }

    // 'remappable-msi+32' is the structure that begins at bit 32 of remappable-msi.
    private void SayBits(string thing, Row row, string ofReserved)
    {
        var shift = thing.IndexOf('+') is var plus and >= 0 ? int.Parse(thing[(plus + 1)..], CultureInfo.InvariantCulture) : 0;
        Statements.SayBits(WithoutOffset(thing), Int(row["msb"]) + shift, Int(row["lsb"]) + shift, IsReserved(row["field"]) ? ofReserved : Part(row["field"]));
    }

    private IEnumerable<string> OwnersOf(string owner)
    {
        if (_things.Contains(owner))
            return Things(owner);
        var dot = owner.IndexOf('.');
        return Things(owner[..dot]).Select(thing => thing + owner[dot..]);
    }

    private IEnumerable<string> Things(string name)
    {
        _unusedThings.Remove(name);
        return _things.Contains(name) ? _things[name] : [name];
    }

    // A value in two places is two fields of the facts, T1 and T2, and one of the spec, T[1] and T[0].
    private string Part(string field) => Things(field).Single();

    private string WithoutPart(string field) => Part(field).Split('[')[0];

    private static string WithoutOffset(string thing) => thing.Split('+')[0];

    private void SayIfAny(string thing, string property, string value)
    {
        if (value.Length > 0)
            Statements.Say(thing, property, value);
    }

    private static string Gate(params string[] gates) =>
        ExpressionWords.All(gates.SelectMany(gate => gate.Split(" and ")).Where(part => part.Length > 0));

    private static bool IsReserved(string field) => field.Split('_')[0] is "RSVD" or "DEP" or "IGN";

    private string CodeName(string where, string name)
    {
        var isReserved = name.StartsWith("RSVD", StringComparison.Ordinal) || name.EndsWith("_RSVD", StringComparison.Ordinal) || name == "reserved";
        return isReserved ? "" : Statements.Plain(_names.Of(where, name));
    }

    private static string Number(string text) => text.StartsWith("0x", StringComparison.Ordinal) ? $"{Code(text)}" : text;

    private static ulong Code(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : ulong.Parse(text, CultureInfo.InvariantCulture);

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
