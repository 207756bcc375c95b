namespace Vtd.Spec.LanguageServer.Text;

/// <summary>Characters of a text.</summary>
/// <param name="Start">The first character.</param>
/// <param name="End">The place after the last character.</param>
public readonly record struct Stretch(int Start, int End)
{
    /// <summary>The number of characters.</summary>
    public int Length => End - Start;

    /// <summary>Whether a place is among the characters, or at one of the two ends.</summary>
    public bool Touches(int offset) => Start <= offset && offset <= End;
}
