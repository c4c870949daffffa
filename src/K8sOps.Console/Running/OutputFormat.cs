namespace K8sOps.Console.Running;

/// <summary>How objects are written.</summary>
public enum OutputFormat
{
    /// <summary>For people.</summary>
    Table = 0,

    /// <summary>One JSON array.</summary>
    Json,

    /// <summary>One YAML list.</summary>
    Yaml,
}
