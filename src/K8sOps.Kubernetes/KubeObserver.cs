namespace K8sOps.Kubernetes;

/// <summary>The observer of the current asynchronous flow.</summary>
public static class KubeObserver
{
    private static readonly AsyncLocal<IKubeObserver?> s_current = new();

    /// <summary>The observer, or null when nobody looks.</summary>
    public static IKubeObserver? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }
}
