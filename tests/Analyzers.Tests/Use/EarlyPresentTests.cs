using Vtd.Analyzers.Tests.Harness;
using Vtd.Analyzers.Use;
using Vtd.CodeFixes;

namespace Vtd.Analyzers.Tests.Use;

using Check = Check<EarlyPresentAnalyzer>;

public sealed class EarlyPresentTests
{
    [Fact]
    public Task The_present_word_is_moved_behind_the_others() => Check.FixedInMethod<EarlyPresentFix>(
        "var entry = new SectorEntry { P = true, OWNER = 1 };\nmemory.Store(0, {|VTD2010:entry.Qword0|});\nmemory.Store(8, entry.Qword1);\nUse(entry);",
        "var entry = new SectorEntry { P = true, OWNER = 1 };\nmemory.Store(8, entry.Qword1);\nmemory.Store(0, entry.Qword0);\nUse(entry);");

    [Theory]
    [InlineData("var e = registers is null ? default : new SectorEntry(); memory.Write64(0, {|VTD2010:e.Qword0|}); Use(1); memory.Write64(8, e.Qword1); memory.Write64(16, e.Qword2);")]
    [InlineData("var e = new SectorEntry { W = true } with { P = place > 0 }; memory.Write64(8, e.Qword1); memory.Write64(0, {|VTD2010:e.Qword0|}); memory.Write64(16, e.Qword2);")]
    public Task Too_early(string statements) => Check.FindsInMethod(statements);

    [Theory]
    [InlineData("var e = new SectorEntry { P = true }; memory.Store(8, e.Qword1); memory.Store(16, e.Qword2); memory.Store(0, e.Qword0);")]
    [InlineData("var e = new SectorEntry { W = true }; memory.Store(0, e.Qword0); memory.Store(8, e.Qword1);")]
    [InlineData("var e = new SectorEntry { P = false }; memory.Store(0, e.Qword0); memory.Store(8, e.Qword1);")]
    [InlineData("var e = new SectorEntry { P = true }; var f = e; memory.Store(0, e.Qword0); memory.Store(8, f.Qword1);")]
    [InlineData("var e = new SectorEntry { P = true }; memory.Store(0, e.Qword0 & ~SectorEntry.Masks.P); memory.Store(8, e.Qword1); memory.Store(0, e.Qword0);")]
    [InlineData("var e = new SectorEntry { P = true }; memory.Store(0, e.Qword0); e = new SectorEntry { W = true }; memory.Store(8, e.Qword1);")]
    [InlineData("var e = new SectorEntry { P = true }; Use(e.Qword0); Use(e.Qword1); System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(new byte[8], e.Qword0); System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(new byte[8], e.Qword1);")]
    [InlineData("var e = new WaitDescriptor { FENCE = true }; memory.Store(0, e.Qword0); memory.Store(8, e.Qword1);")]
    public Task Last_or_not_seen_by_hardware(string statements) => Check.FindsInMethod(statements);

    [Fact]
    public Task In_nested_partial_and_generic_types() => Check.Finds("""
        abstract partial class A<T> where T : struct
        {
            protected abstract void Write(T place, ulong value);
            class B(A<T> a) { void M(T place, SectorEntry e) { Action f = () => { a.Write(place, {|VTD2010:e.Qword0|}); a.Write(place, e.Qword3); }; } }
        }
        partial class A<T> { void N(T place, in SectorEntry e) { Write(place, e.Qword3); Write(place, e.Qword0); } }
        """);
}
