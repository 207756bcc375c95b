using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>A mistake of the generator. It costs the file or the unit that it happened in, never the rest.</summary>
internal static class InternalError
{
    public static readonly Rule Rule = new("VTD9001", "Internal error of the generator");

    public static EquatableArray<Finding> Only(string path, Exception failure) => new[] { At(path, failure) }.ToEquatableArray();

    public static Finding At(string path, Exception failure) => new(
        Rule,
        path,
        new SourceSpan(0, 0, 1, 1, 1, 1),
        $"The generator failed here, which is a bug in it: {failure.GetType().Name}: {failure.Message}");
}
