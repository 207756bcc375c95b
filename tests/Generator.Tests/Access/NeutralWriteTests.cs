using Vtd.Spec.Model;

namespace Vtd.Codegen.Tests.Access;

/// <summary>The value that leaves bits as they are, against the effects written out by hand.</summary>
public class NeutralWriteTests
{
    private static readonly bool[] s_bits = [false, true];

    public static TheoryData<string> Words() => [.. AccessMeaning.All.Keys];

    [Theory]
    [MemberData(nameof(Words))]
    public void Writing_it_after_a_read_changes_nothing(string word)
    {
        var meaning = AccessMeaning.All[word];

        switch (Vtd.Spec.Model.Access.Parse(word)!.Neutral)
        {
            case NeutralWrite.Any:
                Assert.True(Keeps(meaning, static _ => false) && Keeps(meaning, static _ => true));
                break;
            case NeutralWrite.ReadValue:
                Assert.True(Keeps(meaning, static seen => seen));
                break;
            case NeutralWrite.Zeros:
                Assert.True(Keeps(meaning, static _ => false));
                break;
            case NeutralWrite.Ones:
                Assert.True(Keeps(meaning, static _ => true));
                break;
            case NeutralWrite.Impossible:
                Assert.True(meaning.IsOnce || !(Keeps(meaning, static _ => false) || Keeps(meaning, static _ => true) || Keeps(meaning, static seen => seen)));
                break;
        }
    }

    /// <summary>Whether a written bit, made of what a read gave, keeps the bit as the read left it.</summary>
    private static bool Keeps(AccessMeaning meaning, Func<bool, bool> data) => s_bits.All(bit =>
    {
        var left = meaning.AfterRead(bit);
        return meaning.AfterWrite(left, data(bit && meaning.Seen)) == left;
    });
}
