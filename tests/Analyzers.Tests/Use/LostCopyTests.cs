using Vtd.Analyzers.Tests.Harness;
using Vtd.Analyzers.Use;
using Vtd.CodeFixes;

namespace Vtd.Analyzers.Tests.Use;

using Check = Check<LostCopyAnalyzer>;

public sealed class LostCopyTests
{
    /// <summary>A change of words that users write for their entries.</summary>
    private const string Changes = """

        static class Changes
        {
            public static SectorEntry WithOwner(this SectorEntry entry, ushort owner) => entry with { OWNER = owner };
            public static string WithText(this SectorEntry entry) => "";
        }
        """;

    [Fact]
    public Task Two_at_once() => Check.Fixed<LostCopyFix>(
        "class A { void M(SectorEntry entry, SectorEntry[] others) { {|VTD2001:entry.WithOwner(1)|}; {|VTD2001:(others[0] with { P = true }).WithOwner(2)|}; } }" + Changes,
        "class A { void M(SectorEntry entry, SectorEntry[] others) { entry = entry.WithOwner(1); others[0] = (others[0] with { P = true }).WithOwner(2); } }" + Changes);

    [Fact]
    public Task A_discard_is_meant() => Check.FindsInMethod("var entry = new SectorEntry();\n_ = entry with { P = true };\nUse(entry);");

    [Fact]
    public Task A_call_whose_result_nobody_takes() => Check.Fixed<LostCopyFix>(
        "class A { SectorEntry _entry; void M() { {|VTD2001:_entry.WithOwner(1).WithOwner(2)|}; } }" + Changes,
        "class A { SectorEntry _entry; void M() { _entry = _entry.WithOwner(1).WithOwner(2); } }" + Changes);

    [Fact]
    public Task What_cannot_be_assigned_has_no_fix() => Check.Finds(
        "class A { readonly SectorEntry _entry; void M() { {|VTD2001:_entry.WithOwner(1)|}; foreach (var e in new SectorEntry[2]) { {|VTD2001:e.WithOwner(1)|}; } } }" + Changes);

    [Fact]
    public Task In_lambdas_nested_partial_and_generic_types() => Check.Finds("""
        partial class A<T> where T : class
        {
            struct B { void M(SectorEntry entry) { Action a = () => {|VTD2001:entry.WithOwner(1)|}; } }
        }
        partial class A<T> { void N(SectorEntry entry) => {|VTD2001:entry.WithOwner(2)|}; }
        """ + Changes);

    [Fact]
    public Task What_is_taken_is_left_alone() => Check.FindsInMethod("""
        var entry = new SectorEntry();
        entry = entry with { P = true };
        Use(entry with { W = true });
        var other = entry with { OWNER = 3 };
        Func<SectorEntry> make = () => other with { P = false };
        _ = make();
        """);

    [Fact]
    public Task Types_and_methods_that_are_not_ours_are_left_alone() => Check.Finds("""
        record struct Mine(int Value);
        class A
        {
            void M(Mine mine, SectorEntry entry)
            {
                _ = mine with { Value = 1 };
                entry.WithText();
                Without(entry);
            }
            SectorEntry Without(SectorEntry entry) => entry;
        }
        """ + Changes);
}
