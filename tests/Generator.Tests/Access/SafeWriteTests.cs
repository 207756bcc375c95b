using System.Globalization;
using Vtd.Codegen.Tests.Harness;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Tests.Access;

/// <summary>What <c>ToWrite</c> makes of a value that was read, against the effects written out by hand.</summary>
public class SafeWriteTests
{
    // Values that software means to keep and can keep: neither a write that always acts, nor bits whose value it cannot know.
    private static readonly string[] s_words =
        [.. Vtd.Spec.Model.Access.All.Where(static access => access.Reserved == ReservedKind.None && access.Neutral != NeutralWrite.Impossible && !(access.IsStored() && access.OnRead != ReadEffect.None)).Select(static access => access.Name)];

    private static readonly Func<ulong, ulong> s_write = Compiled<Func<ulong, ulong>>("value => new Control(value).ToWrite().Value");

    [Fact]
    public void Writing_back_what_was_read_changes_nothing()
    {
        foreach (var held in new ulong[] { 0UL, ulong.MaxValue, 0x5555_5555_5555_5555, 0xAAAA_AAAA_AAAA_AAAA })
        {
            var read = Enumerable.Range(0, s_words.Length).Aggregate(0UL, (bits, at) => bits | (Bit(held, at) && AccessMeaning.All[s_words[at]].Seen ? 1UL << at : 0));
            var written = s_write(read);
            for (var at = 0; at < s_words.Length; at++)
            {
                var meaning = AccessMeaning.All[s_words[at]];
                var left = meaning.AfterRead(Bit(held, at));
                Assert.True(meaning.AfterWrite(left, Bit(written, at)) == left, $"{s_words[at]} of 0x{held:X}");
            }
        }
    }

    [Theory]
    [InlineData("rw1t", "toggle", true)]
    [InlineData("rw0c", "clear", false)]
    [InlineData("rw0s", "set", false)]
    [InlineData("rw0t", "toggle", false)]
    [InlineData("rsw0c", "clear", false)]
    [InlineData("r0w1s", "set", true)]
    public void Bits_that_are_named_act(string word, string verb, bool acting)
    {
        var at = Array.IndexOf(s_words, word);
        var write = Compiled<Func<ulong>>($"() => new Control(0).ToWrite({verb}F{at}: true).Value")();
        Assert.Equal(acting, Bit(write, at));
        Assert.Equal(!acting, Bit(s_write(0), at));
    }

    private static bool Bit(ulong bits, int at) => (bits >> at & 1) != 0;

    private static T Compiled<T>(string lambda)
        where T : Delegate
    {
        var fields = string.Concat(s_words.Select(static (word, at) => string.Create(CultureInfo.InvariantCulture, $"      F{at}: {{ bits: {at}, access: {word} }}\n")));
        var spec = string.Create(CultureInfo.InvariantCulture, $$"""
            spec: Words
            block: { size: 8, access: [8] }
            registers:
              CONTROL:
                offset: 0
                width: 64
                reset: 0
                fields:
            {{fields}}    reserved: ["63:{{s_words.Length}}"]
            """);
        var type = typeof(T).GetGenericArguments();
        var code = $"using System; using Consumer.Words; /** <summary>Calls the type.</summary> */ public static class Probe {{ /** <summary>The call.</summary> */ public static Func<{string.Join(", ", type.Select(static argument => argument.FullName))}> Get() => {lambda}; }}";
        return Generated.Method<Func<T>>(Generated.Compile(Generated.Texts(spec), code), "Probe", "Get")();
    }
}
