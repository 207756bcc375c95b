namespace Vtd.Tool.Docs.Views;

/// <summary>A line of what is known about a thing: a name and a text.</summary>
internal sealed record Fact(string Name, Html Text);
