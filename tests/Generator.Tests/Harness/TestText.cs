using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Vtd.Codegen.Tests.Harness;

/// <summary>A spec file in memory.</summary>
internal sealed class TestText(string path, SourceText text) : AdditionalText
{
    public TestText(string path, string text)
        : this(path, SourceText.From(text, Encoding.UTF8))
    {
    }

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => text;
}
