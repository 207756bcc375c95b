using System.Text;
using Microsoft.CodeAnalysis;

namespace Vtd.Codegen.Tests.Harness;

/// <summary>Compares generated files with those that somebody looked at and kept.</summary>
/// <remarks>Names and first lines follow Verify: <c>Class.Method#Hint.g.verified.cs</c>, beside it <c>.received.cs</c> after a
/// mismatch. <c>VTD_ACCEPT_SNAPSHOTS=1</c> accepts what is received.</remarks>
internal static class Snapshot
{
    private static readonly bool s_accepts = Environment.GetEnvironmentVariable("VTD_ACCEPT_SNAPSHOTS") == "1";

    public static void Verify(string test, IEnumerable<GeneratedSourceResult> sources)
    {
        var folder = Path.Combine(SpecFolders.Project, "Snapshots");
        var stale = Directory.EnumerateFiles(folder, $"{test}#*.verified.cs").ToHashSet(StringComparer.Ordinal);
        var complaints = new StringBuilder();
        foreach (var source in sources)
        {
            var name = Path.Combine(folder, $"{test}#{Path.ChangeExtension(source.HintName, null)}");
            var (verified, received) = (name + ".verified.cs", name + ".received.cs");
            var text = $"//HintName: {source.HintName}\n{source.SourceText}";
            stale.Remove(verified);
            if (File.Exists(verified) && File.ReadAllText(verified) == text)
            {
                File.Delete(received);
                continue;
            }

            File.WriteAllText(s_accepts ? verified : received, text);
            complaints.AppendLine(s_accepts ? null : $"differs: {Path.GetFileName(received)}");
        }

        foreach (var file in stale.Order(StringComparer.Ordinal))
        {
            if (s_accepts)
                File.Delete(file);
            complaints.AppendLine(s_accepts ? null : $"no longer generated: {Path.GetFileName(file)}");
        }

        Assert.True(s_accepts || complaints.Length == 0, $"{complaints}VTD_ACCEPT_SNAPSHOTS=1 accepts.");
    }
}
