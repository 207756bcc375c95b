using Vtd.Spec.LanguageServer.Names;
using Vtd.Spec.Tools.Check;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.LanguageServer.Workspace;

/// <summary>Texts of files that are compiled together. Nothing is compiled before it is needed.</summary>
public sealed class SpecSnapshot
{
    private readonly Lazy<LoadedSpecs> _loaded;
    private readonly Lazy<CheckResult> _checked;
    private readonly Lazy<SymbolIndex> _names;

    public SpecSnapshot(IReadOnlyDictionary<string, SourceFile> files)
    {
        Files = files;
        var all = files.Values;
        _loaded = new(() => new LoadedSpecs([.. all.Select(static file => file.Text)], SpecCompiler.Compile(all.Select(static file => file.Read))));
        _checked = new(() => CheckResult.Of(_loaded.Value, CheckOptions.Default));
        _names = new(() => new SymbolIndex(all.All(static file => ReferenceEquals(file.Read, file.Readable))
            ? _loaded.Value.Compilation
            : SpecCompiler.Compile(all.Select(static file => file.Readable))));
    }

    /// <summary>The files, by path.</summary>
    public IReadOnlyDictionary<string, SourceFile> Files { get; }

    /// <summary>The findings, those of <c>vtd check</c>.</summary>
    public CheckResult Checked => _checked.Value;

    /// <summary>The names of all files.</summary>
    public SymbolIndex Names => _names.Value;

    /// <summary>The names in a file.</summary>
    public NamesInFile NamesIn(string path) => new(Files[path].Outline, Names);

    /// <summary>The texts with some of them replaced.</summary>
    public SpecSnapshot With(IReadOnlyDictionary<string, string> texts) => new(Files.ToDictionary(
        static file => file.Key,
        file => texts.TryGetValue(file.Key, out var text) ? new SourceFile(file.Value.Text with { Text = text }, file.Value) : file.Value,
        StringComparer.Ordinal));
}
