namespace Vtd.Runtime;

/// <summary>Keeps results of interrupt remapping, and hears when they are stale. Its calls are made as those of an <see cref="ITranslationListener"/>.</summary>
public interface IInterruptListener
{
    /// <summary>The largest number of interrupt remapping entries.</summary>
    const int AllEntries = 1 << 16;

    /// <summary>Results made from some entries are stale; if it is all entries, so is every other result.</summary>
    /// <param name="first">Index of the first entry.</param>
    /// <param name="count">The number of entries: a power of two, at most <see cref="AllEntries"/>.</param>
    [ForbiddenUnderUnitLock]
    void Invalidated(int first, int count);
}
