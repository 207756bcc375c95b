namespace Vtd.Spec.LanguageServer.Tests;

/// <summary>A small device that has everything a name can refer to.</summary>
internal static class Device
{
    public const string Text = """
        spec: Device
        block: { size: 0x100, access: [4] }
        enums:
          Mode:
            width: 2
            codes:
              Off:  { code: 0, meaning: nothing moves }
              Slow: { code: 1, meaning: with half the clock }
              Fast: { code: 2, meaning: with the whole clock }
              Last: 3
        templates:
          registers:
            status:
              width: 32
              access: ro
              reset: 0
              fields:
                READY: { bits: 0, meaning: the channel can be used }
              reserved: ["31:1"]
        registers:
          CAP:
            offset: 0x00
            width: 32
            access: ro
            reset: given
            fields:
              MODES: { bits: 0, meaning: has modes }
              COUNT: { bits: "7:4", meaning: channels }
            reserved: ["31:8", "3:1"]
          CTRL:
            name: Control
            offset: 0x04
            width: 32
            access: rw
            reset: 0
            fields:
              MODE:  { bits: "1:0", enum: Mode, when: CAP.MODES, meaning: speed }
              START: { bits: 31, access: oneshot, meaning: starts the channel }
            reserved: ["30:2"]
          STAT:
            like: status
            offset: 0x08
        queue: Commands
        queues:
          Commands: { sizes: [128], type: "3:0" }
        descriptors:
          copy:
            type: 1
            fields:
              HOW: { bits: "5:4", enum: Mode, meaning: speed of the copy }
              LEN: { bits: "31:8", meaning: bytes }
            reserved: ["127:32", "7:6"]
            require: HOW != Off
        """ + "\n";

    /// <summary>The text with something replaced, which may set the mark.</summary>
    public static string With(string old, string replacement)
    {
        Assert.Contains(old, Text, StringComparison.Ordinal);
        return Text.Replace(old, replacement, StringComparison.Ordinal);
    }
}
