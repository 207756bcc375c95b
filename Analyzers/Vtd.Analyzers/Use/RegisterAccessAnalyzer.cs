using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>VTD2002 to VTD2006: accesses whose effect differs from what the code suggests.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegisterAccessAnalyzer : UseAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(UseRules.WriteBack, UseRules.ReadOnly, UseRules.Reserved, UseRules.WriteOnly, UseRules.NoAccess);

    // In the tests of a model it is the guest that accesses registers, and a guest does anything.
    private protected override void Start(CompilationStartAnalysisContext start, GeneratedTypes types)
    {
        if (!IsTestProject(start.Options))
            start.RegisterOperationAction(inside => Analyze(inside, types), OperationKind.Invocation);
    }

    private static bool IsTestProject(AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.IsTestProject", out var value) && bool.TryParse(value, out var isTest) && isTest;

    private static void Analyze(OperationAnalysisContext context, GeneratedTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (RegisterAccess.FileOf(call, types) is { } file)
            CheckPlace(context, call, file);
        if (RegisterAccess.From(call, types) is not { } access)
            return;

        var name = access.Register.Symbol.Name;
        if (!access.IsWrite)
        {
            if (access.Register.Lanes.All(static lane => lane.Unreadable != 0) && access.Register.Masks.Count > 0 && IsUnreadable(access.Register))
                Report(context, UseRules.WriteOnly, call, name);
            return;
        }

        if (access.Register.Lanes.All(static lane => lane.Writable == 0))
            Report(context, UseRules.ReadOnly, call, name);
        else if (Bits.Of(access.Value!) is { } value)
            CheckReserved(context, access, name, value);
        else
            CheckWriteBack(context, access, name, types);
    }

    private static void CheckReserved(OperationAnalysisContext context, RegisterAccess access, string name, ulong value)
    {
        var bits = value << access.Shift;
        if ((bits & access.Lane.Reserved) is var set && set != 0)
            Report(context, UseRules.Reserved, access.Value!, name, value.ToString("X", CultureInfo.InvariantCulture), set.ToString("X", CultureInfo.InvariantCulture));
    }

    private static void CheckWriteBack(OperationAnalysisContext context, RegisterAccess access, string name, GeneratedTypes types)
    {
        var acting = (access.Lane.Acting & ~access.Lane.Unreadable) >> access.Shift;
        if (acting == 0)
            return;

        var read = new ReadBits(access.Register, types);
        var bits = read.In(access.Value!);

        // A mask that leaves nothing but such bits says that they are meant.
        if ((bits & acting) == 0 || (bits & ~acting) == 0)
            return;
        var fields = access.Register.Masks.Where(field => (field.Value & (bits & acting) << access.Shift) != 0)
            .OrderBy(static field => field.Value).Select(static field => field.Key);
        context.ReportDiagnostic(Diagnostic.Create(
            UseRules.WriteBack.WithPage(context.Options), access.Value!.Syntax.GetLocation(), read.Places.Select(static place => place.GetLocation()),
            name, string.Join(", ", fields)));
    }

    /// <summary>Whether no field of a register can be read.</summary>
    private static bool IsUnreadable(GeneratedType register)
    {
        var unreadable = register.Lanes.Aggregate(0UL, static (all, lane) => all | lane.Unreadable);
        return register.Lanes.Length == 1 && register.Masks.Values.All(mask => (mask & ~unreadable) == 0);
    }

    private static void CheckPlace(OperationAnalysisContext context, IInvocationOperation call, GeneratedType file)
    {
        if (call.TargetMethod.Name is not ("Read" or "Write") || RegisterAccess.Argument(call, "offset") is not { } place || RegisterAccess.Argument(call, "size") is not { } bytes)
            return;

        var size = Bits.Of(bytes);
        if (size is { } given && Sizes(file.Symbol) is { } sizes && (given is 0 or > 8 || (given & (given - 1)) != 0 || (sizes & given) == 0))
        {
            Report(context, UseRules.NoAccess, bytes, $"The block takes no accesses of {given.ToString(CultureInfo.InvariantCulture)} bytes");
            return;
        }

        if (Bits.Of(place) is not { } offset)
            return;
        if (file.Constant("Size") is { } end && offset >= end)
            Report(context, UseRules.NoAccess, place, $"The block ends before 0x{offset.ToString("X", CultureInfo.InvariantCulture)}: it has 0x{end.ToString("X", CultureInfo.InvariantCulture)} bytes");
        else if (size is { } aligned && offset % aligned != 0)
            Report(context, UseRules.NoAccess, place, $"0x{offset.ToString("X", CultureInfo.InvariantCulture)} is no multiple of the access's {aligned.ToString(CultureInfo.InvariantCulture)} bytes");
    }

    private static ulong? Sizes(INamedTypeSymbol file)
    {
        foreach (var attribute in file.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "SizesAttribute" && attribute.ConstructorArguments is [{ Value: int sum }])
                return (ulong)sum;
        }

        return null;
    }

    private static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, IOperation place, params object[] words) =>
        context.ReportDiagnostic(Diagnostic.Create(rule.WithPage(context.Options), place.Syntax.GetLocation(), words));
}
