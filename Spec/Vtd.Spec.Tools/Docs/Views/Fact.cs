using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>A line of what is known about a thing: a name and a text.</summary>
internal sealed record Fact(string Name, Html Text);
