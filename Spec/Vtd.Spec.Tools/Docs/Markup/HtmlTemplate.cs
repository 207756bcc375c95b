using System.Globalization;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>The templates of the site. Whatever they print is escaped, unless it is <see cref="Html"/>.</summary>
internal sealed class HtmlTemplate
{
    private readonly Lazy<Template> _template;

    private HtmlTemplate(string name) => _template = new(() => Parse(name));

    public static HtmlTemplate Contents { get; } = new("contents");

    public static HtmlTemplate Diagram { get; } = new("diagram");

    public static HtmlTemplate Enum { get; } = new("enum");

    public static HtmlTemplate Page { get; } = new("page");

    public static HtmlTemplate Queue { get; } = new("queue");

    public static HtmlTemplate Specs { get; } = new("specs");

    public static HtmlTemplate Structure { get; } = new("structure");

    /// <summary>The HTML that the template makes of <paramref name="view"/>, which it knows as <c>it</c>.</summary>
    public Html Render(object view)
    {
        var context = new EscapingContext
        {
            // Scriban's defaults cut long output short and stop long loops, both without an error that anybody would see.
            LoopLimit = 0,
            LimitToString = 0,
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            AutoIndent = false,
            NewLine = "\n",
            MemberRenamer = static member => member.Name,
            TryGetMember = static (TemplateContext _, SourceSpan _, object _, string member, out object? _) =>
                throw new InvalidOperationException($"the view has no {member}"),
        };
        context.PushCulture(CultureInfo.InvariantCulture);
        var globals = new ScriptObject();
        globals.SetValue("it", view, readOnly: true);
        context.PushGlobal(globals);
        return new Html(_template.Value.Render(context));
    }

    private static Template Parse(string name)
    {
        using var reader = new StreamReader(typeof(HtmlTemplate).Assembly.GetManifestResourceStream($"docs/templates/{name}.scriban")!);
        var template = Template.Parse(reader.ReadToEnd(), name);
        return template.HasErrors ? throw new InvalidOperationException(string.Join('\n', template.Messages)) : template;
    }

    /// <summary>No built-in functions, so that no function can hand out text as HTML.</summary>
    private sealed class EscapingContext() : TemplateContext(new ScriptObject())
    {
        public override TemplateContext Write(SourceSpan span, object? textAsObject) => Write(Html.Part(textAsObject));
    }
}
