using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vtd.Spec.Tools;

/// <summary>JSON that people read as well, the same on every system.</summary>
internal static class ReadableJson
{
    /// <summary>To copy: who serializes by a context needs options of its own.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        // Texts quote: ' must stay readable. The output is no HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };
}
