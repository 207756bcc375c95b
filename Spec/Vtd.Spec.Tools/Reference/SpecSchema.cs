using System.Text.Json.Nodes;
using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;

namespace Vtd.Spec.Tools.Reference;

/// <summary>The language as a JSON schema, made from the tables that the reader reads by.</summary>
/// <remarks>
/// Draft 7: every YAML language server knows it. It speaks of what a YAML 1.2 reader makes of a file, so a number is an integer, or a
/// string where the language has a notation that YAML lacks (<c>0b101</c>, <c>0x1_0000</c>). It may pass what the reader reports, but it
/// must not report what the reader takes.
/// </remarks>
public static class SpecSchema
{
    private const string Digits = "([1-9][0-9]*(_[0-9]+)*|0|0x[0-9A-Fa-f]+(_[0-9A-Fa-f]+)*|0b[01]+(_[01]+)*)";
    private const int MostRanges = 64;

    // A declaration with 'like', in a template or in an overlay is one part of several: others may have the keys that it lacks.
    private const string Templates = "the templates";
    private const string Overlay = "overlay";
    private const string Like = "like";
    private const string Remove = "remove";

    private static readonly KeyTable s_file = KeyTables.All[0];

    /// <summary>The schema, as the file has it.</summary>
    public static string Write()
    {
        var definitions = new JsonObject();
        foreach (var table in KeyTables.All)
        {
            definitions[IdOf(table.Name, isPart: false)] = Of(table, isPart: table.Name == Templates);
            if (HasParts(table))
                definitions[IdOf(table.Name, isPart: true)] = Of(table, isPart: true);
        }

        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "A file of Vtd.Codegen: *.vtd.yaml",
            ["anyOf"] = new JsonArray(Reference(s_file.Name, isPart: false), WithKey(Reference(s_file.Name, isPart: true), Overlay)),
            ["definitions"] = definitions,
        };
        return schema.ToJsonString(ReadableJson.Options) + "\n";
    }

    private static JsonObject Of(KeyTable table, bool isPart)
    {
        var properties = new JsonObject();
        foreach (var key in table.Keys.Where(key => isPart ? table != s_file || !KeyTables.NotInOverlay.Contains(key.Name) : key.Name is not (Overlay or Remove)))
            properties[key.Name] = With(Of(key.Shape, isPart), "description", $"{key.Description} Expected: {key.Shape.Expected}.");
        var result = new JsonObject { ["title"] = table.Name, ["type"] = "object", ["additionalProperties"] = false };
        var isWhole = !isPart || !HasParts(table) || table == s_file;
        if (isWhole && table.Keys.Any(key => key.IsRequired))
            result["required"] = Texts(table.Keys.Where(key => key.IsRequired).Select(key => key.Name));
        result["properties"] = properties;
        return result;
    }

    /// <summary>Whether what it describes can be one part of several.</summary>
    private static bool HasParts(KeyTable table) => table.Keys.Any(key => key.Name is Remove or Overlay);

    /// <summary>A mapping of a table, or what takes the place of it.</summary>
    private static JsonObject Of(TableShape shape, bool isPart)
    {
        var table = KeyTables.All.Single(one => one.Name == shape.Table);
        if (isPart || !table.Keys.Any(key => key.Name == Like))
            return Reference(table.Name, isPart && HasParts(table));
        return AnyOf(Reference(table.Name, isPart: false), WithKey(Reference(table.Name, isPart: true), Like));
    }

    /// <summary>Wrapped, so that something can stand beside it.</summary>
    private static JsonObject Reference(string table, bool isPart) =>
        new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{IdOf(table, isPart)}" }) };

    private static JsonObject Of(Shape shape, bool isPart) => shape switch
    {
        TextShape { IsQuoted: true } => Text(),
        TextShape => AnyOf(Text(), new JsonObject { ["type"] = Texts(["number", "boolean"]) }),
        NameShape { Style: NameStyle.Word } => AnyOf(Pattern("[A-Za-z0-9_]+"), new JsonObject { ["type"] = "integer", ["minimum"] = 0 }),
        NameShape name => new JsonObject { ["type"] = "string", ["pattern"] = PatternOf(name) },
        NumberShape number => Of(number),
        RangeShape => Pattern($"{Digits}\\.\\.{Digits}"),
        WordShape word => new JsonObject
        {
            ["enum"] = new JsonArray([.. word.Words.Select(one => one.Text == "true" ? JsonValue.Create(true) : JsonValue.Create(one.Text))]),
            ["enumDescriptions"] = Texts(word.Words.Select(one => one.Description)),
        },
        BitsShape => AnyOf(Range(), new JsonObject { ["type"] = "array", ["minItems"] = 1, ["maxItems"] = MostRanges, ["items"] = Range() }),
        ExpressionShape => AnyOf(Text(), new JsonObject { ["type"] = "integer", ["minimum"] = 0 }),
        ListShape { Item: NameShape or NumberShape } list => new JsonObject { ["type"] = "array", ["minItems"] = 1, ["uniqueItems"] = true, ["items"] = Of(list.Item, isPart) },
        ListShape { Most: > 0 } list => new JsonObject { ["type"] = "array", ["minItems"] = 1, ["maxItems"] = list.Most, ["items"] = Of(list.Item, isPart) },
        ListShape list => new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Of(list.Item, isPart) },
        MapShape map => new JsonObject { ["type"] = "object", ["patternProperties"] = new JsonObject { [PatternOf(map.Name.Style)] = Of(map.Item, isPart) }, ["additionalProperties"] = false },
        TableShape table => Of(table, isPart),
        EitherShape either => AnyOf([.. either.Forms.Select(form => Of(form, isPart))]),
        _ => throw new InvalidOperationException($"no schema for {shape.GetType().Name}"),
    };

    private static string PatternOf(NameShape name) => name.HasSpec ? "^([A-Z][A-Za-z0-9]*\\.)?" + PatternOf(name.Style).Substring(1) : PatternOf(name.Style);

    private static string PatternOf(NameStyle style) => style switch
    {
        NameStyle.Kebab => "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        NameStyle.Word => "^[A-Za-z0-9_]+$",
        NameStyle.Pascal => "^[A-Z][A-Za-z0-9]*$",
        _ => "^[A-Za-z][A-Za-z0-9_]*$",
    };

    private static JsonObject Of(NumberShape number)
    {
        var integer = new JsonObject { ["type"] = "integer" };
        if (ChoicesOf(number) is { Count: > 0 } choices)
        {
            integer["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice))]);
        }
        else
        {
            integer["minimum"] = number.Least;
            integer["maximum"] = number.Most;
            if (number.MultipleOf > 1)
                integer["multipleOf"] = number.MultipleOf;
        }

        return AnyOf(integer, Pattern(Digits));
    }

    /// <summary>All numbers that are possible; none if they are too many to list.</summary>
    private static List<ulong> ChoicesOf(NumberShape number)
    {
        if (!number.IsPowerOfTwo)
            return [.. number.Choices];
        return [.. Enumerable.Range(0, 64).Select(bit => 1UL << bit).Where(power => power >= number.Least && power <= number.Most)];
    }

    /// <summary>One bit, or a range of bits.</summary>
    private static JsonObject Range() => AnyOf(new JsonObject { ["type"] = "integer", ["minimum"] = 0 }, Pattern($"{Digits}(:{Digits})?"));

    private static JsonObject Text() => new() { ["type"] = "string", ["pattern"] = "\\S" };

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = $"^{pattern}$" };

    private static JsonObject AnyOf(params JsonObject[] forms) => new()
    {
        ["anyOf"] = new JsonArray([.. forms.SelectMany(form => form is { Count: 1 } && form["anyOf"] is JsonArray inner ? inner.Select(one => one!.DeepClone()) : [form])]),
    };

    private static JsonObject With(JsonObject schema, string name, JsonNode value)
    {
        schema.Insert(0, name, value);
        return schema;
    }

    private static JsonObject WithKey(JsonObject schema, string key)
    {
        schema["required"] = Texts([key]);
        schema["properties"] = new JsonObject { [key] = new JsonObject() };
        return schema;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary><c>a register field</c> gives <c>register-field</c>.</summary>
    private static string IdOf(string table, bool isPart)
    {
        var words = table.Split(' ');
        return (isPart ? "part-of-" : "") + string.Join('-', words.Skip(words[0] is "a" or "an" or "the" ? 1 : 0));
    }
}
