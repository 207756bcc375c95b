using Vtd.Codegen.Tests.Harness;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Tests.Access;

/// <summary>Every access word in the type of a register: its documentation, its layout and its text.</summary>
public class GeneratedWordTests
{
    private static readonly Vtd.Spec.Model.Access[] s_ofFields = [.. Vtd.Spec.Model.Access.All.Where(static access => access.Reserved == ReservedKind.None)];

    private static readonly string s_spec = $$"""
        spec: Words
        block: { size: 0x10, access: [8] }
        registers:
          ALL:
            offset: 0
            width: 64
            reset: 0
            fields:
        {{string.Join("\n", s_ofFields.Select(static (access, at) => $"      F{at}: {{ bits: {at}, access: {access.Name}, meaning: field {at} }}"))}}
            reserved: ["63:62"]
            preserved: ["61:{{s_ofFields.Length}}"]
        """;

    [Fact]
    public void Each_is_in_the_type()
    {
        var type = Generated.Run(s_spec).GeneratedSources.Single(static file => file.HintName.Contains(".All.", StringComparison.Ordinal)).SourceText.ToString();

        Assert.All(s_ofFields.Select(static (access, at) => (access.Name, at)), field =>
        {
            Assert.Contains($"Bit {field.at}, {field.Name}: field {field.at}.", type, StringComparison.Ordinal);
            Assert.Contains($"F{field.at} {field.at} {field.Name}", type, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_text_of_a_value_has_every_field_and_the_reserved_bits()
    {
        var text = Generated.Method<Func<ulong, string>>(
            Generated.Compile(Generated.Texts(s_spec), "internal static class Probe { public static string Text(ulong value) => new Consumer.Words.All(value).ToString(); }"),
            "Probe", "Text")(ulong.MaxValue);

        Assert.All(s_ofFields.Select(static (_, at) => at), at => Assert.Contains($" F{at} = 1", text, StringComparison.Ordinal));
        Assert.Contains($"reserved = 0x{ulong.MaxValue << s_ofFields.Length:X}", text, StringComparison.Ordinal);
    }
}
