using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;

namespace Vtd.Spec.Tests;

public sealed class LanguageTests
{
    [Fact]
    public void EveryKeyIsDescribedInOneSentence() =>
        Assert.All(KeyTables.All.SelectMany(table => table.Keys), key =>
        {
            Assert.EndsWith(".", key.Description, StringComparison.Ordinal);
            Assert.True(char.IsUpper(key.Description[0]), key.Description);
        });

    [Fact]
    public void EveryTableThatAShapeNamesExists()
    {
        var names = KeyTables.All.Select(table => table.Name).ToHashSet();
        Assert.All(KeyTables.All.SelectMany(table => table.Keys).SelectMany(key => TablesIn(key.Shape)), name => Assert.Contains(name, names));
    }

    [Fact]
    public void EveryTableButThatOfAFileIsReached()
    {
        var reached = KeyTables.All.SelectMany(table => table.Keys).SelectMany(key => TablesIn(key.Shape)).ToHashSet();
        Assert.Equal(KeyTables.All.Skip(1).Select(table => table.Name).Order(), reached.Order());
    }

    private static IEnumerable<string> TablesIn(Shape shape) => shape switch
    {
        TableShape table => [table.Table],
        ListShape list => TablesIn(list.Item),
        MapShape map => TablesIn(map.Item),
        EitherShape either => [.. TablesIn(either.First), .. TablesIn(either.Second)],
        _ => [],
    };
}
