using Vtd.Machine.Bus;
using Vtd.Machine.CmosIndex;
using Vtd.Machine.Mc146818;

namespace Vtd.Machine.Board;

/// <summary>The clock of a PC, an MC146818, in virtual time. It knows no daylight saving time.</summary>
/// <remarks>The registers are brought up to date before each access. The battery keeps all but what a reset clears by the data sheet.</remarks>
public sealed class RealTimeClock : IBoardDevice, IMc146818RegisterHandler
{
    /// <summary>The ports that it takes: one selects a register, the other one is that register.</summary>
    public const int Length = 2;

    private const long Second = 1_000_000_000;
    private const long Crystal = 32_768;

    /// <summary>The time before an update in which UIP says that it comes.</summary>
    private const long Notice = 244_000;

    /// <summary>The rates below this one are others with the slow crystal than with the fast ones.</summary>
    private const int FirstCommonRate = 3;

    private const int SlowCrystalRates = 7;

    private readonly Mc146818RegisterFile _registers = new();
    private readonly CmosIndexRegisterFile _selection = new();
    private readonly VirtualClock _clock;
    private readonly BoardQuirks _quirks;
    private long _secondBegan;
    private long _upToDate;

    /// <summary>Creates the device with a battery that was never empty.</summary>
    /// <param name="now">The time of day.</param>
    /// <param name="clock">Virtual time.</param>
    /// <param name="quirks">The deviations from the data sheet.</param>
    public RealTimeClock(DateTime now, VirtualClock clock, BoardQuirks quirks)
    {
        _clock = clock;
        _quirks = quirks;
        _secondBegan = _upToDate = clock.Now;
        Show(now);
        _registers.WEEKDAY = new() { DATA = (byte)(1 + (int)now.DayOfWeek) };
    }

    private bool IsRunning => !_registers.REGB.SET && _registers.REGA.DV <= Divider.KHz32;

    /// <inheritdoc/>
    /// <remarks>Nothing answers at the port that selects.</remarks>
    public ulong Read(int offset, int size)
    {
        if (offset == 0)
            return byte.MaxValue;
        BringUpToDate();
        _registers.Read(_selection.SELECTION.INDEX, size, out var value);
        Arm();
        return value;
    }

    /// <inheritdoc/>
    public void Write(int offset, int size, ulong value)
    {
        if (offset == 0)
        {
            _selection.Write(offset, size, value);
            return;
        }

        BringUpToDate();
        _registers.Write(_selection.SELECTION.INDEX, size, value, this);
        Arm();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        var updates = _registers.REGB.UIE;
        _registers.Reset(keepSticky: true);
        if (_quirks.HasFlag(BoardQuirks.ClockKeepsUpdateInterrupts))
            _registers.REGB = _registers.REGB with { UIE = updates };
    }

    /// <summary>The first update comes half a second after the divider is no longer held in reset.</summary>
    void IMc146818RegisterHandler.OnWrite(Rega before, Rega after)
    {
        if (before.DV >= Divider.Reset && after.DV < Divider.Reset)
            _secondBegan = _clock.Now - Second / 2;
    }

    void IMc146818RegisterHandler.OnWrite(Regb before, Regb after)
    {
        if (after.SET)
            _registers.REGB = after with { UIE = false };
    }

    private void BringUpToDate()
    {
        var now = _clock.Now;
        var seconds = (now - _secondBegan) / Second;
        _secondBegan += seconds * Second;
        var (enabled, flags) = (_registers.REGB, _registers.REGC);
        if (seconds > 0 && IsRunning)
        {
            flags = flags with { UF = true, AF = flags.AF | SecondsToAlarm() <= seconds };
            Advance(seconds);
        }

        if (Period() is { } period && now / period > _upToDate / period)
            flags = flags with { PF = true };
        _upToDate = now;
        _registers.REGC = flags with { IRQF = (enabled.PIE && flags.PF) || (enabled.AIE && flags.AF) || (enabled.UIE && flags.UF) };
        _registers.REGA = _registers.REGA with { UIP = IsRunning && now - _secondBegan >= Second - Notice };
    }

    /// <summary>Has virtual time stop at the next enabled interrupt.</summary>
    private void Arm()
    {
        var (enabled, flags) = (_registers.REGB, _registers.REGC);
        var next = enabled.PIE && !flags.PF && Period() is { } period ? (_upToDate / period + 1) * period : long.MaxValue;
        if (IsRunning && enabled.UIE && !flags.UF)
            next = Math.Min(next, _secondBegan + Second);
        if (IsRunning && enabled.AIE && !flags.AF && SecondsToAlarm() is { } seconds)
            next = Math.Min(next, _secondBegan + seconds * Second);
        if (next == long.MaxValue)
            return;
        _clock.Set(this, next, () =>
        {
            BringUpToDate();
            Arm();
        });
    }

