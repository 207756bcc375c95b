using Vtd.Spec.Linking;

namespace Vtd.Codegen.Inputs;

/// <summary>A spec file, and the names that it may refer to: those of its spec and of the specs that this one imports. It stays as it is while other specs
/// are edited.</summary>
/// <param name="File">The file.</param>
/// <param name="Symbols">The names; null if they could not be collected.</param>
public sealed record ScopedFile(ComposedFile File, SpecSymbols? Symbols)
{
    /// <summary>Selects the names that a file may refer to.</summary>
    public static ScopedFile From(ComposedFile file, CollectedSymbols collected) => new(file, collected.Symbols?.VisibleTo(file.File?.Spec?.Value ?? ""));
}
