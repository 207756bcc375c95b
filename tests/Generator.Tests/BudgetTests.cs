using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>The size of what is generated for many registers, beside the same registers by hand in the fluent style of an emulator.</summary>
public class BudgetTests
{
    private const int Registers = 1000;
    private const int LinesPerRegister = 40;
    private const int TimesHandwritten = 6;

    [Fact]
    public void Generated_registers_are_short_and_their_assembly_is_small()
    {
        var generated = Generated.Compile(Generated.Texts(Chip.Spec(Registers)));
        var lines = generated.SyntaxTrees.Sum(static tree => tree.GetText().Lines.Count - 1);
        Assert.InRange(lines, Registers, Registers * LinesPerRegister);

        var library = Generated.Consumer(Chip.FluentLibrary).WithAssemblyName("Fluent");
        var handwritten = Generated.Consumer(Chip.Fluent(Registers)).AddReferences(MetadataReference.CreateFromImage(Image(library)));
        Assert.InRange(Image(generated).Length, 1, Image(handwritten).Length * TimesHandwritten);
    }

    private static byte[] Image(Compilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Release)).Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return image.ToArray();
    }
}
