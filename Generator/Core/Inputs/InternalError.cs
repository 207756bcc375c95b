using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>A mistake of the generator itself.</summary>
public static class InternalError
{
    /// <summary>VTD9001.</summary>
    public static readonly Rule Rule = new("VTD9001", "Internal error of the generator");

    /// <summary>A step of the generator threw an exception at a file.</summary>
    public static Finding At(string path, Exception failure) => new(
        Rule,
        path,
        new SourceSpan(0, 0, 1, 1, 1, 1),
        $"The generator failed here, which is a bug in it: {failure.GetType().Name}: {failure.Message}");

    /// <summary>A finding as the only one of its step.</summary>
    public static EquatableArray<Finding> Only(this Finding failure) => new[] { failure }.ToEquatableArray();
}
