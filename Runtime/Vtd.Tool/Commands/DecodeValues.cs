using Spectre.Console;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Decode.Regset;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd decode` of values on the command line.</summary>
internal sealed class DecodeValues(Catalog catalog, bool asBytes, bool asJson, Terminal terminal)
{
    /// <summary>Decodes a value of a thing; or several, each written THING=VALUE, of which registers count as given for the others.</summary>
    /// <exception cref="UndecodableException">The values cannot be decoded.</exception>
    public int Run(string thing, IReadOnlyList<string> values, IReadOnlyList<string> given)
    {
        var pairs = Pairs(thing, values);
        var known = GivenFields.Read([.. given, .. pairs.Where(IsRegister).Select(pair => $"{catalog.Find(pair.Name).Name}={pair.Values[0]}")], catalog);
        return Write([.. pairs.Select(pair => Decode(pair, known))]);
    }

    private static List<Pair> Pairs(string thing, IReadOnlyList<string> values)
    {
        if (!thing.Contains('=', StringComparison.Ordinal))
            return [new Pair(thing, values, IsJoined: false)];

        return [.. values.Prepend(thing).Select(static text => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } value]
            ? new Pair(name, [value], IsJoined: true)
            : throw new UndecodableException($"'{PrintableText.Text(text)}' is no THING=VALUE; after one of these only others can follow."))];
    }

    /// <summary>A register in whole tells about others.</summary>
    private bool IsRegister(Pair pair) =>
        pair.IsJoined && !asBytes && !RegisterAt.IsOffset(pair.Name) && catalog.Find(pair.Name) is DecodableRegister { Index: null, Register.IsArray: false };

    private IReadOnlyList<Decoded> Decode(Pair pair, KnownRegisters known)
    {
        var thing = RegisterAt.IsOffset(pair.Name) ? RegisterAt.Find(pair.Name, catalog, known) : catalog.Find(pair.Name);
        if (pair.Values.Count == 0)
            throw new UndecodableException($"{thing.Name} needs a value, for instance: vtd decode {thing.Name} 0x0.");

        if (asBytes)
            return thing.Decode(GivenValue.OfBytes(pair.Values), known);

        // A field can be written as --given takes it: by the name of its code.
        return thing is DecodableField field && pair.IsJoined
            ? thing.Decode(new GivenValue(field.RawOf(pair.Values[0]), null), known)
            : thing.Decode(GivenValue.OfWords(pair.Values), known);
    }

    private int Write(IReadOnlyList<IReadOnlyList<Decoded>> all)
    {
        if (asJson)
        {
            terminal.Output.WriteLine(DecodedJson.Write([.. all.SelectMany(static one => one)]));
        }
        else
        {
            var report = new DecodedReport(terminal.Report);
            foreach (var (index, possible) in all.Index())
            {
                if (index > 0)
                    terminal.Report.WriteLine();
                foreach (var one in possible)
                    report.Write(one);
                if (possible.Count > 1)
                    report.WriteUndecided(possible);
            }
        }

        return all.Any(static possible => possible is [{ IsWrong: true }]) ? ExitCode.Found : ExitCode.Success;
    }

    private sealed record Pair(string Name, IReadOnlyList<string> Values, bool IsJoined);
}
