namespace K8sOps.Runbooks.Runs;

/// <summary>Takes out of an event what is a secret by its place: what a Secret holds, and the passwords of a command line.</summary>
internal static class JournalRedaction
{
    private static readonly string[] s_flags = ["password", "passwd", "token", "secret", "secret-key", "api-key", "access-key", "key"];

    /// <summary>A change as it may be written.</summary>
    public static Change Of(Change change) => change with { Argv = Argv(change.Argv), Fields = Fields(change.Kind, change.Fields) };

    /// <summary>The fields of an object as they may be written.</summary>
    public static IReadOnlyList<ChangedField> Fields(string kind, IReadOnlyList<ChangedField> fields)
        => kind == "Secret" ? [.. fields.Select(f => IsHeld(f.Path) ? f with { Before = Hidden(f.Before), After = Hidden(f.After) } : f)] : fields;

    private static bool IsHeld(string path)
        => !path.StartsWith(".metadata", StringComparison.Ordinal) || path.Contains("last-applied-configuration", StringComparison.Ordinal);

    private static string? Hidden(string? value) => value is null ? null : SecretPattern.Redacted;

    private static List<string> Argv(IReadOnlyList<string> argv)
    {
        var clean = new List<string>(argv.Count);
        var isNext = false;
        foreach (var word in argv)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (isNext) clean.Add(SecretPattern.Redacted);
            else if (equals > 0 && IsSecretFlag(word[..equals])) clean.Add(word[..(equals + 1)] + SecretPattern.Redacted);
            else clean.Add(word);
            isNext = !isNext && equals < 0 && IsSecretFlag(word);
        }

        return clean;
    }

    private static bool IsSecretFlag(string word)
        => word.StartsWith("--", StringComparison.Ordinal) && s_flags.Contains(word[2..], StringComparer.OrdinalIgnoreCase);
}
