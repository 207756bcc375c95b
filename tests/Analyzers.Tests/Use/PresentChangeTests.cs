using Vtd.Analyzers.Tests.Harness;
using Vtd.Analyzers.Use;

namespace Vtd.Analyzers.Tests.Use;

using Check = Check<PresentChangeAnalyzer>;

public sealed class PresentChangeTests
{
    private const string Read = "var e = new SectorEntry(memory.Read64(place), memory.Read64(place + 8), 0, 0); ";
    private const string Both = "memory.Write64(place + 8, f.Qword1); memory.Write64(place, f.Qword0);";
    private const string BothWrong = "memory.Write64(place + 8, {|VTD2013:f.Qword1|}); memory.Write64(place, f.Qword0);";

    [Theory]
    [InlineData(Read + "if (e.P) { var f = e with { OWNER = 1, W = true }; " + BothWrong + " }")]
    [InlineData(Read + "if (!e.P) return; var f = e with { OWNER = 1, ADDRESS = 4096 }; " + BothWrong)]
    [InlineData(Read + "if (!e.P) { Use(1); return; } var f = e with { OWNER = 1, W = true }; memory.Write64(place, {|VTD2013:f.Qword0|}); memory.Write64(place + 8, f.Qword1);")]
    [InlineData(Read + "if (e.W && e.P) { var f = e with { OWNER = 1, W = false }; " + BothWrong + " Use(f); }")]
    public Task Several_words_of_what_was_found_present(string statements) => Check.FindsInMethod(statements);

    [Theory]
    [InlineData(Read + "var f = e with { OWNER = 1, W = true }; " + Both)]
    [InlineData(Read + "if (e.W) { var f = e with { OWNER = 1, W = true }; " + Both + " }")]
    [InlineData(Read + "if (e.P || e.W) { var f = e with { OWNER = 1, W = true }; " + Both + " }")]
    [InlineData(Read + "if (!e.P) { var f = e with { OWNER = 1, W = true }; " + Both + " }")]
    [InlineData(Read + "if (e.P) { var f = e with { OWNER = 1 }; " + Both + " }")]
    [InlineData(Read + "if (e.P) { var f = e with { OWNER = 1, W = true }; memory.Write64(place + 8, f.Qword1); }")]
    [InlineData(Read + "if (e.P) { var f = e with { OWNER = 1, P = false }; " + Both + " }")]
    [InlineData(Read + "if (e.P) { memory.Write64(place, 0); var f = e with { OWNER = 1, W = true }; " + Both + " }")]
    [InlineData(Read + "if (e.P) { var f = e with { OWNER = 1, W = true }; Use(place); " + Both + " }")]
    [InlineData(Read + "if (e.P) { var f = e with { OWNER = 1, W = true }; var to = place + 64 * memory.Read32(0); memory.Write64(to + 8, f.Qword1); memory.Write64(to, f.Qword0); }")]
    [InlineData(Read + "place += 32; if (e.P) { var f = e with { OWNER = 1, W = true }; " + Both + " }")]
    [InlineData("var e = new SectorEntry { P = true }; if (e.P) { var f = e with { OWNER = 1, W = true }; " + Both + " }")]
    [InlineData(Read + "if (e.P) { var f = e with { OWNER = 1, W = true }; f = default; " + Both + " }")]
    [InlineData(Read + "e = default; if (e.P) { var f = e with { OWNER = 1, W = true }; " + Both + " }")]
    public Task One_word_or_not_known_to_be_present_there(string statements) => Check.FindsInMethod(statements);

    [Fact]
    public Task In_nested_partial_and_generic_types() => Check.Finds("""
        abstract partial class A<T> where T : struct
        {
            protected abstract SectorEntry ReadEntry(T place);
            protected abstract void Write(T place, int word, ulong value);
            class B(A<T> a) { void M(T place) { Action x = () => { var e = a.ReadEntry(place); if (e.P) { var f = e with { OWNER = 1, W = true }; a.Write(place, 1, {|VTD2013:f.Qword1|}); a.Write(place, 0, f.Qword0); } }; } }
        }
        partial class A<T> { void N(T place, T other) { var e = ReadEntry(place); if (e.P) { var f = e with { OWNER = 1, W = true }; Write(other, 1, f.Qword1); Write(other, 0, f.Qword0); } } }
        """);
}
