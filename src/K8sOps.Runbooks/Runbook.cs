namespace K8sOps;

/// <summary>A runbook as read from its Markdown file. One that does not keep to the format has what could be read, and its findings say the rest.</summary>
public sealed record Runbook
{
    /// <summary>The file name without its ending, such as <c>rook-ceph</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The first heading.</summary>
    public required string Title { get; init; }

    /// <summary>The overview's first sentence, as plain text.</summary>
    public string Synopsis { get; init; } = "";

    /// <summary>The overview as plain text, paragraphs with an empty line between them.</summary>
    public string Overview { get; init; } = "";

    /// <summary>The file; null for a text that came from nowhere.</summary>
    public string? Path { get; init; }

    /// <summary>The whole text, with LF.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 over <see cref="Text"/> in UTF-8, in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>What its table of parameters declares, in its order.</summary>
    public IReadOnlyList<RunbookParameter> Parameters { get; init => field = Rows.Of(value); } = [];

    /// <summary>The quick reference.</summary>
    public IReadOnlyList<RunbookReference> QuickReference { get; init => field = Rows.Of(value); } = [];

    /// <summary>The symptoms, in the order of the text.</summary>
    public IReadOnlyList<RunbookSymptom> Symptoms { get; init => field = Rows.Of(value); } = [];

    /// <summary>The steps of the diagnosis, in order.</summary>
    public IReadOnlyList<RunbookStep> Diagnosis { get; init => field = Rows.Of(value); } = [];

    /// <summary>The procedures, in order, each with its steps.</summary>
    public IReadOnlyList<RunbookProcedure> Procedures { get; init => field = Rows.Of(value); } = [];

    /// <summary>The table of common issues.</summary>
    public IReadOnlyList<RunbookIssue> CommonIssues { get; init => field = Rows.Of(value); } = [];

    /// <summary>All steps: those of the diagnosis, then those of each procedure.</summary>
    public IEnumerable<RunbookStep> Steps => Diagnosis.Concat(Procedures.SelectMany(p => p.Steps));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
