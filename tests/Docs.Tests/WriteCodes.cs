namespace Vtd.Docs.Tests;

/// <summary>A spec whose fields have codes for reads and others for writes, which VT-d has not.</summary>
internal static class WriteCodes
{
    /// <summary>Folder of its pages.</summary>
    public const string Folder = "flash";

    public const string Spec = """
        spec: Flash
        block: { size: 4, access: [4] }
        enums:
          State:   { width: 2, codes: { Idle: 0, Busy: { code: 1, meaning: a job runs }, Ready: 3 } }
          Command: { width: 2, codes: { Nothing: 0, Erase: { code: 1, meaning: starts a job }, Abort: 2 } }
          Events:  { width: 2, kind: flags, codes: { Done: 0, Error: 1 } }
          Answers: { width: 2, kind: flags, codes: { Clear: 0, Forget: 1 } }
        registers:
          CTL:
            offset: 0
            width: 32
            access: rw
            reset: 0
            fields:
              JOB:    { bits: "1:0", enum: { read: State, write: Command } }
              EVENTS: { bits: "3:2", access: rw1c, enum: { read: Events, write: Answers } }
            reserved: ["31:4"]
        """;
}
