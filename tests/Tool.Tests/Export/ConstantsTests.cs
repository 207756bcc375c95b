using System.Globalization;
using System.Reflection;
using Vtd.Architecture;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Tool.Tests.Export;

/// <summary>Constants of C#: they compile alone, and say what the generated types say.</summary>
public sealed class ConstantsTests
{
    [Fact]
    public void ConstantsOfVtdAreThoseOfTheGeneratedTypes()
    {
        var constants = Compiled(Repository.PathOf("Spec/vtd")).GetTypes().Where(static type => type is { IsNested: false, IsPublic: true }).ToDictionary(static type => type.Name);
        var compared = 0;
        foreach (var generated in typeof(Cap).Assembly.GetTypes().Where(static type => type.GetNestedType("Masks", BindingFlags.NonPublic | BindingFlags.Public) is not null))
        {
            var type = constants[generated.Name];
            foreach (var mask in generated.GetNestedType("Masks", BindingFlags.NonPublic | BindingFlags.Public)!.GetFields())
            {
                Assert.Equal(Number(mask), MaskOf(type, mask.Name));
                compared++;
            }

            foreach (var name in new[] { "Offset", "Stride", "Count" })
            {
                if (type.GetField(name) is { } constant && generated.GetField(name) is { IsLiteral: true } other)
                    Assert.Equal(Number(other), Number(constant));
            }
        }

        Assert.True(compared > 400, $"{compared} compared");
    }

    [Fact]
    public void CodesAreThoseOfTheGeneratedEnums()
    {
        var constants = Compiled(Repository.PathOf("Spec/vtd")).GetTypes().Where(static type => !type.IsNested).ToDictionary(static type => type.Name);
        var enums = typeof(Cap).Assembly.GetTypes().Where(type => type is { IsEnum: true, IsNested: false } && constants.ContainsKey(type.Name)).ToList();
        Assert.True(enums.Count > 30, $"{enums.Count} enums");
        Assert.All(enums, item => Assert.Equal(
            item.GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(static code => code.Name, Number),
            constants[item.Name].GetFields().ToDictionary(static code => code.Name, Number)));
    }

    [Theory]
    [InlineData("tests/Package.Tests/Consumers/Timer")]
    [InlineData("tests/Package.Tests/Consumers/Nvme")]
    [InlineData("tests/Tool.Tests/Export/Samples/timer.vtd.yaml")]
    [InlineData("Runtime/Vtd.Machine/Board")]
    public void ConstantsOfOtherSpecsCompile(string path) => Assert.NotEmpty(Compiled(Repository.PathOf(path)).GetTypes());

    [Fact]
    public void NamesGiveWayToEachOther()
    {
        using var folder = new TemporaryFolder();
        var spec = folder.Write("a.vtd.yaml", """
            spec: Clash
            block: { size: 8, access: [4] }
            registers:
              MODE: { offset: 0, width: 32, reset: 0, access: rw, fields: { Part0: { bits: 1, meaning: "<b> & </summary>" }, Clash: { bits: 0, meaning: clash } }, reserved: ["31:2"] }
            """.Split('\n'));
        var type = Compiled(spec).GetType("ClashConstants.Mode")!;

        Assert.Equal(2UL, Number(type.GetNestedType("Part0")!.GetField("Mask")!));
        Assert.Equal(0UL, Number(type.GetField("Reset")!));
    }

    private static Assembly Compiled(string path)
    {
        var run = VtdRun.Of("export", path, "--format", "csharp-constants");
        Assert.Equal(0, run.ExitCode);
        var compilation = Generated.Consumer(run.Output);
        Assert.Empty(compilation.GetDiagnostics().Select(static complaint => complaint.ToString()));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return Assembly.Load(image.ToArray());
    }

    // One mask of the generated code has all parts of a field that lie in one word.
    private static ulong MaskOf(Type type, string name)
    {
        var (field, part) = name.Split("_Qword") is [var stem, var word] ? (stem, word) : (name, null);
        var parts = type.GetNestedType(field)!;
        return part is not null ? Number(parts.GetNestedType("Part" + part)!.GetField("Mask")!)
            : parts.GetField("Mask") is { } only ? Number(only)
            : parts.GetNestedTypes().Aggregate(0UL, static (mask, one) => mask | Number(one.GetField("Mask")!));
    }

    private static ulong Number(FieldInfo constant) => Convert.ToUInt64(constant.GetRawConstantValue(), CultureInfo.InvariantCulture);
}
