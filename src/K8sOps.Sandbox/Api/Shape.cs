namespace K8sOps.Sandbox;

/// <summary>The shape in which a caller wants objects, from its <c>Accept</c> header.</summary>
internal enum Shape
{
    Json,
    Table,
    Metadata,
    AggregatedDiscovery,
}
