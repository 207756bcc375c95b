namespace Floors.Tests;

/// <summary>The check finds what it is there for.</summary>
public class ExampleTests
{
    private static readonly FloorPlan s_plan = new("Example", ["Low", "High", "."]);

    private const string High = """
        namespace High;
        public class C
        {
            public const int Number = 1;
            public int Length => 1;
            public int this[int at] => at;
            public C Next => this;
        }
        public static class Numbers { public static int Twice(this int number) => 2 * number; }
        """;

    [Fact]
    public void Downward_arrows_and_pairs_of_files_are_fine() =>
        Assert.Equal([], Violations(
            ("Low/A.cs", "namespace Low; class A { B? _b; }"),
            ("Low/B.cs", "namespace Low; class B { A? _a; }"),
            ("High/C.cs", "namespace High; class C { Low.A? _a; }"),
            ("D.cs", "class D { High.C? _c; }")));

    [Theory]
    [InlineData("High.C? _c;", "C")]
    [InlineData("int _n = High.C.Number;", "C")]
    [InlineData("int _n = C.Number;", "C")]
    [InlineData("void M() => Top.Take(new());", "C")]
    [InlineData("int M() => Top.Get().Length;", "C")]
    [InlineData("int M() => Top.Get()[1];", "C")]
    [InlineData("bool M() => Top.Get() is { Length: 1 };", "C")]
    [InlineData("int M() => 1.Twice();", "Numbers")]
    public void An_upward_arrow_is_named(string member, string type) =>
        Assert.Contains($"Upward: Low/A.cs uses {type} of High/C.cs.", Violations(
            ("Low/A.cs", $"using High; namespace Low; class A {{ {member} }}"),
            ("High/C.cs", High),
            ("D.cs", "static class Top { public static void Take(High.C c) { } public static High.C Get() => new(); }")));

    [Fact]
    public void What_documentation_says_is_no_arrow() =>
        Assert.Equal([], Violations(
            ("Low/A.cs", "namespace Low; /// <summary>See <see cref=\"High.C\"/>.</summary>\nclass A;"),
            ("High/C.cs", High),
            ("D.cs", "class D;")));

    [Fact]
    public void A_circle_of_folders_is_named() =>
        Assert.Contains("Circle of folders: High, Low.", Violations(
            ("Low/A.cs", "namespace Low; class A { High.C? _c; }"),
            ("Low/B.cs", "namespace Low; class B;"),
            ("High/C.cs", "namespace High; class C { Low.B? _b; }"),
            ("D.cs", "class D;")));

    [Fact]
    public void A_circle_of_three_files_is_named_with_its_arrows() =>
        Assert.Equal(
            ["Circle of files: Low/A.cs, Low/B.cs, Low/C.cs; Low/A.cs uses B of Low/B.cs; Low/B.cs uses C of Low/C.cs; Low/C.cs uses A of Low/A.cs."],
            Violations(
                ("Low/A.cs", "namespace Low; class A { B? _b; }"),
                ("Low/B.cs", "namespace Low; class B { C? _c; }"),
                ("Low/C.cs", "namespace Low; class C { A? _a; }"),
                ("High/C.cs", High),
                ("D.cs", "class D;")));

    [Fact]
    public void Parts_of_one_type_are_no_circle() =>
        Assert.Equal([], Violations(
            ("Low/A.cs", "namespace Low; partial class A { void One() => Two(); }"),
            ("Low/A.Two.cs", "namespace Low; partial class A { void Two() => Three(); }"),
            ("Low/A.Three.cs", "namespace Low; partial class A { void Three() => One(); }"),
            ("High/C.cs", High),
            ("D.cs", "class D;")));

    [Fact]
    public void A_folder_must_stand_in_the_table_and_a_floor_must_exist() =>
        Assert.Equal(
            ["The folder Other is not among the floors of Example.", "Example has no folder High."],
            Violations(("Low/A.cs", "namespace Low; class A;"), ("Other/B.cs", "namespace Other; class B;"), ("D.cs", "class D;")));

    [Fact]
    public void The_table_is_read_from_its_chapter() =>
        Assert.Equal(
            [("Spec/Vtd.Spec", "Source Model .")],
            FloorPlan.Read("## Rooms\n| `no` | `row` |\n## Floors\n\n| project | floors |\n|---|---|\n| `Spec/Vtd.Spec` | `Source` < `Model` < `.` |\n\n## Rules\n| `no` | `row` |")
                .Select(static plan => (plan.Project, string.Join(' ', plan.Floors))));

    private static IReadOnlyList<string> Violations(params (string Path, string Text)[] files)
    {
        var project = ProductProject.Of(files);
        return FloorCheck.Violations(s_plan, project.Paths.Values, project.Arrows);
    }
}
