using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Analyzers know generated types by the names of <see cref="LayoutContract"/>.</summary>
public class LayoutContractTests
{
    private static readonly string[] s_names =
        [.. typeof(LayoutContract).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static constant => (string)constant.GetValue(null)!)];

    // What the demo does not have.
    private const string BigEndian = """
        spec: Sensor
        block: { size: 2, access: [2], endian: big }
        registers: { T: { offset: 0, width: 16, access: ro, reset: 0, fields: { C: { bits: "15:0" } } } }
        """;

    private static readonly Lazy<HashSet<string>> s_written = new(static () =>
    [
        .. Generated.Compile([.. SpecFolders.Demo(), new TestText("/project/sensor.vtd.yaml", BigEndian)]).SyntaxTrees.Skip(1).SelectMany(static tree => tree.GetRoot().DescendantTokens())
            .Where(static token => token.IsKind(SyntaxKind.IdentifierToken) || token.IsKind(SyntaxKind.StringLiteralToken)).Select(static token => token.ValueText),
    ]);

    public static TheoryData<string> Names => [.. s_names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_generator_writes_each_name(string name) => Assert.Contains(name, s_written.Value);

    [Fact]
    public void Each_name_stands_there_once() => Assert.Equal(s_names.Distinct(), s_names);
}
