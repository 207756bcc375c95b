using System.CommandLine;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Encode;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd encode`: the value of a register, an entry or a descriptor from its fields.</summary>
internal static class EncodeCommand
{
    public static Command Create(Terminal terminal)
    {
        var thing = new Argument<string>("thing") { Description = "A register, entry or descriptor, in upper or lower case." };
        var fields = new Argument<string[]>("field")
        {
            Description = "FIELD=VALUE: a decimal number, a hexadecimal one after 0x, the name of a code, or names of flags joined by |. An address is given in whole. Fields without a value are 0.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var asBytes = new Option<bool>("--bytes") { Description = "Print the bytes as memory holds them, the lowest first." };
        var given = new Option<string[]>("--given") { Description = "A known field or register, on which fields and variants depend: ECAP.PT=1, RTADDR.TTM=Scalable. May be repeated.", HelpName = "FIELD=VALUE" };
        var specs = new Option<string[]>("--spec") { Description = "A spec file or a folder of them instead of the built-in VT-d. May be repeated.", HelpName = "PATH" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else." };
        var command = new Command("encode", "Put fields together: the value of a register, or the words of an entry or a descriptor, the lowest first.") { thing, fields, asBytes, given, specs, json };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(asBytes) && parsed.GetValue(json))
                parsed.AddError("The JSON object has the bytes as well: --bytes and --json do not go together.");
        });
        command.SetAction(parsed => DecodeCommand.Guarded(terminal, () =>
        {
            var catalog = DecodeCommand.Load(parsed.GetValue(specs) ?? []);
            var known = GivenFields.Read(parsed.GetValue(given) ?? [], catalog);
            var encoded = Encoder.Encode(catalog.Find(parsed.GetValue(thing)!), parsed.GetValue(fields) ?? [], known);
            foreach (var error in encoded.Errors)
                terminal.Error.WriteLine($"vtd: {error}");
            if (encoded.Errors.Count > 0)
                return ExitCode.Unusable;

            terminal.Output.WriteLine(parsed.GetValue(json) ? EncodedJson.Write(encoded) : parsed.GetValue(asBytes) ? BytesOf(encoded) : WordsOf(encoded));
            return ExitCode.Success;
        }));
        return command.WithExamples(
            ("vtd encode GCMD TE=1 QIE=1", null),
            ("vtd encode iotlb-invalidate G=Domain DID=3", "the type of a descriptor is its own"),
            ("vtd encode legacy-root-entry P=1 CTP=0x44dd3f000 --bytes", "as memory holds it"));
    }

    private static string BytesOf(Encoded encoded) => string.Join(' ', encoded.Bytes.Select(static one => Bits.Hex(one, 8)[2..]));

    /// <summary>As `vtd decode` takes it: one number up to 64 bits, words otherwise.</summary>
    private static string WordsOf(Encoded encoded) => encoded.Decoded!.Layout.Size <= 64
        ? Bits.Hex(encoded.Decoded.Value, encoded.Decoded.Layout.Size)
        : string.Join(' ', encoded.Words.Select(static word => Bits.Hex(word, 64)));
}
