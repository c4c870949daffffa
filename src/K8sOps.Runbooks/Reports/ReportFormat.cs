namespace K8sOps;

/// <summary>What a report of a run is written as.</summary>
public enum ReportFormat
{
    /// <summary>As the ending of the path says; Markdown where it says nothing.</summary>
    Auto = 0,

    /// <summary>GitHub-flavoured Markdown.</summary>
    Markdown,

    /// <summary>One HTML file that needs nothing else, and prints well.</summary>
    Html,
}
