namespace Floors.Tests;

/// <summary>Requests that the caches answer meet no quirk and no lock: what depends on quirks was decided when the unit was made, or when the mode or a cache changed.</summary>
public class HitPathTests
{
    /// <summary>The members that answer from the caches alone.</summary>
    private static readonly string[] s_entries = ["RecentPages.TryTranslate", "DmaTranslator.TryTranslate", "InterruptRemapper.TryAnswer", "TranslationLookup.TryGet"];

    /// <summary>Namespaces and types that no such member may use.</summary>
    private static readonly string[] s_forbidden = ["Vtd.Runtime.Quirks", "Vtd.Runtime.UnitQuirks", "Vtd.Runtime.UnitQuirk", "Vtd.Runtime.QuirkCatalog", "Vtd.Runtime.State.UnitLock"];

    [Fact]
    public void No_member_that_answers_from_the_caches_alone_reaches_a_quirk_or_the_lock()
    {
        var found = new ReachableMembers(ProductProject.Read("Runtime/Vtd.Runtime").Compilation, s_entries);

        Assert.Equal([], found.Uses(s_forbidden));
        Assert.InRange(found.Count, 40, 400);
    }

    [Theory]
    [InlineData("bool Hit() => _quirks.One;", "Path.Hit uses Quirks.Set.One")]
    [InlineData("bool Hit() => Deeper; bool Deeper { get { return _quirks.One; } }", "Path.Deeper uses Quirks.Set.One")]
    [InlineData("bool Hit() => ((IStep)new Step()).Go(_quirks); interface IStep { bool Go(Quirks.Set set); } class Step : IStep { public bool Go(Quirks.Set set) => set.One; }", "Path.Step.Go uses Quirks.Set.One")]
    [InlineData("bool Hit() => new Path() == this; public static bool operator ==(Path a, Path b) => a._quirks.One; public static bool operator !=(Path a, Path b) => true;", "Path.operator == uses Quirks.Set.One")]
    public void A_quirk_that_is_reached_is_named(string members, string expected) => Assert.Contains(expected, Uses(members));

    [Theory]
    [InlineData("bool Hit() => _one; readonly bool _one = new Quirks.Set().One;")]
    [InlineData("bool Hit() => One; bool One { get; } = new Quirks.Set().One;")]
    [InlineData("bool Hit() => true; bool Miss() => _quirks.One;")]
    public void What_is_decided_once_or_never_reached_is_fine(string members) => Assert.Equal([], Uses(members));

    private static IEnumerable<string> Uses(string members)
    {
        var text = $"namespace Quirks {{ struct Set {{ public bool One => true; }} }} class Path {{ Quirks.Set _quirks; {members} }}";
        return new ReachableMembers(ProductProject.Of(("A.cs", text)).Compilation, ["Path.Hit"]).Uses(["Quirks"]);
    }
}
