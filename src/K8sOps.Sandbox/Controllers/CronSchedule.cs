using System.Globalization;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// A CronJob's schedule: five fields (minute, hour, day of month, month, day of week) with lists, ranges, steps and names, or
/// <c>@hourly</c>, <c>@daily</c>, <c>@midnight</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c>, <c>@annually</c>, <c>@every 1h30m</c>.
/// </summary>
internal sealed class CronSchedule
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private readonly HashSet<int> _minutes = [];
    private readonly HashSet<int> _hours = [];
    private readonly HashSet<int> _monthDays = [];
    private readonly HashSet<int> _months = [];
    private readonly HashSet<int> _weekDays = [];
    private readonly bool _anyMonthDay;
    private readonly bool _anyWeekDay;
    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan? _every;

    private CronSchedule(string text, TimeZoneInfo zone)
    {
        _zone = zone;
        text = text.Trim();
        if (text.StartsWith("@every ", StringComparison.Ordinal))
        {
            _every = WorldControl.Duration(text["@every ".Length..].Trim());
            if (_every < TimeSpan.FromSeconds(1)) throw new FormatException($"'{text}' is no schedule");
            return;
        }

        var fields = (text switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => text,
        }).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5) throw new FormatException($"expected exactly 5 fields, found {fields.Length}: [{text}]");
        Read(fields[0], 0, 59, [], _minutes);
        Read(fields[1], 0, 23, [], _hours);
        _anyMonthDay = Read(fields[2], 1, 31, [], _monthDays);
        Read(fields[3], 1, 12, Months, _months);
        _anyWeekDay = Read(fields[4], 0, 7, Days, _weekDays);
        if (_weekDays.Contains(7)) _weekDays.Add(0);
    }

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">The schedule.</param>
    /// <param name="timeZone">The name of the time zone that it is meant in; null for UTC.</param>
    /// <exception cref="FormatException">It is none, or there is no such time zone.</exception>
    public static CronSchedule Parse(string text, string? timeZone)
    {
        try
        {
            return new CronSchedule(text, string.IsNullOrEmpty(timeZone) ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new FormatException($"unknown time zone {timeZone}", error);
        }
        catch (ApiException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    /// <summary>The first time after another; null when there is none within five years (30 February).</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_every is { } span) return new DateTimeOffset(after.Ticks - (after.Ticks % TimeSpan.TicksPerSecond), after.Offset) + span;
        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        var time = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        var end = time.AddYears(5);
        while (time < end)
        {
            if (!_months.Contains(time.Month)) time = new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
            else if (!IsDay(time)) time = time.Date.AddDays(1);
            else if (!_hours.Contains(time.Hour)) time = time.Date.AddHours(time.Hour + 1);
            // An hour that the clocks skip does not come; one that they repeat comes once.
            else if (!_minutes.Contains(time.Minute) || _zone.IsInvalidTime(time) || ToUtc(time) <= after) time = time.AddMinutes(1);
            else return ToUtc(time);
        }

        return null;
    }

    private DateTimeOffset ToUtc(DateTime local) => new DateTimeOffset(local, _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local)).ToUniversalTime();

    // As in cron: with both days restricted, either will do.
    private bool IsDay(DateTime time)
    {
        var byMonth = _monthDays.Contains(time.Day);
        var byWeek = _weekDays.Contains((int)time.DayOfWeek);
        return _anyMonthDay || _anyWeekDay ? byMonth && byWeek : byMonth || byWeek;
    }

    /// <summary>Reads one field; true when it takes everything, by a plain star.</summary>
    private static bool Read(string field, int least, int most, string[] names, HashSet<int> into)
    {
        var isAny = false;
        foreach (var part in field.Split(','))
        {
            var step = part.Split('/');
            if (step.Length > 2) throw new FormatException($"too many slashes: {part}");
            var by = step.Length == 2 ? Number(step[1], []) : 1;
            if (by <= 0) throw new FormatException($"step of range should be a positive number: {part}");
            var range = step[0].Split('-');
            int from, to;
            if (range is ["*" or "?"])
            {
                (from, to) = (least, most == 7 ? 6 : most);
                isAny |= by == 1;
            }
            else
            {
                if (range.Length > 2) throw new FormatException($"too many hyphens: {part}");
                from = Number(range[0], names, least);
                to = range.Length == 2 ? Number(range[1], names, least) : step.Length == 2 ? most : from;
            }

            if (from < least || to > most) throw new FormatException($"value ({part}) is not between {least} and {most}");
            if (from > to) throw new FormatException($"beginning of range ({from}) beyond end of range ({to}): {part}");
            for (var value = from; value <= to; value += by) into.Add(value);
        }

        return isAny;
    }

    private static int Number(string text, string[] names, int first = 0)
    {
        var name = Array.IndexOf(names, text.ToLowerInvariant());
        if (name >= 0) return name + first;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"failed to parse int from {text}");
    }
}
