using System.ComponentModel;
using System.Diagnostics;

namespace Vtd.Tool.Tests.Diff;

/// <summary>A test that needs git.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GitFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_isThere = new(IsThere);

    public GitFactAttribute()
    {
        if (!s_isThere.Value)
            Skip = "No git on this machine: install it (Debian: apt-get install git).";
    }

    private static bool IsThere()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["--version"]) { RedirectStandardOutput = true })!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
