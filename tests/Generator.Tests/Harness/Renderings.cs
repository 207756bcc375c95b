using Microsoft.CodeAnalysis;
using Vtd.Codegen.Inputs;
using Vtd.Codegen.Rendering;

namespace Vtd.Codegen.Tests.Harness;

/// <summary>What a run rendered.</summary>
internal static class Renderings
{
    /// <summary>Names of the files that the run <paramref name="before"/> cannot have rendered for the run <paramref name="after"/>, in order.</summary>
    public static IEnumerable<string> Between(GeneratorDriver before, GeneratorDriver after) => Of(after)
        .Except(Of(before), ReferenceEqualityComparer.Instance)
        .Select(static rendered => ((RenderedFile)rendered!).Output.HintName)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<object> Of(GeneratorDriver driver) => driver.GetRunResult().Results.Single().TrackedSteps[SpecGenerator.Steps.Render]
        .SelectMany(static run => run.Outputs)
        .SelectMany(static output => ((Batch<RenderedFile>)output.Value).Items);
}
