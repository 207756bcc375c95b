using System.Xml;
using System.Xml.Linq;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.Xml;

/// <summary>Reads a number as a format writes it.</summary>
/// <param name="text">Text without space around it.</param>
/// <param name="value">The number.</param>
internal delegate bool NumberReader(string text, out ulong value);

/// <summary>A file in a format that is XML.</summary>
/// <param name="path">Path, for messages.</param>
/// <param name="tryParse">Reads the numbers of the format.</param>
internal sealed class XmlSource(string path, NumberReader tryParse)
{
    /// <summary>Characters of the longest file that is read; those of large chips have a tenth.</summary>
    private const long MostCharacters = 1 << 26;

    /// <summary>The root of the file.</summary>
    /// <param name="name">Name of the root element.</param>
    /// <param name="format">Name of the format, for messages.</param>
    /// <exception cref="UnusableSpecException">The file is missing, not XML, or has another root.</exception>
    public XElement ReadRoot(string name, string format)
    {
        try
        {
            // No entities and no network: a file describes itself alone.
            using var reader = XmlReader.Create(path, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MostCharacters,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            var root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
            return root.Name.LocalName == name ? root : throw Invalid(root, $"the root element is <{root.Name.LocalName}>, and that of an {format} file is <{name}>.");
        }
        catch (XmlException failure)
        {
            // A document type, which is refused, has no place: it stands at the start.
            throw new UnusableSpecException($"{path}({Math.Max(1, failure.LineNumber)},{Math.Max(1, failure.LinePosition)}): not valid XML: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnusableSpecException(File.Exists(path) ? $"{path}: {failure.Message}" : $"{path}: no such file");
        }
    }

    /// <summary>The number in an element.</summary>
    /// <exception cref="UnusableSpecException">The text of the element is something else.</exception>
    public ulong Number(XElement element)
    {
        var text = element.Value.Trim();
        return tryParse(text, out var value) ? value : throw Invalid(element, $"'{text}' is not a number, such as 12, 0x1C or 0b101.");
    }

    /// <summary>The exception for an element that cannot be read.</summary>
    /// <param name="element">The element.</param>
    /// <param name="message">The reason, and what is expected.</param>
    public UnusableSpecException Invalid(XElement element, string message)
    {
        var place = (IXmlLineInfo)element;
        return new UnusableSpecException($"{path}({place.LineNumber},{place.LinePosition}): {ImportTexts.Message(message)}");
    }
}
