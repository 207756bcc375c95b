using System.Globalization;
using System.Text;

namespace Vtd.Codegen.Tests.Harness;

/// <summary>A device with many registers of four fields, no two of them alike: as a spec, and by hand in the fluent style of an emulator's registers.</summary>
internal static class Chip
{
    private static readonly Func<int, string>[] s_access =
        [static _ => "rw", static at => at % 2 == 0 ? "rw" : "ro", static _ => "ro", static _ => "rw1c"];

    // As in chips: the same few words in many registers.
    private static readonly string[] s_names =
        ["EN", "MODE", "DIV", "IE", "LEVEL", "COUNT", "SEL", "PRI", "BUSY", "TAG", "ID", "FULL", "DONE", "ERR", "OVF", "IRQ"];

    /// <summary>The registers as a spec.</summary>
    public static string Spec(int count)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"spec: Chip\nblock: {{ size: 0x{System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(4 * count)):X}, access: [4] }}\nregisters:\n"));
        for (var at = 0; at < count; at++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  REG{at}:\n    name: Register {at}\n    offset: 0x{4 * at:X}\n    width: 32\n    access: rw\n    reset: 0\n    fields:\n");
            foreach (var field in Fields(at))
                text.Append(CultureInfo.InvariantCulture, $"      {field.Name}: {{ bits: \"{field.Msb}:{field.Lsb}\", access: {field.Access}, meaning: part {field.Lsb} of {at} }}\n");
            text.Append(CultureInfo.InvariantCulture, $"    reserved: [\"{Fields(at).Min(static field => field.Lsb) - 1}:0\"]\n");
        }

        return text.ToString();
    }

    /// <summary>The fields of a register, from the highest bit down.</summary>
    private static IEnumerable<(string Name, int Msb, int Lsb, string Access)> Fields(int register)
    {
        var msb = 31;
        for (var i = 0; i < 4; i++)
        {
            var width = 1 + (register >> i) % (5 + i) + (i == 3 ? register % 3 : 0);
            yield return ($"{s_names[(register >> 2 * i) % 4 + 4 * i]}{i}", msb, msb - width + 1, s_access[i](register));
            msb -= width;
        }
    }

    /// <summary>What the handwritten registers are declared with.</summary>
    public const string FluentLibrary = """
        namespace Fluent;

        [System.Flags]
        public enum FieldMode { Read = 1, Write = 2, WriteOneToClear = 4 }

        public interface IFlag { bool Value { get; set; } }

        public interface IField { ulong Value { get; set; } }

        public sealed class Register
        {
            public Register WithFlag(int bit, out IFlag flag, FieldMode mode = FieldMode.Read | FieldMode.Write, System.Action<bool, bool>? changed = null, string? name = null) { flag = null!; return this; }

            public Register WithField(int lsb, int width, out IField field, FieldMode mode = FieldMode.Read | FieldMode.Write, System.Action<ulong, ulong>? changed = null, string? name = null) { field = null!; return this; }
        }

        public sealed class Registers
        {
            public Register Define(long offset, uint reset = 0) => new();
        }
        """;

    /// <summary>The registers by hand.</summary>
    public static string Fluent(int count)
    {
        var names = new StringBuilder();
        var fields = new StringBuilder();
        var definitions = new StringBuilder();
        for (var at = 0; at < count; at++)
        {
            names.Append(CultureInfo.InvariantCulture, $"    Reg{at} = 0x{4 * at:X},\n");
            definitions.Append(CultureInfo.InvariantCulture, $"        _registers.Define((long)Offset.Reg{at})");
            foreach (var field in Fields(at))
            {
                var mode = field.Access switch
                {
                    "ro" => ", FieldMode.Read",
                    "rw1c" => ", FieldMode.Read | FieldMode.WriteOneToClear",
                    _ => "",
                };
                var variable = string.Create(CultureInfo.InvariantCulture, $"_reg{at}{field.Name}");
                var isFlag = field.Msb == field.Lsb;
                fields.Append(CultureInfo.InvariantCulture, $"    private {(isFlag ? "IFlag" : "IField")} {variable};\n");
                var place = isFlag ? $"WithFlag({field.Lsb}" : $"WithField({field.Lsb}, {field.Msb - field.Lsb + 1}";
                definitions.Append(CultureInfo.InvariantCulture, $"\n            .{place}, out {variable}{mode}, name: \"{field.Name}\")");
            }

            definitions.Append(";\n");
        }

        return $$"""
            using Fluent;

            namespace Handwritten;

            internal enum Offset : long
            {
            {{names}}}

            internal sealed class Chip
            {
                private readonly Registers _registers = new();
            {{fields}}
                public Chip()
                {
            {{definitions}}    }
            }

            """;
    }
}
