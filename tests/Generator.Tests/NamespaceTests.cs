using System.Globalization;
using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

/// <summary>Many specs in one project.</summary>
public class NamespaceTests
{
    [Fact]
    public void Two_devices_with_equal_names_compile_and_run_side_by_side()
    {
        const string Code = """
            internal static class Board
            {
                public static string Run()
                {
                    var uart = new Consumer.Uart.UartRegisterFile(default);
                    var spi = new Consumer.Spi.SpiRegisterFile(default);
                    uart.STATUS = uart.STATUS with { MODE = Consumer.Uart.Mode.Fast };
                    spi.STATUS = spi.STATUS with { MODE = Consumer.Spi.Mode.Slow };
                    uart.Write(0, 4, 1, new Line());
                    return $"{uart.STATUS}, {spi.STATUS}, {new Consumer.Uart.Slot { LENGTH = 5 }}, {new Consumer.Spi.Slot { LENGTH = 6 }}, "
                        + new Consumer.Spi.CommandsDispatcher(default).Dispatch(new byte[16], new Queue(), out int result) + result;
                }

                private sealed class Line : Consumer.Uart.IUartRegisterHandler
                {
                    public void OnWrite(Consumer.Uart.Status before, Consumer.Uart.Status after)
                    {
                    }
                }

                private sealed class Queue : Consumer.Spi.ICommandsHandler<int>
                {
                    public int Handle(in Consumer.Spi.SendDescriptor descriptor) => 7;
                }
            }
            """;
        var compilation = Generated.Compile(Generated.Texts(Device("Uart", "Slow: 0, Fast: 1"), Device("Spi", "Fast: 0, Slow: 1")), Code);

        Assert.Equal(
            "STATUS 0x00000001 { MODE = Fast }, STATUS 0x00000001 { MODE = Slow }, Slot 0x0000000000000005 { LENGTH = 5 }, Slot 0x0000000000000006 { LENGTH = 6 }, Handled7",
            Generated.Method<Func<string>>(compilation, "Board", "Run")());
    }

    [Theory]
    [InlineData("Consumer")]
    [InlineData("Edu")]
    [InlineData("")]
    public void A_type_may_be_called_as_its_spec_or_its_namespace(string root)
    {
        var spec = Device("Edu", "Slow: 0, Fast: 1")
            + "  EDU: { offset: 0x10, width: 32, reset: 0, access: rw1c, on-write: any, fields: { EDU: { bits: 0 }, REST: { bits: \"31:1\" } } }\n"
            + "  CONSUMER: { offset: 0x14, width: 32, reset: 0, access: rw, fields: { MODE: { bits: 0, enum: Mode, when: CAP.HAS } }, reserved: [\"31:1\"] }\n"
            + "  SYSTEM: { offset: 0x18, width: 32, reset: 0, access: rw, fields: { ALL: { bits: \"31:0\" } } }\n";

        Assert.Equal([], Generated.Complaints(Generated.Compile(Generated.Texts(spec), options: InRoot(root))).Select(complaint => complaint.ToString()));
    }

