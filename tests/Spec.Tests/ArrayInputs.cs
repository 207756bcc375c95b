namespace Vtd.Spec.Tests;

/// <summary>A spec of register arrays, wide fields, and things that not everybody is sure of.</summary>
internal static class ArrayInputs
{
    public const string Text = """
        spec: Counters
        block: { size: 0x1000, access: [4, 8] }
        enums:
          Unit:
            width: 2
            confidence: unverified
            codes:
              Pages: { code: 0, confidence: unknown, note: once called Blocks }
              Bytes: 1
        registers:
          CAP:
            offset: 0x00
            width: 64
            access: ro
            reset: given
            confidence: unknown
            note: The layout differs between revisions.
            fields:
              COUNT:  { bits: "7:0" }
              STRIDE: { bits: "10:8", confidence: unverified, note: counted in pages before }
            reserved: ["63:11"]
          CNTRCAP:
            base: CAP.COUNT * 8
            offset: 0x100
            count: CAP.COUNT
            stride: 8
            width: 64
            access: ro
            reset: given
            when: CAP.STRIDE != 0
            fields:
              HAS:  { bits: 0 }
              UNIT: { bits: "2:1", enum: Unit }
            reserved: ["63:3"]
          CNTR:
            base: 0x400
            count: CAP.COUNT
            stride: 1 << (CAP.STRIDE + 3)
            width: 64
            when: CNTRCAP.HAS and index < CAP.COUNT and CNTRCAP.UNIT == Bytes
            access: rw
            reset: 0
            fields:
              VALUE: { bits: "63:1", when: 1 <= index }
              RUN:   { bits: 0, access: rw1s }
        queues:
          Commands: { sizes: [128], type: ["3:0"], note: one of two }
        descriptors:
          store:
            queue: Commands
            type: 1
            confidence: unverified
            fields:
              DATA: { bits: "127:4" }
        entries:
          posted:
            size: 512
            note: older revisions have 256 bits
            fields:
              PIR:   { bits: "255:0", meaning: requests that are posted }
              index: { bits: 256 }
            ignored: ["511:257"]
            variant: { of: posting, when: index == 1 }
        """;
}
