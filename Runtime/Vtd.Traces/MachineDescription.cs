using System.Text.Json;

namespace Vtd.Traces;

/// <summary>Reads the file that describes the machine of a recording: NAME.json beside NAME.trace.gz.</summary>
public static class MachineDescription
{
    /// <summary>
    /// The names of the functions that asked for translations. The machine's disks stand in the order of their PCI addresses, and they are
    /// the only functions behind the unit that do DMA; without a description, or if it has another number of disks, there are no names.
    /// </summary>
    public static IReadOnlyDictionary<ushort, string> Names(string recordingPath, IEnumerable<ushort> requesters)
    {
        var inOrder = requesters.Order().ToList();
        var disks = Disks(Path.Combine(Path.GetDirectoryName(recordingPath) ?? "", Path.GetFileName(recordingPath).Split(".trace")[0] + ".json"));
        return disks.Count == inOrder.Count ? inOrder.Zip(disks).ToDictionary(pair => pair.First, pair => pair.Second) : new Dictionary<ushort, string>();
    }

    private static List<string> Disks(string path)
    {
        if (!File.Exists(path))
            return [];

        try
        {
            using var description = JsonDocument.Parse(File.ReadAllBytes(path));
            return description.RootElement.TryGetProperty("disks", out var disks) ? [.. disks.EnumerateArray().Select(disk => disk.ToString())] : [];
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return [];
        }
    }
}
