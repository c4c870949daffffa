namespace K8sOps.Kube;

/// <summary>One field that differs between two states of an object.</summary>
/// <param name="Path">The field.</param>
/// <param name="Before">Its value before, as JSON text; null when it was not set; <c>(redacted)</c> for what a Secret holds.</param>
/// <param name="After">Its value after, likewise.</param>
public sealed record ObjectChange(FieldPath Path, string? Before, string? After)
{
    /// <summary>How much of a value one line shows.</summary>
    private const int Shown = 90;

    /// <summary>The same for a <see cref="Change"/>.</summary>
    public ChangedField ToField() => new(Path.ToString(), Before, After);

    /// <summary><c>.spec.replicas: 1 → 3</c>. Of long values the part around the first difference is shown.</summary>
    public override string ToString()
    {
        var start = 0;
        if (Before is not null && After is not null && Math.Max(Before.Length, After.Length) > Shown)
        {
            while (start < Before.Length && start < After.Length && Before[start] == After[start]) start++;
            start = Math.Max(0, start - 30);
        }

        return $"{Path}: {Part(Before, start)} → {Part(After, start)}";
    }

    /// <summary>Of a new field, <c>.spec.replicas: 3</c>.</summary>
    public string ToAddedText() => $"{Path}: {Part(After, 0)}";

    private static string Part(string? text, int start)
    {
        if (text is null) return "(not set)";
        var rest = text[Math.Min(start, text.Length)..];
        return (start > 0 ? "…" : "") + (rest.Length > Shown ? rest[..Shown] + "…" : rest);
    }
}
