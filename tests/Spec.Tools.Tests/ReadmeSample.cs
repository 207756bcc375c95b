using Vtd.Spec.Tools.Check;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Export.Json;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests;

/// <summary>The sample of the library's README.</summary>
internal static class ReadmeSample
{
    public static void Run(TextWriter output)
    {
        var texts = SpecText.Read(["device"]); // the *.vtd.yaml files of a folder
        var result = CheckResult.Of(texts, CheckOptions.Default);
        foreach (var finding in result.Findings)
            output.WriteLine($"{finding.Path}({finding.Span.Line},{finding.Span.Column}): {finding.Rule.Id}: {finding.Message}");

        if (result.Errors == 0)
        {
            File.WriteAllText("device.json", ModelJson.Write(LoadedSpecs.Load(texts).Specs));
            foreach (var decoded in Catalog.Of(texts).Find("STATUS").Decode(GivenValue.OfWords(["0x5"]), new KnownRegisters()))
                output.WriteLine(DecodedJson.Write([decoded]));
        }
    }
}
