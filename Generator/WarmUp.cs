using Vtd.Codegen.Inputs;
using Vtd.Spec;

namespace Vtd.Codegen;

/// <summary>Takes a spec of one register through the whole pipeline on another thread, once in a process, while the first real file
/// is still being scanned.</summary>
/// <remarks>Most of a first run is compiling the generator itself, which a second processor can do ahead: all of it where the compiler
/// loads the portable code, the little that is left where it loads the precompiled. Nothing comes of a failure: the real spec meets
/// the same one.</remarks>
internal static class WarmUp
{
    private const string Text = """
        spec: A
        block: { size: 16, access: [4] }
        enums:
          E: { width: 1, codes: { X: 0, Y: { code: 1, meaning: z } } }
        registers:
          R:
            offset: 0
            width: 32
            reset: 0
            on-write: any
            fields:
              A: { bits: 31, access: rw, meaning: z }
              B: { bits: "30:8", access: ro }
              C: { bits: 0, access: rw1c, enum: E }
            reserved: ["7:1"]
        """;

    private static readonly Lazy<Task> s_run = new(static () => Task.Run(Run));

    /// <summary>Starts it, unless it was started before.</summary>
    public static void Start() => _ = s_run.Value;

    private static void Run() => Generation.Of([ParsedFile.From("", new ProjectChoice(new(null, null, null)), static () => Text, default, default)]);
}
