using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Import.Reggen;

/// <summary>Words of reggen for what software can do to a field.</summary>
internal static class ReggenAccess
{
    private static readonly string[] s_words = ["ro", "rc", "rw", "wo", "r0w1c", "rw1s", "rw1c", "rw0c"];

    /// <summary>The access of a word, all of which the language has; null for <c>none</c>.</summary>
    public static Access? Of(HjsonValue word) =>
        word.Text == "none" ? null
        : s_words.Contains(word.Text) ? Access.Parse(word.Text)
        : throw word.Invalid($"'{word.Text}' is not an access: none, {string.Join(", ", s_words)} are.");
}
