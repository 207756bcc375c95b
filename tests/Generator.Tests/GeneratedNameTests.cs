using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Vtd.Codegen.Tests.Harness;
using Vtd.Spec;

namespace Vtd.Codegen.Tests;

/// <summary>
/// A spec without findings gives code that compiles, whatever name of the generated code it uses itself. The names are taken from the code that is
/// generated from a spec with everything in it, so that a name that comes into a template is tried as well.
/// </summary>
public partial class GeneratedNameTests
{
    private const string OnlyBlock = "block: { size: 0x10000, access: [4, 8] }";
    private const string NamedBlock = "block: MAIN\nblocks: { MAIN: { size: 0x10000, access: [4, 8], instances: { MAIN0: 0x1_0000 } } }";

    private const string Everything = $$"""
        spec: Probe
        {{OnlyBlock}}
        enums:
          Mode: { width: 2, traits: [fatal], codes: { Legacy: { code: 0, mnemonic: LEG, is: [fatal] }, Scalable: { code: 1, mnemonic: SCA } } }
          PageSize: { width: 4, kind: flags, codes: { Small: 0, Large: 3 } }
        queues:
          WorkQueue: { sizes: [128, 256], type: "3:0" }
          Q: { sizes: [128], type: "9:0" }
        registers:
          CAP:
            offset: 0
            width: 64
            access: ro
            reset: given
            fields: { COUNT: { bits: "7:0" }, PLACE: { bits: "15:8" }, STEP: { bits: "23:16" }, MODE: { bits: "25:24", enum: Mode }, PS: { bits: "29:26", enum: PageSize }, BIT: { bits: 30 } }
            reserved: ["63:31"]
          CAPS:
            offset: 0x10
            count: 4
            stride: 8
            width: 64
            access: ro
            reset: given
            fields: { HAS: { bits: 0 } }
            reserved: ["63:1"]
          CTL:
            offset: 0x40
            width: 32
            access: rw
            reset: 1
            when: CAP.MODE == Scalable
            aliases: { set: 0x44, clear: 0x48, toggle: 0x4C }
            on-write: any
            fields: { ON: { bits: 0 }, DONE: { bits: 1, access: rw1c }, GO: { bits: 2, access: oneshot }, SETTABLE: { bits: 3, access: rw1s }, LEVEL: { bits: "5:4", enum: Mode, when: CAP.BIT } }
            reserved: ["31:6"]
          COUNTER: { offset: 0x60, width: 32, access: rc, reset: 0, on-read: any, fields: { TICKS: { bits: "31:0" } } }
          RING:
            offset: 0x80
            count: 2
            stride: 16
            width: 128
            access: rw1t
            reset: 0
            on-read: [HEAD]
            fields: { HEAD: { bits: "127:64", access: ro }, TAIL: { bits: "63:0" } }
          WIDE:
            base: CAP.PLACE * 16
            offset: 0x100
            when: CAP.BIT
            width: 128
            access: rw
            reset: 0
            on-write: [F]
            fields: { F: { bits: 127, access: rw1c }, ADDR: { bits: "63:12", scale: 4096 }, SPLIT: { bits: ["67:64", "3:0"] } }
            reserved: ["126:68", "11:4"]
          REC:
            base: CAP.PLACE * 16 + 0x2000
            count: CAP.COUNT + 1
            stride: CAP.STEP * 8
            width: 64
            access: rw
            reset: 0
            on-write: any
            fields: { LOW32: { bits: "31:0", when: "CAPS.HAS and index != 3" } }
            reserved: ["63:32"]
          GRID: { offset: 0x500, count: [2, 4], stride: [16, 4], width: 32, access: rw, reset: 0, on-write: any, fields: { CELL_OF: { bits: "31:0" } } }
        groups:
          PORT:
            offset: 0x600
            count: CAP.COUNT
            stride: 0x100
            when: CAP.BIT
            registers:
              PCTL: { offset: 0, width: 32, access: rw, reset: 0, aliases: { set: 4 }, on-write: any, on-read: any, fields: { EN: { bits: 0 } }, reserved: ["31:1"] }
              PARR: { offset: 8, count: CAP.COUNT, stride: 8, width: 64, access: rw, reset: 0, on-read: any, locked: PCTL.EN, fields: { PF: { bits: "63:0" } } }
            groups:
              LANE: { offset: 0x80, count: 2, stride: 0x20, registers: { LCTL: { offset: 0, width: 128, access: rw, reset: 0, fields: { LF: { bits: "127:0" } } } } }
              ALONE: { offset: 0xC0, registers: { ACTL: { offset: 0, width: 32, access: rw, reset: 0, fields: { AF: { bits: "31:0" } } } } }
        descriptors:
          wait:
            queue: WorkQueue
            type: 5
            fields: { IF: { bits: 4 }, G: { bits: "7:6", enum: Mode, legal: [Legacy], when: CAP.MODE == Legacy }, BIG: { bits: "127:32" } }
            reserved: ["31:8", 5]
            require: [IF == 1]
        entries:
          plain-entry: { size: 512, fields: { P: { bits: 0, when: CAP.MODE == Legacy }, BIG: { bits: "200:100" } }, reserved: ["511:201", "99:1"] }
          checked-entry: { size: 72, fields: { P: { bits: 0 }, Q: { bits: "3:1", when: P, legal: [1, 3] }, R: { bits: "4:2", when: not P and CAP.BIT } }, reserved: ["71:5"], require: P or R != 1 }
          legacy-entry: { size: 64, variant: { of: any-entry, when: CTL.LEVEL == Legacy }, fields: { P: { bits: 0 } }, ignored: ["63:1"] }
          scalable-entry: { size: 64, variant: { of: any-entry, when: CTL.LEVEL == Scalable and P == 1 }, fields: { P: { bits: 0 } }, ignored: ["63:1"] }
        """;

