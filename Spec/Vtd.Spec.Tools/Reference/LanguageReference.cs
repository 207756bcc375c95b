using System.Text;
using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Reference;

/// <summary>The language as a page: prose and examples by hand, every key from the tables that the reader reads by.</summary>
public static class LanguageReference
{
    /// <summary>A line of the template that stands for the keys of a table: <c>{keys of a register}</c>.</summary>
    private const string Mark = "{keys of ";

    /// <summary>The line of the template that stands for the access words in other formats.</summary>
    private const string AccessMark = "{access words in other formats}";

    public static string Write()
    {
        var tables = KeyTables.All.ToDictionary(table => table.Name);
        var described = new Dictionary<Shape, string>();
        var result = new StringBuilder();
        foreach (var line in EmbeddedText.Read("language.template.md").TrimEnd('\n').Split('\n'))
        {
            if (line == AccessMark)
            {
                WriteAccess(result);
                continue;
            }

            if (!line.StartsWith(Mark, StringComparison.Ordinal))
            {
                result.Append(line).Append('\n');
                continue;
            }

            // Each table has one place: what is missing, unknown or there twice fails here.
            tables.Remove(line[Mark.Length..^1], out var table);
            WriteKeys(table ?? throw new InvalidOperationException($"no table for {line}"), described, result);
        }

        return tables.Count == 0 ? result.ToString() : throw new InvalidOperationException($"the template lacks {string.Join(", ", tables.Keys)}");
    }

    private static void WriteKeys(KeyTable table, Dictionary<Shape, string> described, StringBuilder result)
    {
        result.Append("| key | | meaning | value |\n|---|---|---|---|\n");
        foreach (var key in table.Keys)
            result.Append($"| `{key.Name}` | {(key.IsRequired ? "required" : "")} | {Escaped(key.Description)} | {Escaped(key.Shape.Expected)} |\n");

        foreach (var key in table.Keys)
        {
            if (WordsOf(key.Shape) is not { } shape)
                continue;
            if (described.TryGetValue(shape, out var where))
            {
                result.Append($"\nThe words of `{key.Name}` are those that {where} has.\n");
                continue;
            }

            described.Add(shape, table.Name);
            result.Append($"\nThe words of `{key.Name}`:\n\n");
            foreach (var word in shape.Words)
                result.Append($"- `{word.Text}`: {word.Description}\n");
        }
    }

    private static void WriteAccess(StringBuilder result)
    {
        result.Append("| word | SystemRDL 2.0 | CMSIS-SVD | reggen | UVM |\n|---|---|---|---|---|\n");
        foreach (var access in Access.All.Where(static access => access.Reserved == ReservedKind.None))
            result.Append(new AccessSpelling(access).Row()).Append('\n');
    }

    private static WordShape? WordsOf(Shape shape) => shape.Forms.OfType<WordShape>().FirstOrDefault();

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
