using System.Globalization;
using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Specs that import others: what comes out, and how far an edit goes.</summary>
public class ImportTests
{
    private const string Common = """
        spec: Common
        block: { size: 0x10, access: [4] }
        enums:
          Mode: { width: 2, codes: { Off: 0, Slow: 1, Fast: 2 } }
        templates:
          registers:
            control:
              width: 32
              access: rw
              reset: 0
              fields:
                MODE: { bits: "1:0", enum: Mode, meaning: how fast it goes }
                BURST: { bits: 2, when: CAP.BURSTS, meaning: several words at once }
              reserved: ["31:3"]
          entries:
            slot:
              size: 64
              fields: { MODE: { bits: "1:0", enum: Mode, meaning: how fast it goes } }
              reserved: ["63:2"]
        registers:
          CAP:
            offset: 0
            width: 32
            access: ro
            reset: given
            fields:
              MODE: { bits: "2:1", enum: Mode, meaning: the fastest mode }
              BURSTS: { bits: 0, meaning: it can transfer several words at once }
            reserved: ["31:3"]
          LIVE:
            offset: 4
            width: 32
            access: rw
            reset: 0
            fields: { WIDE: { bits: 0, meaning: entries are wide } }
            reserved: ["31:1"]
        """;

    /// <summary>Has an enum and a capability of its own that are called as those of Common.</summary>
    private const string Uart = """
        spec: Uart
        import: [Common]
        queue: Commands
        queues: { Commands: { sizes: [64], type: "3:0" } }
        block: { size: 0x20, access: [4] }
        enums:
          Mode: { width: 1, codes: { Even: 0, Odd: 1 } }
        registers:
          CONTROL: { like: control, offset: 0 }
          LINE:
            offset: 4
            width: 32
            access: rw
            reset: 0
            when: Common.CAP.MODE >= Slow and CAP.PARITY
            on-write: any
            fields:
              SPEED: { bits: "2:1", enum: Common.Mode, meaning: how fast the line is }
              PARITY: { bits: 0, enum: Mode, meaning: the parity bit }
            reserved: ["31:3"]
          CAP:
            offset: 8
            width: 32
            access: ro
            reset: given
            fields:
              PARITY: { bits: 0, when: Common.CAP.BURSTS, meaning: it has a parity bit }
            reserved: ["31:1"]
        descriptors:
          send:
            type: 1
            fields:
              SPEED: { bits: "5:4", enum: Common.Mode, legal: [Slow, Fast], when: Common.CAP.BURSTS, meaning: how fast }
            reserved: ["63:6"]
            require: SPEED != Slow or Common.CAP.MODE == Fast
        entries:
          slot: { like: slot, variant: { of: place, when: LIVE.WIDE } }
          narrow:
            size: 64
            variant: { of: place, when: not LIVE.WIDE }
            fields: { MODE: { bits: 0, enum: Mode, when: Common.CAP.BURSTS } }
            reserved: ["63:1"]
        """;

    /// <summary>Has nothing but what is imported.</summary>
    private const string Gpio = """
        spec: Gpio
        import: [Common]
        block: { size: 0x10, access: [4] }
        registers:
          CONTROL: { like: control, offset: 0 }
        """;

    private static readonly AdditionalText[] s_texts = Generated.Texts(Common, Uart, Gpio);

    [Fact]
    public void Types_of_imported_specs_are_there_once_and_conditions_read_the_capabilities_that_are_given()
    {
        var compilation = Generated.Compile(s_texts, """
            using Consumer.Common;
            using Consumer.Gpio;
            using Consumer.Uart;
            static class Use
            {
                public static UartRegisterFile File() => new(new UartCapabilities
                {
                    CAP = default,
                    CommonCapabilities = new CommonCapabilities { CAP = new Consumer.Common.Cap { MODE = Consumer.Common.Mode.Fast, BURSTS = true } },
                });

                public static GpioRegisterFile Pins(CommonCapabilities common) => new(new GpioCapabilities { CommonCapabilities = common });

                public static Consumer.Common.Mode Speed(UartRegisterFile file) => file.LINE.SPEED;

                public static Consumer.Common.Mode Mode(GpioRegisterFile file) => file.CONTROL.MODE;

                public static Consumer.Uart.Mode Parity(UartRegisterFile file) => file.LINE.PARITY;

                public static PlaceVariant Variant(Live live) => PlaceVariants.Select(live);
            }
            """);

        Assert.Equal([], Generated.Complaints(compilation).Select(complaint => complaint.ToString()));
        Assert.Single(compilation.GetSymbolsWithName("Fast", SymbolFilter.Member));
        Assert.Equal(["Consumer.Common", "Consumer.Uart"], compilation.GetSymbolsWithName("Mode", SymbolFilter.Type).Select(type => type.ContainingNamespace.ToString()).Order());
    }

