using System.Globalization;

namespace K8sOps.Sandbox.Containers;

/// <summary>Which part of a log is asked for: the query of <c>pods/log</c> (PodLogOptions).</summary>
internal sealed record LogSelection
{
    public string? Container { get; private init; }

    public bool Previous { get; private init; }

    public bool Follow { get; private init; }

    public bool Timestamps { get; private init; }

    public TimeSpan? SinceSeconds { get; private init; }

    public DateTimeOffset? SinceTime { get; private init; }

    public int? TailLines { get; private init; }

    public long? LimitBytes { get; private init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="ApiException">400: a value is none of its kind; 422: it is out of range.</exception>
    public static LogSelection Of(ApiCall call)
    {
        var selection = new LogSelection
        {
            Container = call.Query("container") is { Length: > 0 } name ? name : null,
            Previous = call.IsSet("previous"),
            Follow = call.IsSet("follow"),
            Timestamps = call.IsSet("timestamps"),
            SinceSeconds = Whole(call, "sinceSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            SinceTime = Time(call, "sinceTime"),
            TailLines = (int?)Whole(call, "tailLines"),
            LimitBytes = Whole(call, "limitBytes"),
        };
        if (selection is { SinceSeconds: not null, SinceTime: not null }) throw Invalid("<nil>: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified", "", "FieldValueForbidden");
        if (selection.TailLines < 0) throw Invalid($"tailLines: Invalid value: {selection.TailLines}: must be greater than or equal to 0", "tailLines");
        if (selection.LimitBytes < 1) throw Invalid($"limitBytes: Invalid value: {selection.LimitBytes}: must be greater than 0", "limitBytes");
        if (selection.SinceSeconds < TimeSpan.FromSeconds(1)) throw Invalid($"sinceSeconds: Invalid value: {(long)selection.SinceSeconds.Value.TotalSeconds}: must be greater than 0", "sinceSeconds");
        return selection;
    }

    /// <summary>From when on lines are wanted; null for all.</summary>
    public DateTimeOffset? From(DateTimeOffset now) => SinceTime ?? (SinceSeconds is { } span ? now - span : null);

    private static long? Whole(ApiCall call, string name)
    {
        if (call.Query(name) is not { Length: > 0 } text) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue
            ? number
            : throw ApiException.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private static DateTimeOffset? Time(ApiCall call, string name)
    {
        if (call.Query(name) is not { Length: > 0 } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && text.Contains('T', StringComparison.Ordinal)
            ? time
            : throw ApiException.BadRequest($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
    }

    private static ApiException Invalid(string why, string field, string reason = "FieldValueInvalid")
    {
        var details = new System.Text.Json.Nodes.JsonObject
        {
            ["kind"] = "PodLogOptions",
            ["causes"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["reason"] = reason, ["message"] = why[(why.IndexOf(": ", StringComparison.Ordinal) + 2)..], ["field"] = field }),
        };
        return new ApiException(422, "Invalid", $"PodLogOptions \"\" is invalid: {why}", details);
    }
}
