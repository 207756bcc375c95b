using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>An SVD file: the XML in which vendors of microcontrollers describe registers (CMSIS-SVD).</summary>
/// <param name="path">Path, for messages.</param>
internal sealed class SvdFile(string path)
{
    /// <summary>Characters of the longest file that is read; those of large chips have a tenth.</summary>
    private const long MostCharacters = 1 << 26;

    /// <summary>The device that the file describes.</summary>
    /// <exception cref="UnusableSpecException">The file is missing, not XML or not SVD.</exception>
    public XElement ReadDevice()
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
            return root.Name.LocalName == "device" ? root : throw Invalid(root, $"the root element is <{root.Name.LocalName}>, and that of an SVD file is <device>.");
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

    /// <summary>A number as SVD writes it: decimal, <c>0x1C</c>, <c>0b101</c> or <c>#101</c>.</summary>
    /// <exception cref="UnusableSpecException">The text of the element is something else.</exception>
    public ulong Number(XElement element)
    {
        var text = element.Value.Trim();
        return TryParse(text, out var value) ? value : throw Invalid(element, $"'{text}' is not a number, such as 12, 0x1C or 0b101.");
    }

    /// <summary>Reads a number.</summary>
    public static bool TryParse(string text, out ulong value)
    {
        var unsigned = text.StartsWith('+') ? text[1..] : text;
        if (unsigned.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(unsigned.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        if (unsigned.StartsWith("0b", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(unsigned.AsSpan(2), NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out value);
        return unsigned.StartsWith('#')
            ? ulong.TryParse(unsigned.AsSpan(1), NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(unsigned, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The exception for an element that cannot be read.</summary>
    /// <param name="element">The element.</param>
    /// <param name="message">The reason, and what is expected.</param>
    public UnusableSpecException Invalid(XElement element, string message)
    {
        var place = (IXmlLineInfo)element;
        return new UnusableSpecException($"{path}({place.LineNumber},{place.LinePosition}): {message}");
    }
}
