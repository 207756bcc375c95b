using System.Globalization;
using Scriban;
using Scriban.Runtime;
using Vtd.Codegen.Outputs;

namespace Vtd.Codegen.Rendering;

/// <summary>The templates of the generated files, parsed when they are first needed and then kept.</summary>
internal sealed class FileTemplate
{
    private readonly Lazy<Template> _template;

    private static readonly Dictionary<string, FileTemplate> s_support = GeneratedSupport.All.ToDictionary(static name => name, static name => new FileTemplate(name));

    private FileTemplate(string name) => _template = new(() => Parse(name));

    public static FileTemplate Capabilities { get; } = new("capabilities");

    public static FileTemplate Driver { get; } = new("driver");

    public static FileTemplate DriverMembers { get; } = new("driver-members");

    public static FileTemplate Entry { get; } = new("entry");

    public static FileTemplate EntryMiddle { get; } = new("entry-middle");

    public static FileTemplate Enum { get; } = new("enum");

    public static FileTemplate Instances { get; } = new("instances");

    public static FileTemplate Members { get; } = new("members");

    public static FileTemplate Queue { get; } = new("queue");

    public static FileTemplate Register { get; } = new("register");

    public static FileTemplate RegisterFile { get; } = new("register-file");

    public static FileTemplate RegisterMembers { get; } = new("register-members");

    public static FileTemplate Variants { get; } = new("variants");

    /// <summary>The template of a type that those of all specs use.</summary>
    public static FileTemplate OfSupport(string name) => s_support[name];

    /// <summary>The text that the template makes of <paramref name="view"/>.</summary>
    public string Render(ScriptObject view, CancellationToken cancel)
    {
        // No built-in functions: the views have every text ready, and importing the functions costs more than a render.
        var context = new TemplateContext(new ScriptObject())
        {
            // Scriban's defaults cut long output short and stop long loops, both without an error that anybody would see.
            LoopLimit = 0,
            LimitToString = 0,
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            AutoIndent = false,
            NewLine = "\n",
            CancellationToken = cancel,
        };
        context.PushCulture(CultureInfo.InvariantCulture);
        context.PushGlobal(view);
        return _template.Value.Render(context);
    }

    private static Template Parse(string name)
    {
        using var stream = typeof(FileTemplate).Assembly.GetManifestResourceStream(name + ".scriban");
        using var reader = new StreamReader(stream);
        var template = Template.Parse(reader.ReadToEnd(), name);
        return template.HasErrors ? throw new InvalidOperationException(string.Join("\n", template.Messages)) : template;
    }
}
