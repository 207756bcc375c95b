using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Tool.Tests.Export;

/// <summary>Kaitai Struct: what its compiler makes of an export reads real bytes as `vtd decode` does.</summary>
public sealed class KaitaiTests
{
    [KaitaiFact]
    public void FieldsOfEntriesAndDescriptorsHaveTheValuesOfTheirBits()
    {
        var spec = LoadedSpecs.Load(SpecText.Shipped).Specs.Single();
        var random = new Random(16);
        var layouts = spec.Entries.Select(entry => Vtd.Spec.Tools.Decode.Layout.Of(spec, entry))
            .Concat(spec.Descriptors.Select(descriptor => Vtd.Spec.Tools.Decode.Layout.Of(spec, descriptor, descriptor.Sizes[0])))
            .SelectMany(layout => Enumerable.Range(0, 4).Select(_ => (Layout: layout, Bytes: Bytes(random, layout.Size / 8)))).ToList();
        var answers = Kaitai.Answers(VtdRun.Of("export", "--format", "ksy").Output, [.. layouts.Select(static one => new Question(NameOf(one.Layout.Name), one.Bytes, [.. FieldsOf(one.Layout).Select(static field => NameOf(field.Name))]))]);

        var compared = 0;
        foreach (var ((layout, bytes), answer) in layouts.Zip(answers))
        {
            var value = new BigInteger([.. bytes.Select(static one => (byte)one)], isUnsigned: true);
            foreach (var field in FieldsOf(layout))
            {
                var actual = answer[NameOf(field.Name)];
                if (actual.ValueKind == JsonValueKind.Null)
                {
                    Assert.NotNull(field.When);
                    continue;
                }

                var expected = (double)Bits.Extract(value, field.Bits);
                // Numbers of JavaScript are exact up to 53 bits.
                Assert.True(field.Width <= 53 ? expected == actual.GetDouble() : Math.Abs(expected - actual.GetDouble()) <= expected * 1e-15, $"{layout.Name}.{field.Name}: {actual}");
                compared++;
            }
        }

        Assert.True(compared > 1000, $"{compared} compared");
    }

    [KaitaiFact]
    public void AQueueTellsItsDescriptors()
    {
        var encoded = JsonDocument.Parse(VtdRun.Of("encode", "wait", "SW=1", "--json").Output).RootElement.GetProperty("bytes").GetString()!;
        var bytes = Convert.FromHexString(encoded.Replace(" ", "", StringComparison.Ordinal)).Select(static one => (int)one).ToList();
        var answers = Kaitai.Answers(VtdRun.Of("export", "--format", "ksy").Output, [new("invalidation_queue", bytes, ["descriptor"]), new("wait", bytes, ["sw", "if", "type"])]);

        Assert.Equal("Wait", answers[0]["descriptor"].GetString());
        Assert.Equal([1, 0, 5], answers[1].Values.Select(static value => value.GetInt32()));
    }

    [Fact]
    public void ASpecWithoutMemoryIsRefused()
    {
        var run = VtdRun.Of("export", "--format", "ksy", Repository.PathOf("Runtime/Vtd.Machine/Devices/edu.vtd.yaml"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("no descriptors and no entries in memory", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<LinkedField> FieldsOf(Vtd.Spec.Tools.Decode.Layout layout) => layout.Fields.Where(static field => field is { IsReserved: false, Width: <= 64, Elements: null });

    private static List<int> Bytes(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(256))];

    private static string NameOf(string name) => name.Replace('-', '_').ToLower(CultureInfo.InvariantCulture);
}
