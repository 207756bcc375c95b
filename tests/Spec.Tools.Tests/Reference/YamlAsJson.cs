using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vtd.Spec.Tools.Tests.Reference;

/// <summary>YAML as the language server of an editor sees it: version 1.2, with the types of its core schema.</summary>
internal static partial class YamlAsJson
{
    /// <exception cref="YamlException">It is no YAML, or has a key twice.</exception>
    public static JsonNode? Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents.Count > 1)
            throw new YamlException("a second document");
        return stream.Documents.Count == 0 ? null : Of(stream.Documents[0].RootNode);
    }

    private static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(KeyOf(pair.Key), Of(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Of)]),
        YamlScalarNode scalar => Of(scalar),
        _ => throw new YamlException($"no JSON for {node.GetType().Name}"),
    };

    private static string KeyOf(YamlNode key) => key is YamlScalarNode scalar ? scalar.Value! : throw new YamlException("a key that is no scalar");

    private static JsonNode? Of(YamlScalarNode scalar)
    {
        var text = scalar.Value!;
        if (scalar.Style != ScalarStyle.Plain)
            return text;
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return null;
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            return text[0] is 't' or 'T';
        if (Hexadecimal().IsMatch(text))
            return ulong.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var hexadecimal) ? hexadecimal : double.MaxValue;
        if (Integer().IsMatch(text))
            return decimal.TryParse(text, CultureInfo.InvariantCulture, out var integer) ? integer : double.MaxValue;
        return Number().IsMatch(text) ? double.Parse(text, CultureInfo.InvariantCulture) : text;
    }

    [GeneratedRegex("^0x[0-9A-Fa-f]+$")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?\d+$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$")]
    private static partial Regex Number();
}
