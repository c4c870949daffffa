namespace K8sOps.Kubernetes.Tests;

/// <summary>How a server fails, and what a client must make of it.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Do">Fails.</param>
/// <param name="Once">The outcomes when it happens once and the server is well again: one for each <see cref="VerbKind"/>, in its order.</param>
/// <param name="Always">The outcomes when it goes on for ever.</param>
internal sealed partial record Fault(string Name, Func<RawRequest, RawConnection, Task> Do, string Once, string Always)
{
    // The columns: get, list, watch, wait, write, log, followed log, exec. "ok" recovers; a number is a KubeApiException of that code;
    // "late" is a KubeWaitTimeoutException; "text" hands up what the server sent, which a log may be; "quiet" is no fault to that verb,
    // which goes on until it is cancelled and then ends at once; "." is not asked, and Absent says why; else the
    // KubeConnectionFailure. What may have been carried out is never "ok" after a write.
    public static IReadOnlyList<Fault> All => [.. Connections, .. Answers, .. Slow];

    /// <summary>Why there is nothing to ask where the table has ".".</summary>
    public string? Absent { get; init; }

    /// <summary>What the server sends as text; where it is a single letter, any number of them.</summary>
    public string Text { get; init; } = "";

    /// <summary>How many requests it takes when it happens once.</summary>
    public int Strikes { get; init; } = 1;

    /// <summary>The requests that it takes; null for the verb itself, and not what prepares it.</summary>
    public Func<RawRequest, bool>? IsMet { get; init; }

    /// <summary>Whether one verb after the other is held to it, for all together would fill the memory.</summary>
    public bool IsHeavy { get; init; }

    /// <summary>Whether it carries out what it was asked for.</summary>
    public bool IsDone { get; init; }

    public bool IsSilent => Slow.Contains(this);

    public string Outcome(VerbKind kind, bool isForEver) => (isForEver ? Always : Once).Split(' ')[(int)kind];

    /// <summary>Whether what a verb came to is the text that was sent, and all of it.</summary>
    public bool IsText(string came)
    {
        var text = came.Replace("0:", "", StringComparison.Ordinal).Replace("|", "", StringComparison.Ordinal);
        return Text.Length == 1 ? text.Length == Enormous && !text.AsSpan().ContainsAnyExcept(Text[0]) : text == Text;
    }

    private static Task Now(Action end)
    {
        end();
        return Task.CompletedTask;
    }

    private static async Task ThenAsync(RawConnection connection, string text, Action end, bool isSilent = false)
    {
        await connection.WriteAsync(text);
        if (isSilent) await connection.FallSilentAsync();
        end();
    }
}
