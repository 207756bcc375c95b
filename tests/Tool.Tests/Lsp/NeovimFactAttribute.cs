namespace Vtd.Tool.Tests.Lsp;

/// <summary>A test with Neovim; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeovimFactAttribute : FactAttribute
{
    public NeovimFactAttribute()
    {
        if (!SearchPath.Has("nvim"))
            Skip = "No Neovim on this machine: install it (Debian: apt-get install neovim).";
    }
}
