namespace Vtd.Spec.Tests;

/// <summary>Fields of descriptors and entries that depend on each other and share bits, and descriptors in several queues.</summary>
public sealed class SharedBitsTests
{
    private static string Entry(string first, string second) =>
        $"""
        spec: Test
        block: {"{"} size: 16, access: [8] {"}"}
        registers:
          CAP: {"{"} offset: 0, width: 64, access: ro, reset: given, fields: {"{"} X: {"{"} bits: 0 {"}"} {"}"}, reserved: ["63:1"] {"}"}
        enums:
          Kind: {"{"} width: 2, codes: {"{"} Page: 1, Device: 2 {"}"} {"}"}
        entries:
          slot:
            size: 64
            fields:
              GN: {"{"} bits: 0 {"}"}
              KIND: {"{"} bits: "2:1", enum: Kind {"}"}
              WIDE: {"{"} bits: "31:16" {"}"}
              A: {"{"} bits: "39:32", when: "{first}" {"}"}
              B: {"{"} bits: ["9:8", "37:36"], when: "{second}" {"}"}
            reserved: ["63:40", "15:10", "7:3"]
        """;

    [Theory]
    [InlineData("GN", "not GN")]
    [InlineData("GN", "GN == 0")]
    [InlineData("KIND == Page", "KIND == Device")]
    [InlineData("CAP.X and GN", "not CAP.X")]
    [InlineData("WIDE < 700", "WIDE >= 700 and GN")]
    [InlineData("min(KIND, 2) == 1", "KIND / 2 == 1")]
    public void Bits_are_shared_where_conditions_exclude_each_other(string first, string second)
    {
        var entry = Assert.Single(TestData.LinkGood(Entry(first, second)).Entries);

        Assert.Equal(["A", "B"], entry.Fields.Where(static field => field.When is not null).Select(static field => field.Name));
    }

    [Theory]
    [InlineData("GN", "KIND == Page")]
    [InlineData("WIDE < 700", "WIDE >= 699")]
    [InlineData("WIDE + 1 == 5", "WIDE == 5")] // true, but more than the checker sees
    [InlineData("GN or CAP.X", "not GN")]
    public void Others_are_used_twice(string first, string second) =>
        Assert.Equal("VTD0303", Assert.Single(TestData.Link(Entry(first, second)).Findings).Rule.Id);

    [Fact]
    public void A_descriptor_is_in_the_queues_that_it_names()
    {
        var spec = TestData.LinkGood(
            """
            spec: Test
            queues:
              A: { sizes: [128], type: "7:0" }
              B: { sizes: [128, 256], type: "7:0" }
            descriptors:
              link: { queue: [A, B], type: 6, sizes: [128], fields: { TYPE: { bits: 8 } }, reserved: ["127:9"] }
              last: { queue: B, type: 7, reserved: ["127:8"] }
            """);

        var link = spec.Descriptors.Single(static one => one.Name == "link");
        Assert.Equal(["A", "B"], link.Queues);
        Assert.Equal(("TYPE_CODE", "A"), (link.TypeField, link.Queue));
        Assert.Equal(["RSVD_127_9", "TYPE", "TYPE_CODE"], link.Fields.Select(static field => field.Name));
        Assert.Equal(["B"], spec.Descriptors.Single(static one => one.Name == "last").Queues);
    }

    [Fact]
    public void A_type_code_is_taken_in_each_queue() => Assert.Equal("VTD0703", Assert.Single(TestData.Link(
        """
        spec: Test
        queues: { A: { sizes: [64], type: "7:0" }, B: { sizes: [64], type: "7:0" } }
        descriptors:
          one: { queue: B, type: 6, reserved: ["63:8"] }
          two: { queue: [A, B], type: 6, reserved: ["63:8"] }
        """).Findings).Rule.Id);
}
