namespace K8sOps.Kubernetes.Tests;

/// <summary>Verbs that a fault ends alike.</summary>
internal enum VerbKind
{
    Get,
    List,
    Watch,
    Wait,
    Write,
    Log,
    Follow,
    Exec,
}
