using Microsoft.CodeAnalysis;
using Vtd.Analyzers.Tests.Harness;

namespace Vtd.Analyzers.Tests.Suppressions;

/// <summary>What generated shapes cause is suppressed, and nothing else.</summary>
public sealed class SuppressionTests
{
    [Theory]
    [InlineData("CA1711")]
    [InlineData("CA1716")]
    [InlineData("CA1720")]
    [InlineData("CA1724")]
    [InlineData("IDE1006")]
    public async Task Names_of_generated_types_are_not_judged_and_others_are(string rule) => Assert.Equal(
        [$"{rule} suppressed", $"{rule} suppressed", rule, rule, rule],
        await Find(rule, """
            namespace Disks
            {
                public readonly partial struct Status { public bool IsIdle => !BUSY; }
                public sealed partial class DiskRegisterFile { public class Queue; }
                partial class Own<T>;
            }
            namespace Elsewhere
            {
                public readonly partial struct Status;
            }
            """));

    [Theory]
    [InlineData("public bool IsIdle => true;", "CA1708 suppressed")]
    [InlineData("public bool Busy => true;", "CA1708")]
    [InlineData("public bool Mine => true; public bool MINE => true;", "CA1708")]
    public async Task Own_members_differ_by_more_than_case(string member, string expected) =>
        Assert.Equal([expected], await Find("CA1708", $$"""namespace Disks { public readonly partial struct Status { {{member}} } }"""));

    [Fact]
    public async Task The_attribute_of_the_generated_part_is_not_found_needless_but_ones_own_is() => Assert.Equal(
        ["CS3021 suppressed", "CS3021", "CS3021 suppressed", "CS3021"],
        await Find("CS3021", """
            namespace Disks
            {
                public readonly partial struct Status { [System.CLSCompliant(false)] public uint Own => 0; }
                public sealed partial class DiskRegisterFile;
                [System.CLSCompliant(false)] public partial class Mine<T>;
            }
            """));

    [Theory]
    [InlineData("panel.SIDE switch { Side.Top => 1, Side.Bottom => 2 }", true)]
    [InlineData("(panel with { SIDE = Side.Top }).SIDE switch { Side.Top or Side.Bottom => 1 }", true)]
    [InlineData("side switch { Side.Top => 1, Side.Bottom => 2 }", false)]
    [InlineData("((Side)panel.Value) switch { Side.Top => 1, Side.Bottom => 2 }", false)]
    [InlineData("panel.Any switch { Side.Top => 1, Side.Bottom => 2 }", false)]
    [InlineData("panel.MODE switch { Mode.Off => 1, Mode.Slow => 2, Mode.Fast => 3 }", false)]
    [InlineData("holder.SIDE switch { Side.Top => 1, Side.Bottom => 2 }", false)]
    public async Task A_switch_needs_no_arm_for_what_bits_cannot_say(string expression, bool isSuppressed)
    {
        foreach (var rule in new[] { "CS8524", "IDE0072" })
        {
            Assert.Equal([rule + (isSuppressed ? " suppressed" : "")], await Find(rule, $$"""
                using Disks;
                class Holder { public Side SIDE { get; set; } }
                class Driver<T> { class Inner { System.Func<Panel, Side, Holder, int> F = (panel, side, holder) => {{expression}}; } }
                namespace Disks { public readonly partial struct Panel { public Side Any => (Side)9; } }
                """));
        }
    }

    [Theory]
    [InlineData("case Side.Top: break; case Side.Bottom: break;", true)]
    [InlineData("case Side.Top: break;", false)]
    [InlineData("case Side.Top: break; default: break;", false)]
    [InlineData("case Side.Top: break; case Side.Bottom when panel.Value > 3: break;", false)]
    public async Task A_switch_statement_neither(string cases, bool isSuppressed) =>
        Assert.Equal(["IDE0010" + (isSuppressed ? " suppressed" : "")], await Find("IDE0010", $$"""
            class Driver { void M(Disks.Panel panel) { switch (panel.SIDE) { {{cases.Replace("Side.", "Disks.Side.", StringComparison.Ordinal)}} } } }
            """));

    [Fact]
    public async Task Other_rules_are_left_alone() => Assert.Equal(["CA1815"], await Find("CA1815", "namespace Disks { public readonly partial struct Status; }"));

    private static Task<IEnumerable<string>> Find(string rule, string code)
    {
        var compilation = GeneratedDisk.Compile(GeneratedDisk.DiskSpec(), code, isPublic: true);
        Assert.Empty(compilation.GetDiagnostics().Where(static finding => finding.Severity == DiagnosticSeverity.Error));
        return Suppressors.Findings(compilation, rule);
    }
}