    /// <summary>Time between periodic interrupts; null if there are none.</summary>
    private long? Period()
    {
        var rate = _registers.REGA.RS;
        if (rate == 0 || (_quirks.HasFlag(BoardQuirks.ClockPeriodNeedsInterrupt) && !_registers.REGB.PIE))
            return null;
        var shift = rate < FirstCommonRate && _registers.REGA.DV == Divider.KHz32 ? rate + SlowCrystalRates : rate;
        return Second * (1L << (shift - 1)) / Crystal;
    }

    /// <summary>Time until the alarm; null if it never comes.</summary>
    private long? SecondsToAlarm()
    {
        var (seconds, minutes, hours) = (_registers.SECONDSALARM.DATA, _registers.MINUTESALARM.DATA, _registers.HOURSALARM.DATA);
        var isAlways = (Second: seconds >= AlarmCode.Any, Minute: minutes >= AlarmCode.Any, Hour: hours >= AlarmCode.Any);
        if (Time() is not { } time
            || (isAlways.Second ? 0 : Number((byte)seconds)) is not { } second
            || (isAlways.Minute ? 0 : Number((byte)minutes)) is not { } minute
            || (isAlways.Hour ? 0 : Hour(new((byte)hours))) is not { } hour
            || time > DateTime.MaxValue.AddDays(-2))
        {
            return null;
        }

        var due = time.AddSeconds(1);
        if (!isAlways.Second)
            due = due.AddSeconds((second - due.Second + 60) % 60);
        if (!isAlways.Minute && due.Minute != minute)
            due = due.AddMinutes((minute - due.Minute + 60) % 60).AddSeconds(isAlways.Second ? -due.Second : 0);
        if (!isAlways.Hour && due.Hour != hour)
            due = due.AddHours((hour - due.Hour + 24) % 24).AddMinutes(isAlways.Minute ? -due.Minute : 0).AddSeconds(isAlways.Second ? -due.Second : 0);
        return (due - time).Ticks / TimeSpan.TicksPerSecond;
    }

    /// <summary>Counts on. What is no time of day stays as it is.</summary>
    private void Advance(long seconds)
    {
        if (Time() is not { } time || (DateTime.MaxValue - time).TotalSeconds <= seconds)
            return;
        var later = time.AddSeconds(seconds);
        var days = (later.Date - time.Date).Days;
        var weekday = Number(_registers.WEEKDAY.DATA) ?? 1;
        _registers.WEEKDAY = new() { DATA = (byte)((weekday + 6 + days) % 7 + 1) };
        Show(later);
    }

    /// <summary>The time that the registers hold; null if it is none.</summary>
    private DateTime? Time() =>
        Number(_registers.CENTURY.DATA) is { } century && Number(_registers.YEAR.DATA) is { } year && century * 100 + year is > 0 and < 10_000 and var full
        && Number(_registers.MONTH.DATA) is >= 1 and <= 12 and var month
        && Number(_registers.DAY.DATA) is >= 1 and var day && day <= DateTime.DaysInMonth(full, month)
        && Hour(_registers.HOURS) is { } hour
        && Number(_registers.MINUTES.DATA) is < 60 and var minute
        && Number(_registers.SECONDS.DATA) is < 60 and var second
            ? new(full, month, day, hour, minute, second)
            : null;

    private void Show(DateTime time)
    {
        _registers.SECONDS = new() { DATA = Code(time.Second) };
        _registers.MINUTES = new() { DATA = Code(time.Minute) };
        _registers.HOURS = _registers.REGB.H24
            ? new() { DATA = Code(time.Hour) }
            : new() { PM = time.Hour >= 12, DATA = Code((time.Hour + 11) % 12 + 1) };
        _registers.DAY = new() { DATA = Code(time.Day) };
        _registers.MONTH = new() { DATA = Code(time.Month) };
        _registers.YEAR = new() { DATA = Code(time.Year % 100) };
        _registers.CENTURY = new() { DATA = Code(time.Year / 100) };
    }

    /// <summary>The hour of the day that a register of hours holds; null if it is none.</summary>
    private int? Hour(Hours hours)
    {
        if (Number(hours.DATA) is not { } hour)
            return null;
        if (_registers.REGB.H24)
            return hour < 24 && !hours.PM ? hour : null;
        return hour is >= 1 and <= 12 ? hour % 12 + (hours.PM ? 12 : 0) : null;
    }

    /// <summary>The number below 100 that a register holds; null if it is none.</summary>
    private int? Number(byte code)
    {
        var number = _registers.REGB.DM ? code : (code >> 4) * 10 + (code & 0xF);
        return number < 100 && Code(number) == code ? number : null;
    }

    private byte Code(int number) => (byte)(_registers.REGB.DM ? number : number / 10 << 4 | number % 10);
}