    [Fact]
    public void Capabilities_that_conditions_name_are_a_part_of_the_capabilities()
    {
        var capabilities = Generated.Run(s_texts).GeneratedSources.Single(source => source.HintName == "Gpio.GpioCapabilities.g.cs").SourceText.ToString();
        Assert.Contains(
            "    /// <summary>The capabilities of Common, which conditions name.</summary>\n"
            + "    public global::Consumer.Common.CommonCapabilities CommonCapabilities { get; init; }\n", capabilities, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spec_without_import_does_not_see_the_names_of_others()
    {
        var finding = Assert.Single(Generated.Run(Common, Gpio.Replace("import: [Common]\n", "", StringComparison.Ordinal)).Diagnostics);
        Assert.Equal("VTD0801", finding.Id);
    }

    [Fact]
    public void Public_types_with_members_of_internal_ones_are_one_finding_and_nothing_is_generated_of_the_file()
    {
        var options = new TestOptions
        {
            Properties = new() { ["build_property.VtdCodegenVisibility"] = "public" },
            Files = new() { [s_texts[0].Path] = new() { ["build_metadata.AdditionalFiles.VtdVisibility"] = "internal" } },
        };

        var result = Generated.Run([s_texts[0], s_texts[2]], options);
        var finding = Assert.Single(result.Diagnostics);

        Assert.Equal("VTD0216", finding.Id);
        Assert.StartsWith("The types of Gpio are public and have a member of a type of Common, which is internal.", finding.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.DoesNotContain(result.GeneratedSources, source => source.HintName.StartsWith("Gpio.Control", StringComparison.Ordinal));
        Assert.All([true, false], isPublic => Assert.Empty(Generated.Complaints(Generated.Compile(s_texts, options: Everywhere(isPublic)))));
    }

    [Theory]
    [InlineData("public", null)]
    [InlineData("internal", "VTD0216")]
    public void Types_of_a_referenced_assembly_are_not_generated_and_have_to_be_public(string visibility, string? finding)
    {
        var result = Generated.Run([s_texts[0], s_texts[2]], Referenced(visibility));

        Assert.Equal(finding is null ? [] : [finding], result.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.DoesNotContain(result.GeneratedSources, source => source.HintName.StartsWith("Common.", StringComparison.Ordinal));
        Assert.Equal(finding is null, result.GeneratedSources.Any(source => source.SourceText.ToString().Contains("public global::Library.Common.Mode MODE", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_referenced_project_has_does_not_count_unless_it_is_imported()
    {
        var texts = Generated.Texts(Common + "\n  WRONG: {}\n", "spec: Common\nenums:\n  Mode: { width: 1, codes: { No: 0, Yes: 1 } }\n");

        var result = Generated.Run(texts, Referenced("public"));

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["Common.Mode.g.cs"], result.GeneratedSources.Select(source => source.HintName));
    }

    [Fact]
    public void An_overlay_may_be_in_another_namespace_as_it_has_no_types()
    {
        var texts = Generated.Texts(Common, "spec: Common\noverlay: a slower unit\nenums:\n  Mode: { codes: { Fast: { remove: true } } }\n");
        var options = new TestOptions { Files = new() { [texts[0].Path] = new() { ["build_metadata.AdditionalFiles.VtdNamespace"] = "Acme", ["build_metadata.AdditionalFiles.VtdVisibility"] = "public" } } };

        var compilation = Generated.Compile(texts, options: options);

        Assert.Equal(Accessibility.Public, compilation.GetTypeByMetadataName("Acme.Mode")!.DeclaredAccessibility);
    }

    private static TestOptions Referenced(string visibility) => new()
    {
        Files = new()
        {
            ["/project/a.vtd.yaml"] = new()
            {
                ["build_metadata.AdditionalFiles.VtdGenerate"] = "false",
                ["build_metadata.AdditionalFiles.VtdRootNamespace"] = "Library",
                ["build_metadata.AdditionalFiles.VtdVisibility"] = visibility,
            },
        },
    };

    [Fact]
    public void An_imported_spec_whose_types_cannot_be_generated_is_one_finding()
    {
        var options = new TestOptions { Properties = new() { ["build_property.VtdCodegenNamespace"] = "Chips" } };
        var texts = Generated.Texts(Common, "spec: Before\nenums:\n  Mode: { width: 1, codes: { No: 0 } }\n", Gpio);

        Assert.Equal("VTD0211", Assert.Single(Generated.Run(texts, options).Diagnostics).Id);
    }

    [Fact]
    public void An_edit_links_the_specs_that_import_it_and_no_others()
    {
        var texts = Generated.Texts(Common, Gpio, "spec: Other\nblock: { size: 8, access: [4] }\n");
        var (driver, rendered) = Edit(texts, 0, "Fast: 2", "Fast: 3");

        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged],
            Reasons(driver, SpecGenerator.Steps.Scope));
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached],
            Reasons(driver, SpecGenerator.Steps.Link));
        Assert.Equal(["Common.Mode.g.cs"], rendered);
    }

    [Fact]
    public void An_edit_of_a_spec_that_imports_links_nothing_else()
    {
        var (driver, rendered) = Edit(Generated.Texts(Common, Gpio), 1, "offset: 0", "offset: 8");

        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], Reasons(driver, SpecGenerator.Steps.Link));
        Assert.Equal(["Gpio.Control.g.cs", "Gpio.GpioRegisterFile.g.cs"], rendered);
    }

    private static TestOptions Everywhere(bool isPublic) => new() { Properties = new() { ["build_property.VtdCodegenVisibility"] = isPublic ? "public" : "internal" } };

    private static (GeneratorDriver Driver, IEnumerable<string> Rendered) Edit(AdditionalText[] texts, int index, string old, string edited)
    {
        var text = texts[index].GetText()!.ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);
        var before = Generated.TrackingDriver(texts).RunGenerators(Generated.Consumer());
        var after = before.ReplaceAdditionalText(texts[index], new TestText(texts[index].Path, text.Replace(old, edited, StringComparison.Ordinal))).RunGenerators(Generated.Consumer());
        return (after, Renderings.Between(before, after));
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorDriver driver, string step) =>
        driver.GetRunResult().Results.Single().TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason);
}
