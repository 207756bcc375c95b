using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Floors.Tests;

/// <summary>What is internal stays inside its project: no product project sees the internals of another, and few test projects do.</summary>
public sealed partial class InternalsTests
{
    private const int MostTestProjects = 5;

    [Fact]
    public void Internals_are_visible_to_few_test_projects_alone()
    {
        var projects = Files("*.csproj").ToList();
        var tests = projects.Where(static file => Path.GetRelativePath(ProductProject.Repository, file).StartsWith("tests", StringComparison.Ordinal)).Select(NameOf);
        var friends = projects.Concat(Files("*.props")).Concat(Files("*.targets")).SelectMany(FriendsInProject).Concat(Files("*.cs").SelectMany(FriendsInCode)).ToList();

        Assert.Equal([], friends.Except(tests));
        Assert.InRange(friends.Count, 1, MostTestProjects);
    }

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(ProductProject.Repository, pattern, SearchOption.AllDirectories)
            .Where(static file => !Path.GetRelativePath(ProductProject.Repository, file).Split(Path.DirectorySeparatorChar).Any(static folder => folder is "bin" or "obj"));

    private static string NameOf(string project) =>
        XDocument.Load(project).Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> FriendsInProject(string project) =>
        XDocument.Load(project).Descendants("InternalsVisibleTo").Select(static item => item.Attribute("Include")!.Value);

    private static IEnumerable<string> FriendsInCode(string file) => FriendAttribute.Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value);

    [GeneratedRegex(@"\[assembly:.*InternalsVisibleTo\(""([^"",]+)")]
    private static partial Regex FriendAttribute { get; }
}