    private const int LinesBefore = 2;

    private const string InRegister =
        "bits: 0 }, LEVEL: { bits: \"2:1\", enum: Mode, when: CAP.MODE == Legacy }, DONE: { bits: 3, access: rw1c }, ON: { bits: 4, access: rw1s }, GO: { bits: 5, access: oneshot }, OTHER: { bits: \"7:6\", legal: [1, 2], when: CAP.BIT }";

    private static readonly Lazy<IReadOnlyList<string>> s_names = new(() =>
    [
        .. new[] { Everything, InNamedBlock }.SelectMany(static spec => NamesIn(Generated.Compile(Generated.Texts(spec), options: TestOptions.WithParts(TestOptions.EveryPart))))
            .Distinct().Order(StringComparer.Ordinal),
    ]);

    private static string InNamedBlock => Everything.Replace(OnlyBlock, NamedBlock, StringComparison.Ordinal);

    /// <summary>What is called so: the section that it stands in, and one line of YAML.</summary>
    private static readonly Dictionary<string, (string Section, Func<string, int, string> Line)> s_kinds = new()
    {
        ["register"] = ("registers", (name, at) => $"{name}: {{ offset: {0x4000 + 16 * at}, width: 32, access: rw, reset: 0, on-write: any, fields: {{ FIRST: {{ {InRegister} }}, reserved: [\"31:8\"] }}"),
        ["register with aliases"] = ("registers", (name, at) => $"{name}: {{ offset: {0x4000 + 16 * at}, width: 32, access: rw, reset: 0, aliases: {{ set: {0x4004 + 16 * at}, clear: {0x4008 + 16 * at}, toggle: {0x400C + 16 * at} }}, fields: {{ FIRST: {{ {InRegister} }}, reserved: [\"31:8\"] }}"),
        ["array with aliases"] = ("registers", (name, at) => $"{name}: {{ offset: {0x4000 + 16 * at}, count: 2, stride: 4, width: 32, access: rw, reset: 0, aliases: {{ set: {0x4008 + 16 * at} }}, fields: {{ FIRST: {{ bits: \"31:0\" }} }} }}"),
        ["given register"] = ("registers", (name, at) => $"{name}: {{ offset: {0x4000 + 16 * at}, width: 32, access: ro, reset: given, fields: {{ FIRST: {{ bits: \"31:0\", when: CAP.MODE == Legacy }} }} }}"),
        ["register array"] = ("registers", (name, at) => $"{name}: {{ offset: {0x4000 + 16 * at}, count: 2, stride: 4, width: 32, access: rw, reset: 0, fields: {{ FIRST: {{ {InRegister} }}, reserved: [\"31:8\"] }}"),
        ["group"] = ("groups", (name, at) => $"{name}: {{ offset: {0x4000 + 16 * at}, count: 2, stride: 4, registers: {{ FIRST: {{ offset: 0, width: 32, access: rw, reset: 0, on-write: any, fields: {{ F: {{ bits: \"31:0\" }} }} }} }} }}"),
        ["register of a group"] = ("groups", (name, at) => $"X{at}: {{ offset: {0x4000 + 16 * at}, count: 2, stride: 4, registers: {{ {name}: {{ offset: 0, width: 32, access: rw, reset: 0, on-write: any, on-read: any, fields: {{ F: {{ bits: \"31:0\" }} }} }} }} }}"),
        ["array of a group"] = ("groups", (name, at) => $"X{at}: {{ offset: {0x4000 + 16 * at}, registers: {{ {name}: {{ offset: 0, count: [2, 2], stride: [8, 4], width: 32, access: rw, reset: 0, on-write: any, on-read: any, fields: {{ F: {{ bits: \"31:0\" }} }} }} }} }}"),
        ["group in a group"] = ("groups", (name, at) => $"X{at}: {{ offset: {0x4000 + 16 * at}, count: 2, stride: 8, groups: {{ {name}: {{ offset: 0, count: 2, stride: 4, registers: {{ FIRST: {{ offset: 0, width: 32, access: rw, reset: 0, fields: {{ F: {{ bits: \"31:0\" }} }} }} }} }} }} }}"),
        ["wide register"] = ("registers", (name, at) => $"{name}: {{ offset: {0x4000 + 16 * at}, width: 128, access: rw, reset: 0, fields: {{ FIRST: {{ {InRegister} }}, reserved: [\"127:8\"] }}"),
        ["type of a register"] = ("registers", (name, at) => s_kinds!["register"].Line(Words().Replace(name, "_").ToUpperInvariant(), at)),
        ["type of a wide register"] = ("registers", (name, at) => s_kinds!["wide register"].Line(Words().Replace(name, "_").ToUpperInvariant(), at)),
        ["field of a register"] = ("registers", (name, at) => $"X{at}: {{ offset: {0x4000 + 16 * at}, width: 64, access: rw, reset: 0, on-write: any, fields: {{ {name}: {{ {InRegister} }}, reserved: [\"63:8\"] }}"),
        ["cleared field"] = ("registers", (name, at) => $"X{at}: {{ offset: {0x4000 + 16 * at}, width: 128, access: rw1c, reset: 0, fields: {{ {name}: {{ bits: \"63:0\" }} }}, reserved: [\"127:64\"] }}"),
        ["field of an entry"] = ("entries", (name, at) => $"x{at}: {{ size: 128, fields: {{ {name}: {{ bits: 0 }}, LEVEL: {{ bits: \"2:1\", enum: Mode, when: CAP.MODE == Legacy }}, BIG: {{ bits: \"127:3\" }} }} }}"),
        ["field of a checked entry"] = ("entries", (name, at) => $"x{at}: {{ size: 72, fields: {{ {name}: {{ bits: 0 }}, FIRST: {{ bits: \"3:1\", when: {name} and CAP.BIT, legal: 2 }}, OTHER: {{ bits: \"3:1\", when: not {name} }} }}, reserved: [\"71:4\"], require: {name} or CAP.BIT }}"),
        ["checked entry"] = ("entries", (name, _) => $"{Words().Replace(name, "-").ToLowerInvariant()}: {{ size: 64, fields: {{ FIRST: {{ bits: \"63:0\", legal: 1 }} }} }}"),
        ["wide field"] = ("entries", (name, at) => $"x{at}: {{ size: 128, fields: {{ {name}: {{ bits: \"127:1\" }}, LOWEST: {{ bits: 0 }} }} }}"),
        ["field of a descriptor"] = ("descriptors", (name, at) => $"x{at}: {{ queue: Q, type: {at}, fields: {{ {name}: {{ bits: \"79:10\" }}, G: {{ bits: \"95:80\", when: CAP.MODE == Legacy }} }}, reserved: [\"127:96\"], require: [G == 0] }}"),
        ["entry"] = ("entries", (name, _) => $"{Words().Replace(name, "-").ToLowerInvariant()}: {{ size: 512, fields: {{ FIRST: {{ bits: 0 }}, BIG: {{ bits: \"511:1\" }} }} }}"),
        ["variant"] = ("entries", (name, at) => $"{Words().Replace(name, "-").ToLowerInvariant()}: {{ size: 64, variant: {{ of: other-entry, when: FIRST == {at} }}, fields: {{ FIRST: {{ bits: \"63:0\" }} }} }}"),
        ["descriptor"] = ("descriptors", (name, at) => $"{Words().Replace(name, "-").ToLowerInvariant()}: {{ queue: Q, type: {at}, reserved: [\"127:10\"] }}"),
        ["block"] = ("blocks", (name, _) => $"{name}: {{ size: 16, access: [4], instances: {{ ONE: 0 }} }}"),
        ["type of a block"] = ("blocks", (name, at) => s_kinds!["block"].Line(Words().Replace(name, "_").ToUpperInvariant(), at)),
        ["instance"] = ("blocks", (name, at) => $"X{at}: {{ size: 16, access: [4], instances: {{ {name}: 0x1000 }} }}"),
        ["queue"] = ("queues", (name, _) => $"{name}: {{ sizes: [128], type: \"9:0\" }}"),
        ["enum"] = ("enums", (name, _) => $"{name}: {{ width: 1, traits: [fatal], codes: {{ Zero: {{ code: 0, mnemonic: Z, is: [fatal] }}, One: 1 }} }}"),
        ["code"] = ("enums", (name, at) => $"E{at}: {{ width: 1, traits: [fatal], codes: {{ {name}: {{ code: 0, mnemonic: Z, is: [fatal] }} }} }}"),
    };

