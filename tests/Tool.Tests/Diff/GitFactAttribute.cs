namespace Vtd.Tool.Tests.Diff;

/// <summary>A test that makes a repository; skipped where there is no git.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GitFactAttribute : FactAttribute
{
    public GitFactAttribute()
    {
        if (!SearchPath.Has("git"))
            Skip = "No git on this machine: install it (Debian: apt-get install git).";
    }
}
