using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Vtd.Benchmarks.Generation;

/// <summary>
/// What the generators work on: 100 registers of 10 fields in YAML, and 100 mappers between classes of 10 properties in
/// ten C# files. Both generators see all of it.
/// </summary>
internal static class Sources
{
    private const int Things = 100;
    private const int FieldsPerThing = 10;
    private const int CSharpFiles = 10;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp12);

    /// <summary>The registers, in <paramref name="count"/> files.</summary>
    public static ImmutableArray<AdditionalText> Specs(int count) =>
        [.. Enumerable.Range(0, count).Select(file => Spec(file, count, edit: 0))];

    /// <summary>File <paramref name="file"/> of <paramref name="count"/>; the text of one field depends on <paramref name="edit"/>.</summary>
    public static AdditionalText Spec(int file, int count, int edit)
    {
        var text = new StringBuilder("spec: Bench\n");
        if (file == 0)
            text.Append("block: { size: 0x1000, access: [4, 8] }\n");
        text.Append("registers:\n");
        var perFile = Things / count;
        for (var register = file * perFile; register < (file + 1) * perFile; register++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  REG{register}:\n    name: Register {register}\n");
            text.Append(CultureInfo.InvariantCulture, $"    offset: 0x{register * 8:X}\n    width: 32\n    access: rw\n    reset: 0\n    fields:\n");
            for (var field = 0; field < FieldsPerThing; field++)
            {
                text.Append(CultureInfo.InvariantCulture, $"      FIELD{field}: {{ bits: \"{(field * 3) + 2}:{field * 3}\", ");
                text.Append(CultureInfo.InvariantCulture, $"meaning: meaning {edit} of field {field} }}\n");
            }

            text.Append("    reserved: [\"31:30\"]\n");
        }

        return new InMemory($"/bench/registers{file}.vtd.yaml", text.ToString());
    }

    /// <summary>A project with the mappers and one file that no generator looks at.</summary>
    public static CSharpCompilation Compilation()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(GeneratorFile.PathOf("Riok.Mapperly.Abstractions"))
            .Select(path => MetadataReference.CreateFromFile(path));
        var trees = Enumerable.Range(0, CSharpFiles).Select(file => Mappers(file, edit: 0)).Append(Unrelated(edit: 0));
        return CSharpCompilation.Create(
            "Bench", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public static SyntaxTree Unrelated(int edit) => Parse(
        "Unrelated.cs",
        $$"""
        namespace Bench;

        public static class Unrelated
        {
            public static int Number() => {{edit}};
        }
        """);

    /// <summary>One of ten files of ten mappers; a property's type depends on <paramref name="edit"/>.</summary>
    public static SyntaxTree Mappers(int file, int edit)
    {
        var text = new StringBuilder("namespace Bench;\n\nusing Riok.Mapperly.Abstractions;\n\n");
        for (var mapper = file * CSharpFiles; mapper < (file + 1) * CSharpFiles; mapper++)
        {
            foreach (var side in (ReadOnlySpan<string>)["From", "To"])
            {
                text.Append(CultureInfo.InvariantCulture, $"public class {side}{mapper}\n{{\n");
                for (var field = 0; field < FieldsPerThing; field++)
                    text.Append(CultureInfo.InvariantCulture, $"    public {(edit % 2 == 0 ? "int" : "long")} Field{field} {{ get; set; }}\n");
                text.Append("}\n\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"[Mapper]\npublic partial class Mapper{mapper}\n{{\n");
            text.Append(CultureInfo.InvariantCulture, $"    public partial To{mapper} Map(From{mapper} from);\n}}\n\n");
        }

        return Parse($"Mappers{file}.cs", text.ToString());
    }

    private static SyntaxTree Parse(string path, string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), ParseOptions, path);

    private sealed class InMemory(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