    public static TheoryData<string> Kinds => [.. s_kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_has_no_finding_compiles(string kind)
    {
        Assert.True(s_names.Value.Count > 300);
        var tried = Effort.Of(s_names.Value, s_kinds.Keys.ToList().IndexOf(kind)).ToList();
        for (var found = tried; found.Count > 0;)
        {
            found = NamesWithFindings(kind, tried);
            tried = [.. tried.Except(found)];
        }

        Assert.NotEmpty(tried);
        var compilation = Generated.Compile(TextsOf(kind, tried), options: TestOptions.WithParts(TestOptions.EveryPart));
        Assert.Equal([], Generated.Complaints(compilation).Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}").Distinct());
    }

    [Theory]
    [InlineData("OFFSET")]
    [InlineData("VALUE")]
    [InlineData("WIDTH")]
    [InlineData("WRITE")]
    [InlineData("MASKS")]
    [InlineData("EQUALS")]
    [InlineData("RESET_VALUE")]
    [InlineData("TO_WRITE")]
    [InlineData("TO_STRING")]
    [InlineData("GET_HASH_CODE")]
    public void A_register_that_would_be_a_member_of_its_own_type_is_reported_with_a_way_out(string name)
    {
        var finding = Assert.Single(Generated.Run(TextsOf("register", [name])).Diagnostics);
        var place = finding.Location.GetLineSpan();
        Assert.Equal(("VTD0203", 2, 3 + name.Length), (finding.Id, place.StartLinePosition.Character, place.EndLinePosition.Character + 1));
        Assert.EndsWith($"Add a word to the name, for instance {name}_REG.", finding.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(Generated.Run(TextsOf("register", [name + "_REG"])).Diagnostics);
    }

    [Fact]
    public void Registers_of_every_day_are_called_what_they_are_called() =>
        Assert.Empty(Generated.Run(TextsOf("register", ["READ", "LOW", "HIGH", "RESET", "SIZE", "TYPE", "INDEX", "DATA", "ADDRESS", "CONTROL", "Status"])).Diagnostics);

    /// <summary>The names that are reported. The phases of the language are enough for that, without rendering: CompilerParityTests holds the generator to them.</summary>
    private static List<string> NamesWithFindings(string kind, List<string> names)
    {
        var texts = TextsOf(kind, names);
        var compilation = SpecCompiler.Compile(texts.Select(text => SpecCompiler.Read(text.Path, text.GetText()!.ToString())));
        return [.. compilation.Findings.SelectMany(finding => finding.Path == texts[1].Path
            ? [names[finding.Span.Line - 1 - LinesBefore]]
            : names.Where((name, at) => IsNamed(s_kinds[kind].Line(name, at).Split(':')[0], finding.Message)))];
    }

    /// <summary>Whether a finding at a declaration that is always there is about one that is tried.</summary>
    private static bool IsNamed(string declared, string message) =>
        Regex.IsMatch(message, $@"(?<![\w-]){Regex.Escape(declared)}(?![\w-])");

    private static AdditionalText[] TextsOf(string kind, IReadOnlyList<string> names)
    {
        var (section, line) = s_kinds[kind];
        return Generated.Texts(section == "blocks" ? InNamedBlock : Everything, $"spec: Probe\n{section}:\n" + string.Join('\n', names.Select((name, at) => "  " + line(name, at))));
    }

    /// <summary>Every identifier in the code, and every name that the compiler gives to members.</summary>
    private static IEnumerable<string> NamesIn(Compilation compilation) =>
        compilation.SyntaxTrees.Skip(1)
            .SelectMany(tree => tree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText))
            .Concat(compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).Cast<INamedTypeSymbol>().SelectMany(type => type.GetMembers()).Select(member => member.Name))
            .Where(name => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'));

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Words();
}
