namespace Vtd.Runtime.Tests.Endpoints;

/// <summary>A listener that writes down what it hears, and keeps the mappings as a shadow table would.</summary>
internal sealed class RecordingListener(bool wantsMappings) : ITranslationListener
{
    /// <summary>Everything, oldest first.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What is mapped, by address; a page that is mapped twice fails.</summary>
    public SortedDictionary<ulong, PageTranslation> Mappings { get; } = [];

    /// <summary>Called in each call, before anything else; may throw.</summary>
    public Action<string> OnCall { get; set; } = _ => { };

    public bool WantsMappings => wantsMappings;

    /// <summary>What was heard since the last time.</summary>
    public string[] Take()
    {
        string[] lines = [.. Lines];
        Lines.Clear();
        return lines;
    }

    public void Switched(bool isTranslated) => Note(isTranslated ? "on" : "off");

    public void Unmapped(ulong first, ulong last)
    {
        Note((first, last) == (0, ulong.MaxValue) ? "unmap all" : $"unmap {first:X}-{last:X}");
        foreach (var page in Mappings.Values.Where(page => page.Input <= last && page.Input + (page.Size - 1) >= first).ToArray())
        {
            Assert.True(page.Input >= first && page.Input + (page.Size - 1) <= last, "half of a page");
            Mappings.Remove(page.Input);
        }
    }

    public void Mapped(in PageTranslation page)
    {
        Assert.True(wantsMappings);
        var rights = $"{(page.Permissions.HasFlag(PagePermissions.Read) ? "r" : "")}{(page.Permissions.HasFlag(PagePermissions.Write) ? "w" : "")}";
        Note($"map {page.Input:X}>{page.Output:X} {page.Size:X} {rights}");
        foreach (var other in Mappings.Values)
            Assert.False(page.Input <= other.Input + (other.Size - 1) && other.Input <= page.Input + (page.Size - 1), "mapped twice");
        Mappings.Add(page.Input, page);
    }

    public void MappingsSuspended(bool areSuspended)
    {
        Assert.Empty(Mappings);
        Note(areSuspended ? "suspended" : "resumed");
    }

    private void Note(string line)
    {
        Lines.Add(line);
        OnCall(line);
    }
}
