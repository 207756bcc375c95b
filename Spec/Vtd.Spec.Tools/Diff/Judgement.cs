using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Diff;

/// <summary>The effects of changes on users of the generated types, where they depend on both texts.</summary>
internal static class Judgement
{
    /// <summary>The effect of declaring something that the handler has to deal with.</summary>
    public const string Handler = "the handler must have a method for it";

    /// <summary>The effect of a new restriction.</summary>
    public const string Values = "values that were right can be refused";

    /// <summary>The text of a hook that gets the bytes as they were written.</summary>
    public const string WrittenBytes = "bytes";

    /// <summary>The text of a value after reset that the constructor takes.</summary>
    public static string Given { get; } = nameof(ResetSource.Given).ToLowerInvariant();

    /// <summary>The effect of a change of the bits of a field.</summary>
    public static string? Bits(string? before, string? after)
    {
        var (old, now) = (Width(before), Width(after));
        return now < old ? $"narrowed from {Text(old)} to {Text(now)} bits"
            : now > old ? $"widened from {Text(old)} to {Text(now)} bits: the type of the property can change"
            : "moved: what is read and written there is something else";
    }

    /// <summary>The effect of a change of the number of elements.</summary>
    public static string Count(string? before, string? after) => before is null ? "it becomes an array, which has other members"
        : after is null ? "it is no longer an array, and has other members"
        : "there can be more or fewer elements";

    /// <summary>The effect of a change of the names of elements.</summary>
    public static string? Names(string? before, string? after) =>
        before is null || after?.StartsWith(before + ", ", StringComparison.Ordinal) == true ? null : "members for elements have other names, or are gone";

    /// <summary>The effect of a change of where the value after reset comes from.</summary>
    // A value after reset is no promise: fields have it as an aspect that breaks nothing.
    public static string? Reset(string? before, string? after) =>
        before == Given || after == Given ? "the constructor of the register file takes more or fewer values" : null;

    /// <summary>The effect of a change of the writes that the handler is called for.</summary>
    public static string Hook(string? before, string? after) => before is null ? Handler
        : after is null ? "the handler is no longer called for it"
        : before == WrittenBytes || after == WrittenBytes ? "the method of the handler has other parameters"
        : "the handler is called for other writes";

    /// <summary>The effect of a change of the reads that the handler is called for.</summary>
    public static string ReadHook(string? before, string? after) => before is null ? "the handler must have methods for it"
        : after is null ? "the handler is no longer called for it"
        : "the handler is called for other reads";

    /// <summary>The effect of a change of the aliases of a register.</summary>
    public static string? Aliases(string? before, string? after) =>
        Items(before).Except(Items(after), StringComparer.Ordinal).Any() ? "writes at the places that were its aliases no longer reach it" : null;

    /// <summary>The effect of a change of the traits of an enum.</summary>
    public static string? Traits(string? before, string? after) =>
        Items(before).Except(Items(after), StringComparer.Ordinal).Any() ? "code that asks for what was removed no longer compiles" : null;

    /// <summary>The effect of a change of the legal values of a field.</summary>
    public static string? Legal(string? before, string? after)
    {
        if (after is null)
            return null;
        if (before is null)
            return Values;
        var ranges = Items(after).Select(Range).ToList();
        return Items(before).Select(Range).All(range => Holds(ranges, range)) ? null : "values that were right are refused";
    }

    /// <summary>Whether all values of a range are in one or several of others.</summary>
    private static bool Holds(List<LegalRange> ranges, LegalRange wanted)
    {
        foreach (var range in ranges.Where(range => range.First <= wanted.Last && wanted.First <= range.Last))
        {
            return (range.First <= wanted.First || Holds(ranges, wanted with { Last = range.First - 1 }))
                && (wanted.Last <= range.Last || Holds(ranges, wanted with { First = range.Last + 1 }));
        }

        return false;
    }

    private static LegalRange Range(string text)
    {
        var ends = text.Split("..");
        return new(Number(ends[0]), Number(ends[^1]));
    }

    private static ulong Number(string hex) => ulong.Parse(hex["0x".Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string[] Items(string? text) => text?.Split(", ") ?? [];

    private static int Width(string? bits) => bits is null ? 0 : bits.Split(", ").Sum(range =>
    {
        var ends = range.Split(':');
        return int.Parse(ends[0], CultureInfo.InvariantCulture) - int.Parse(ends[^1], CultureInfo.InvariantCulture) + 1;
    });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
