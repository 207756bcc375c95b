using Vtd.Spec.Tools.Reference;

namespace Vtd.Tool.Tests;

/// <summary>`vtd schema` and `vtd reference` print what the library makes.</summary>
public sealed class ReferenceCommandTests
{
    [Fact]
    public void SchemaPrintsTheSchema()
    {
        var run = VtdRun.Of("schema");

        Assert.Equal((0, SpecSchema.Write()), (run.ExitCode, run.Output));
    }

    [Fact]
    public void ReferencePrintsTheReference()
    {
        var run = VtdRun.Of("reference");

        Assert.Equal((0, LanguageReference.Write()), (run.ExitCode, run.Output));
    }
}
