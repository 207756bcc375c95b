using System.Diagnostics;
using System.Text.Json;

namespace Vtd.Tool.Tests.Export;

/// <summary>The compiler and the run time of Kaitai Struct for JavaScript, in the folder that a variable names.</summary>
internal static class Kaitai
{
    /// <summary>Names a folder with node_modules that have kaitai-struct-compiler, kaitai-struct and js-yaml.</summary>
    public const string FolderVariable = "VTD_KAITAI";

    private const string Script = """
        const fs = require('fs'), path = require('path'), yaml = require('js-yaml'), compiler = require('kaitai-struct-compiler');
        const Stream = require('kaitai-struct/KaitaiStream');
        const folder = process.argv[2];
        const upper = name => name.replace(/(^|_)([a-z0-9])/g, (_, start, letter) => letter.toUpperCase());
        const lower = name => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
        const plain = value => value === undefined ? null : typeof value === 'object' && !Array.isArray(value) ? value.constructor.name : Array.isArray(value) ? value.map(Number) : Number(value);
        compiler.compile('javascript', yaml.load(fs.readFileSync(path.join(folder, 'spec.ksy'), 'utf8')), null, false).then(files => {
          for (const name in files) fs.writeFileSync(path.join(folder, name), files[name]);
          const root = path.basename(Object.keys(files)[0], '.js'), all = require(path.join(folder, root + '.js'))[root];
          const answers = JSON.parse(fs.readFileSync(path.join(folder, 'questions.json'), 'utf8')).map(question => {
            const thing = new all[upper(question.Type)](new Stream(new Uint8Array(question.Bytes).buffer));
            return Object.fromEntries(question.Fields.map(field => [field, plain(thing[lower(field)])]));
          });
          console.log(JSON.stringify(answers));
        }).catch(failure => { console.error(String(failure)); process.exit(1); });
        """;

    /// <summary>The folder; null if there is none.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null;

    /// <summary>Compiles a file, and reads bytes with what was compiled.</summary>
    public static IReadOnlyList<Dictionary<string, JsonElement>> Answers(string ksy, IReadOnlyList<Question> questions)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("spec.ksy"), ksy);
        File.WriteAllText(folder.PathOf("questions.json"), JsonSerializer.Serialize(questions));
        File.WriteAllText(folder.PathOf("read.js"), Script);
        var start = new ProcessStartInfo("node", [folder.PathOf("read.js"), folder.PathOf("")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = Path.Combine(Folder!, "node_modules");
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((0, ""), (process.ExitCode, complaints.GetAwaiter().GetResult()));
        return JsonSerializer.Deserialize<List<Dictionary<string, JsonElement>>>(output)!;
    }
}

/// <summary>Bytes to read.</summary>
/// <param name="Type">Name of the type.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Fields">Names of the fields to tell the values of.</param>
internal sealed record Question(string Type, IReadOnlyList<int> Bytes, IReadOnlyList<string> Fields);

/// <summary>A test that compiles a file of Kaitai Struct; skipped where there is no compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KaitaiFactAttribute : FactAttribute
{
    public KaitaiFactAttribute()
    {
        if (Kaitai.Folder is null)
            Skip = $"{Kaitai.FolderVariable} names no folder with the packages kaitai-struct-compiler, kaitai-struct and js-yaml of npm.";
    }
}
