namespace K8sOps;

/// <summary>A symptom: how it shows, what tells of it, and where to go.</summary>
public sealed record RunbookSymptom
{
    /// <summary>The runbook's name.</summary>
    public required string Runbook { get; init; }

    /// <summary>The heading without <c>Symptom: </c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it shows, a line each, as plain text.</summary>
    public IReadOnlyList<string> Indicators { get; init => field = Rows.Of(value); } = [];

    /// <summary>The alerts that tell of it, as Alertmanager carries their names.</summary>
    public IReadOnlyList<string> Alerts { get; init => field = Rows.Of(value); } = [];

    /// <summary>The ids of the checks that find it.</summary>
    public IReadOnlyList<string> Checks { get; init => field = Rows.Of(value); } = [];

    /// <summary>The anchors of the steps and procedures that treat it, without <c>#</c>, in their order.</summary>
    public IReadOnlyList<string> GoTo { get; init => field = Rows.Of(value); } = [];

    /// <summary>The heading's line in the file, from 1.</summary>
    public int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
