using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vtd.Spec.Tools;

/// <summary>JSON that people read as well, the same on every system. Reflection serializes: serializers generated for every type would be the larger half of the library.</summary>
public static class ReadableJson
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        // Texts quote: ' must stay readable. The output is no HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    /// <summary>The JSON of a value.</summary>
    /// <typeparam name="T">The type whose public properties are written.</typeparam>
    /// <param name="value">The value.</param>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
}
