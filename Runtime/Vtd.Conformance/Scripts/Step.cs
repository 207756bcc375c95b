using System.Globalization;

namespace Vtd.Conformance.Scripts;

/// <summary>One line of a script.</summary>
/// <param name="Text">The line, its words separated by one blank.</param>
public abstract record Step(string Text)
{
    /// <summary>Memory writes of 1, 2, 4 or 8 bytes by their sizes.</summary>
    protected static readonly string[] Suffixes = ["b", "w", "l", "q"];

    public sealed override string ToString() => Text;

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">The line is not a step of a script.</exception>
    public static Step Parse(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["reset"] => new SystemResetStep(),
            ["stop"] => new StopStep(),
            ["cont"] => new ContinueStep(),
            ["interrupts"] => new InterruptsStep(),
            ["await", .. var request, var mask, var value] when request.Length > 0 =>
                new AwaitStep(Request(request), Number(mask), Number(value)),
            ["reset" or "stop" or "cont" or "interrupts" or "await", ..] => throw new FormatException($"'{line.Trim()}' has too many or too few words."),
            _ => Request(words),
        };
    }

    /// <summary>A number as C writes it, in hexadecimal after 0x.</summary>
    /// <exception cref="FormatException">The word is not a number.</exception>
    public static ulong Number(string word)
    {
        var isHexadecimal = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var styles = isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return ulong.TryParse(isHexadecimal ? word[2..] : word, styles, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{word}' is no number.");
    }

    private static RequestStep Request(string[] words) =>
        RequestStep.Parameters.TryGetValue(words[0], out var count) && words.Length - 1 == count
            ? new RequestStep(string.Join(' ', words))
            : throw new FormatException($"'{string.Join(' ', words)}' is no request of a script.");
}

/// <summary>A request of the qtest protocol.</summary>
public sealed record RequestStep(string Text) : Step(Text)
{
    /// <summary>The requests that scripts may have, and how many parameters each has.</summary>
    public static IReadOnlyDictionary<string, int> Parameters { get; } = new Dictionary<string, int>(
    [
        .. Suffixes.Select(suffix => KeyValuePair.Create($"read{suffix}", 1)),
        .. Suffixes.Select(suffix => KeyValuePair.Create($"write{suffix}", 2)),
        .. Suffixes[..3].Select(suffix => KeyValuePair.Create($"in{suffix}", 1)),
        .. Suffixes[..3].Select(suffix => KeyValuePair.Create($"out{suffix}", 2)),
        new("read", 2),
        new("write", 3),
        new("b64read", 2),
        new("b64write", 3),
        new("memset", 3),
    ]);
}

/// <summary>A request that is made again until its answer is what it should be, while virtual time passes.</summary>
/// <param name="Request">A request for a number.</param>
/// <param name="Mask">The bits that are looked at.</param>
/// <param name="Value">The expected value of the bits.</param>
public sealed record AwaitStep(RequestStep Request, ulong Mask, ulong Value) : Step($"await {Request.Text} 0x{Mask:x} 0x{Value:x}")
{
    /// <summary>Whether an answer is what it should be.</summary>
    public bool IsMet(string answer) =>
        answer.Split(' ') is ["OK", var number] && (Number(number) & Mask) == Value;
}

/// <summary>Virtual time stands still until <see cref="ContinueStep"/>, so that what takes time is not over before.</summary>
public sealed record StopStep() : Step("stop");

/// <summary>Virtual time goes on.</summary>
public sealed record ContinueStep() : Step("cont");

/// <summary>A system reset.</summary>
public sealed record SystemResetStep() : Step("reset");

/// <summary>Asks which interrupt vectors have come to the processor since it was reset.</summary>
public sealed record InterruptsStep() : Step("interrupts");
