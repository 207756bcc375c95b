namespace Vtd.Tool.Terminals;

/// <summary>Exit codes of the command `vtd`.</summary>
internal static class ExitCode
{
    /// <summary>The command did its work and found nothing that it looks for.</summary>
    public const int Success = 0;

    /// <summary>The command found what it looks for: errors, differences, breaking changes or values that cannot be.</summary>
    public const int Found = 1;

    /// <summary>The input or the command line is unusable, or the output cannot be written.</summary>
    public const int Unusable = 2;
}
