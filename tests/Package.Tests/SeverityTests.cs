using System.Text.RegularExpressions;

namespace Vtd.Package.Tests;

/// <summary>Where a consumer sets the severities of diagnostics, as the index of the diagnostics describes.</summary>
public sealed class SeverityTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    [ConsumerFact]
    public void A_section_of_an_editorconfig_sets_them_in_CSharp_and_not_in_YAML_and_a_globalconfig_sets_both()
    {
        var consumer = shared.Package.Consumer("Severities");

        Assert.Equal(["warning VTD1001", "error VTD2004"], Diagnostics(consumer.Build("-p:Spec=uart").Failed()));
        Assert.Equal(["error VTD1001", "error VTD2004"], Diagnostics(consumer.Build("-p:Spec=uart", "-p:Choices=strict").Failed()));
        Assert.Equal(["error VTD2004"], Diagnostics(consumer.Build("-p:Spec=uart", "-p:Choices=lax").Failed()));
        Assert.Contains("error VTD0304", Diagnostics(consumer.Build("-p:Spec=gaps", "-p:Choices=lax", "-p:NoWarn=VTD0304").Failed()));
    }

    [RestoredPackageFact(OlderCompiler.Package, OlderCompiler.Version)]
    public void An_earlier_compiler_loads_the_generator_and_the_analyzers_and_reports_the_same()
    {
        var consumer = shared.Package.Consumer("Severities", "Severities of an earlier compiler");

        var build = consumer.Build("-p:Spec=uart", OlderCompiler.Choice).Failed();

        Assert.Equal(["warning VTD1001", "error VTD2004"], Diagnostics(build));
    }

    /// <summary>What was reported at lines of the consumer, by ID.</summary>
    private static IEnumerable<string> Diagnostics(Outcome build) =>
        Regex.Matches(build.Output, @"\(\d+,\d+(,\d+,\d+)?\): (?<what>(error|warning) \w+):").Select(match => match.Groups["what"].Value).Distinct().OrderBy(what => what.Split(' ')[1], StringComparer.Ordinal);
}
