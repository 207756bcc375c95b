namespace Vtd.Runtime.Tests.Translation;

/// <summary>What the architecture says of a request, for the capabilities of <see cref="Machine"/>: one plain walk over raw bits, with no cache and
/// without setting any bit.</summary>
/// <param name="read">Reads eight bytes of memory; null if they are none.</param>
/// <param name="isScalable">The mode.</param>
internal sealed class ReferenceTranslator(Func<ulong, ulong?> read, bool isScalable)
{
    private const int NeedsRead = 1;
    private const int NeedsWrite = 2;
    private const int NeedsExecute = 4;
    private const ulong AddressBits = 0x000F_FFFF_FFFF_F000;

    private sealed class FaultException(byte code) : Exception
    {
        public byte Code => code;
    }

    private sealed record Second(ulong Root, int Levels, bool ChecksX, bool Marks, bool Snoops);

    /// <summary>Where a request leads, or the code of its fault; for a write to the interrupt range without PASID, the address and no fault.</summary>
    public (ulong Output, byte Fault) Translate(in DmaRequest request)
    {
        try
        {
            if (request.Pasid is null && InInterruptRange(request.Address))
                return request.Access == DmaAccess.Write ? (request.Address, (byte)0) : throw new FaultException(0x29);
            var output = isScalable ? Scalable(request) : Legacy(request);
            return InInterruptRange(output) ? throw new FaultException(isScalable ? (byte)0x87 : (byte)0x0E) : (output, (byte)0);
        }
        catch (FaultException fault)
        {
            return (0, fault.Code);
        }
    }

    private static bool InInterruptRange(ulong address) => address is >= 0xFEE0_0000 and <= 0xFEEF_FFFF;

    private static int NeedsOf(DmaAccess access, bool executes) => access switch
    {
        DmaAccess.Write => NeedsWrite,
        DmaAccess.Atomic => NeedsRead | NeedsWrite,
        DmaAccess.Execute when executes => NeedsRead | NeedsExecute,
        _ => NeedsRead,
    };

    private static void Check(bool isGood, byte fault)
    {
        if (!isGood)
            throw new FaultException(fault);
    }

    private ulong Fetch(ulong address, byte fault) => read(address) ?? throw new FaultException(fault);

    private ulong Legacy(in DmaRequest request)
    {
        Check(request.Pasid is null, 0x31);
        var root = Fetch(Machine.RootEntry, 0x08);
        Check((root & 1) != 0, 0x01);
        Check((root & 0xFFE) == 0, 0x0A);
        var low = Fetch(Machine.LegacyContext, 0x09);
        var high = Fetch(Machine.LegacyContext + 8, 0x09);
        Check((low & 1) != 0, 0x02);
        Check((low & 0xFF0) == 0 && high >> 24 == 0 && (high & 0x80) == 0, 0x0B);
        var type = low >> 2 & 3;
        var width = high & 7;
        Check(type == 2 || (type < 2 && width is >= 1 and <= 3), 0x03);
        if (type == 2)
        {
            Check(request.Address >> 52 == 0, 0x04);
            return request.Address;
        }
        var table = new Second(low & ~0xFFFUL, (int)width + 2, false, false, true);
        return SecondStage(table, request.Address, NeedsOf(request.Access, executes: false), 0x04, 0x03, 0x07, 0x0C, null, 0x06, 0x05);
    }

    private ulong Scalable(in DmaRequest request)
    {
        var root = Fetch(Machine.RootEntry, 0x38);
        Check((root & 1) != 0, 0x39);
        Check((root & 0xFFE) == 0, 0x3A);
        var context = Fetch(Machine.ScalableContext, 0x40);
        var rid = Fetch(Machine.ScalableContext + 8, 0x40);
        Check((context & 1) != 0, 0x41);
        Check((context & 0x1E0) == 0 && rid >> 21 == 0, 0x42);
        var limit = 1UL << (13 + (int)(context >> 9 & 7));
        Check((rid & 0xF_FFFF) < limit, 0x43);
        var pasid = rid & 0xF_FFFF;
        if (request.Pasid is { } own)
        {
            Check((context & 8) != 0, 0x45);
            Check(own != pasid, 0x48);
            Check(own < limit, 0x46);
            pasid = own;
        }
        var directory = Fetch((context & ~0xFFFUL) + pasid / 64 * 8, 0x50);
        Check((directory & 1) != 0, 0x51);
        Check((directory & 0xFFC) == 0, 0x52);
        var at = (directory & ~0xFFFUL) + pasid % 64 * 64;
        var low = Fetch(at, 0x58);
        var middle = Fetch(at + 8, 0x58);
        var high = Fetch(at + 16, 0x58);
        Check((low & 1) != 0, 0x59);
        var type = low >> 6 & 7;
        Check((low & 0xC00) == 0 && (high & 0xF00) == 0, 0x5A);
        Check((type is 1 && high >> 52 == 0) || (type is 2 or 3 && low >> 52 == 0) || type is not (1 or 2 or 3), 0x5A);
        Check(type is >= 1 and <= 4, 0x5B);
        Check(type is 2 or 4 || (high >> 2 & 3) <= 1, 0x5B);
        Check(type is 1 or 4 || (low >> 2 & 7) is >= 1 and <= 3, 0x5B);
        var supervisor = request.Pasid is null ? (rid >> 20 & 1) != 0 : request.IsPrivileged;
        var executes = request is { Access: DmaAccess.Execute, Pasid: not null };
        Check(!supervisor || (high & 1) != 0, 0x5D);
        Check(!executes || (high & 2) != 0, 0x5C);
        var needs = NeedsOf(request.Access, executes);
        if (type == 4)
        {
            Check(request.Address >> 52 == 0, 0x83);
            return request.Address;
        }
        var snoops = (middle >> 23 & 1) != 0;
        var second = new Second(low & ~0xFFFUL, (int)(low >> 2 & 7) + 2, (low & 0x20) != 0, (low & 0x200) != 0, snoops);
        return type == 2
            ? Final(second, request.Address, needs)
            : FirstStage(high, type == 3 ? second : null, snoops, request.Address, needs, supervisor);
    }

