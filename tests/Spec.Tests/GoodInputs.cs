namespace Vtd.Spec.Tests;

/// <summary>A spec that uses everything that the language has.</summary>
internal static class GoodInputs
{
    public const string Registers = """
        # yaml comments are fine
        spec: Test
        document: Test Architecture, rev. 1
        about: All of the language.
        block: { size: 0x1000, access: [4, 8], aliases: { set: 0x400, clear: 0x800, toggle: 0xC00 } }

        enums:
          Mode:
            name: Translation Mode
            section: "9.1"
            about: >
              Several lines
              become one.
            width: 2
            codes:
              Scalable: { code: 1, meaning: scalable-mode tables }
              Legacy: 0
          Fault:
            width: 8
            traits: [qualified, fatal]
            codes:
              RootNotPresent: { code: 0x01, mnemonic: LRT.2, meaning: root entry not present }
              ContextNotPresent: { code: 0x02, mnemonic: LCT.2, is: [qualified] }
          Pages: { width: 4, kind: flags, codes: { Small: 0, Large: 3 } }

        registers:
          CAP:
            name: Capability
            offset: 0x08
            width: 64
            access: ro
            reset: given
            fields:
              NFR: { bits: "47:40" }
              FRO: { bits: "33:24" }
              SPS: { bits: "3:0", enum: Pages }
              IR:  { bits: 4 }
            reserved: ["63:48", "39:34", "23:5"]
          CTL:
            name: Control
            offset: 0x10
            width: 32
            access: rw
            reset: 0x8000_0001
            section: "11.4"
            aliases: { set: 0x18, clear: 0x1C, toggle: 0x20 }
            on-write: [IM, GO]
            fields:
              IM:  { bits: 31, meaning: mask }
              GO:  { bits: 30, access: oneshot }
              ERR: { bits: 29, access: rw1cs, when: "CAP.IR and CAP.SPS[3]" }
              TTM: { bits: "5:4", enum: Mode, reset: 1 }
              LOW: { bits: ["1:0", "3:2"] }
            preserved: [{ bits: "28:16", meaning: once had a meaning }]
            reserved: ["15:6"]
          FRCD_REC:
            base: CAP.FRO * 16
            offset: 8
            count: CAP.NFR + 1
            stride: 16
            width: 128
            when: not CAP.IR
            reset: undefined
            on-write: any
            fields:
              F: { bits: 127, access: rw1c }
              ADDR: { bits: "63:12", access: ro, scale: 4096 }
            reserved: ["126:64", "11:0"]
        """;

    public const string Descriptors = """
        spec: Test
        queue: InvalidationQueue
        queues:
          InvalidationQueue:
            name: Invalidation Queue
            sizes: [128, 256]
            type: ["11:9", "3:0"]
        descriptors:
          wait:
            name: Invalidation Wait
            type: 0x05
            fields:
              IF:     { bits: 4 }
              SW:     { bits: 5, when: CAP.IR }
              G:      { bits: "7:6", enum: Mode, legal: [Legacy, "2..3"] }
              STDATA: { bits: "63:32", legal: 1..3 }
            reserved: ["8", "31:12"]
            ignored: ["127:64"]
            require: [IF or SW, G != Scalable]
          stop:
            queue: InvalidationQueue
            type: 2
            sizes: [256]
            reserved: ["255:12", "8:4"]
        entries:
          legacy-entry:
            size: 64
            variant: { of: context-entry, when: CTL.TTM == Legacy }
            fields:
              P: { bits: 0 }
            reserved: ["63:1"]
          scalable-entry:
            size: 64
            variant: { of: context-entry, when: Scalable == CTL.TTM and P == 1 }
            fields:
              P: { bits: 0 }
            ignored: ["63:1"]
        """;

    public const string Templates = """
        spec: Test
        templates:
          registers:
            event:
              width: 32
              access: rw
              reset: 0
              fields:
                DATA: { bits: "31:16", meaning: data of the message }
                OLD:  { bits: 15 }
              preserved: ["14:0"]
            masked-event:
              like: event
              on-write: [IM]
              fields:
                IM: { bits: 3, meaning: the message is held back }
          descriptors:
            empty: { sizes: [128], reserved: ["127:12", { bits: "8:4", meaning: never had one }] }
          entries:
            page-entry:
              size: 64
              fields: { P: { bits: 0 } }
              ignored: ["63:1"]
        registers:
          EVT:
            like: masked-event
            offset: 0x40
            fields:
              DATA: { meaning: data of this message }
              OLD: { remove: true }
              NEW: { bits: [14, 12] }
            reserved: [15, 13]
          EVT2: { like: event, offset: 0x44 }
        """;

    public const string MoreTemplated = """
        spec: Test
        queue: InvalidationQueue
        descriptors:
          nothing: { like: empty, type: 3 }
        entries:
          leaf-entry: { like: page-entry, fields: { ADDR: { bits: "51:12", scale: 4096 } }, reserved: ["63:52"] }
        """;

    public const string Overlay = """
        spec: Test
        overlay: Erratum 7, and what the vendor leaves out.
        enums:
          Mode: { codes: { Legacy: { meaning: legacy tables } } }
          Fault: { codes: { RootNotPresent: 3, ContextNotPresent: { remove: true } } }
        registers:
          EVT: { reset: 0x10000, on-write: any, fields: { IM: { remove: true }, DATA: { bits: "30:16" } }, reserved: [31, 3] }
          EVT2: { remove: true }
        descriptors:
          wait: { fields: { SW: { when: CAP.SPS != 0 } }, require: IF or SW }
        entries:
          leaf-entry: { ignored: ["52"] }
        """;

    public static (string Path, string Text)[] Files => [("a/registers.vtd.yaml", Registers), ("b/descriptors.vtd.yaml", Descriptors)];

    /// <summary>The same spec with templates, what is like them, and an overlay.</summary>
    public static (string Path, string Text)[] FilesWithParts =>
    [
        .. Files,
        ("c/templates.vtd.yaml", Templates),
        ("d/templated.vtd.yaml", MoreTemplated),
        ("e/overlay.vtd.yaml", Overlay),
    ];
}