    [Fact]
    public void One_spec_in_two_namespaces_is_one_finding()
    {
        var texts = Generated.Texts("spec: One\nenums:\n  Mode: { width: 1, codes: { No: 0, Yes: 1 } }\n", Device("One", null));

        var finding = Assert.Single(Generated.Run(texts, InNamespaces((texts[0], "Other"))).Diagnostics);

        Assert.Equal(("VTD0210", texts[1].Path, 0, 6), Place(finding));
        Assert.Equal(
            "The types of One go into the namespace Consumer.One for this file, and into Other for a.vtd.yaml. Give both files the same VtdNamespace, or none.",
            finding.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Two_specs_that_give_the_same_types_in_one_namespace_are_one_finding_at_the_second_and_the_first_compiles()
    {
        var texts = Generated.Texts(Device("Uart", "Slow: 0, Fast: 1"), Device("Spi", "Slow: 0, Fast: 1"));
        var options = new TestOptions { Properties = new() { ["build_property.VtdCodegenNamespace"] = "Chips" } };

        var result = Generated.Run(texts, options);
        var finding = Assert.Single(result.Diagnostics);

        Assert.Equal(("VTD0211", texts[0].Path, 3, 2), Place(finding));
        Assert.Equal(
            "'Mode' gives the type Mode, and so does Mode of the spec Spi in b.vtd.yaml. Both specs are in the namespace Chips, 9 more of their types clash. "
            + "Put one of the two specs into another namespace, with VtdNamespace for its files or without VtdCodegenNamespace for the project.",
            finding.GetMessage(CultureInfo.InvariantCulture));
        Assert.All(result.GeneratedSources, source => Assert.Matches(@"^(Spi|Codegen)\.", source.HintName));
        Assert.Equal([], Generated.Run(texts, InNamespaces((texts[1], "Chips"))).Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Specs_without_a_type_in_common_may_share_a_namespace()
    {
        var texts = Generated.Texts("spec: One\nenums:\n  A: { width: 1, codes: { No: 0 } }\n", "spec: Two\nenums:\n  B: { width: 1, codes: { No: 0 } }\n");

        var compilation = Generated.Compile(texts, options: InNamespaces((texts[0], "Chips"), (texts[1], "Chips")));

        Assert.Equal([], Generated.Complaints(compilation).Select(complaint => complaint.ToString()));
        Assert.NotNull(compilation.GetTypeByMetadataName("Chips.A"));
        Assert.NotNull(compilation.GetTypeByMetadataName("Chips.B"));
    }

    [Theory]
    [InlineData("Uart", "Spi")]
    [InlineData("Uart", "Spi.Deep")]
    public void A_namespace_that_is_called_as_a_type_beside_it_is_one_finding(string root, string inner)
    {
        var texts = Generated.Texts(
            Device("Uart", "Slow: 0, Fast: 1") + "  SPI: { offset: 0x20, width: 32, reset: 0, access: rw, fields: { ALL: { bits: \"31:0\" } } }\n", Device("Spi", "Slow: 0, Fast: 1"));
        var options = InNamespaces((texts[1], $"{root}.{inner}"));
        options.Properties["build_property.RootNamespace"] = root;

        var finding = Assert.Single(Generated.Run(texts, options).Diagnostics);

        Assert.Equal("VTD0211", finding.Id);
        Assert.StartsWith($"'SPI' gives the type Uart.Spi, and the spec Spi is in the namespace Uart.{inner}.", finding.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static TestOptions InRoot(string root) => new() { Properties = new() { ["build_property.RootNamespace"] = root } };

    private static TestOptions InNamespaces(params (AdditionalText Text, string Namespace)[] files) => new()
    {
        Files = files.ToDictionary(file => file.Text.Path, file => new Dictionary<string, string> { ["build_metadata.AdditionalFiles.VtdNamespace"] = file.Namespace }),
    };

    private static (string Id, string Path, int Line, int Character) Place(Diagnostic finding)
    {
        var place = finding.Location.GetLineSpan();
        return (finding.Id, place.Path, place.StartLinePosition.Line, place.StartLinePosition.Character);
    }

    /// <summary>A device with one of each kind of type; the enum is elsewhere if it has no codes. More registers can follow.</summary>
    private static string Device(string spec, string? codes) => $$"""
        spec: {{spec}}
        block: { size: 0x40, access: [4] }
        {{(codes is null ? "" : $"enums:\n  Mode: {{ width: 1, traits: [odd], codes: {{ {codes} }} }}\n")}}
        entries:
          slot: { size: 64, fields: { LENGTH: { bits: "63:0" } } }
        queues:
          Commands: { sizes: [128], type: "3:0" }
        descriptors:
          send: { queue: Commands, type: 0, reserved: ["127:4"] }
        registers:
          CAP: { offset: 0x4, width: 32, reset: given, access: ro, fields: { HAS: { bits: 0 } }, reserved: ["31:1"] }
          STATUS: { offset: 0, width: 32, reset: 0, access: rw, on-write: any, fields: { MODE: { bits: 0, enum: Mode } }, reserved: ["31:1"] }

        """;
}