    private ulong Final(Second table, ulong address, int needs) =>
        SecondStage(table, address, needs, 0x84, 0x7B, 0x78, 0x7A, 0x79, 0x86, 0x85);

    private ulong FirstStage(ulong entry2, Second? below, bool snoops, ulong address, int needs, bool supervisor)
    {
        bool Has(int bit) => (entry2 >> bit & 1) != 0;
        var (wpe, nxe, smep, eafe) = (Has(4), Has(5), Has(6), Has(7));
        var levels = Has(2) ? 5 : 4;
        var signs = (long)address >> (9 * levels + 11);
        Check(signs is 0 or -1, 0x80);
        var table = entry2 & ~0xFFFUL;
        var (user, writable, executable) = (true, true, true);
        for (var level = levels; ; level--)
        {
            var at = table + (address >> (3 + 9 * level) & 0x1FF) * 8;
            var place = at;
            var isTop = level == levels;
            if (below is not null)
                place = SecondStage(below, at, NeedsRead, 0x74, 0x7B, 0x78, 0x7A, 0x79, isTop ? (byte)0x75 : (byte)0x76, 0x77);
            var entry = Fetch(place, isTop ? (byte)0x73 : (byte)0x70);
            Check((entry & 1) != 0, 0x71);
            var isPage = level == 1 || (level <= 3 && (entry & 0x80) != 0);
            var reserved = (level, isPage) switch { ( >= 4, _) => 0x80UL, (3, true) => 0x3FFF_E000UL, (2, true) => 0x1F_E000UL, _ => 0UL };
            Check((entry & reserved) == 0 && (nxe || entry >> 63 == 0), 0x72);
            user &= (entry & 4) != 0;
            writable &= (entry & 2) != 0;
            executable &= entry >> 63 == 0;
            Check(supervisor || user, 0x81);
            Check((needs & NeedsWrite) == 0 || writable || (supervisor && !wpe), 0x85);
            Check((needs & NeedsExecute) == 0 || (executable && !(supervisor && smep && user && isPage)), 0x82);
            var marks = 0x20UL | (eafe ? 0x400UL : 0) | (isPage && (needs & NeedsWrite) != 0 ? 0x40UL : 0);
            if ((entry & marks) != marks)
            {
                Check(snoops, 0x90);
                if (below is not null)
                    SecondStage(below, at, NeedsWrite, 0x74, 0x7B, 0x78, 0x7A, 0x79, 0x76, 0x77);
            }
            table = entry & AddressBits;
            if (isPage)
            {
                var offset = (1UL << (3 + 9 * level)) - 1;
                var output = (table & ~offset) | (address & offset);
                return below is null ? output : Final(below, output, needs);
            }
        }
    }

    private ulong SecondStage(
        Second second, ulong address, int needs, byte beyond, byte top, byte fetch, byte reservedFault, byte? nothing, byte readFault, byte writeFault)
    {
        Check(address >> (12 + 9 * second.Levels) == 0, beyond);
        var table = second.Root;
        var granted = 7;
        for (var level = second.Levels; ; level--)
        {
            var entry = Fetch(table + (address >> (3 + 9 * level) & 0x1FF) * 8, level == second.Levels ? top : fetch);
            var own = (int)(entry & 3) | (second.ChecksX ? (int)(entry & 4) : (int)(entry & 1) << 2);
            Check(own != 0 || nothing is null, nothing.GetValueOrDefault());
            granted &= own;
            var missing = needs & ~granted;
            Check((missing & NeedsWrite) == 0, writeFault);
            Check((missing & NeedsRead) == 0, readFault);
            Check(missing == 0, 0x82);
            var isPage = level == 1 || (level <= 3 && (entry & 0x80) != 0);
            var reserved = (level, isPage) switch
            {
                ( >= 4, _) => 0x880UL,
                (3, true) => 0x3FFF_F000UL,
                (2, true) => 0x1F_F000UL,
                (1, _) => 0UL,
                _ => 0x800UL,
            };
            Check((entry & (reserved | 1UL << 62 | (isPage && isScalable ? 0x800UL : 0))) == 0, reservedFault);
            var marks = second.Marks ? 0x100UL | (isPage && (needs & NeedsWrite) != 0 ? 0x200UL : 0) : 0;
            Check((entry & marks) == marks || second.Snoops, 0x7C);
            table = entry & AddressBits;
            if (isPage)
            {
                var offset = (1UL << (3 + 9 * level)) - 1;
                return (table & ~offset) | (address & offset);
            }
        }
    }
}
