namespace K8sOps.Sandbox.Controllers;

/// <summary>The machines under the nodes: what happens to them happens outside of the API, as in reality.</summary>
internal sealed class Machines
{
    private readonly HashSet<string> stopped = [];

    private readonly List<Action<string, bool>> listeners = [];

    /// <summary>Tells from now on when a machine's kubelet stops or runs again.</summary>
    public void WhenKubeletTurns(Action<string, bool> listener) => listeners.Add(listener);

    public bool IsKubeletRunning(string node) => !stopped.Contains(node);

    public void StopKubelet(string node)
    {
        if (stopped.Add(node)) Tell(node, isRunning: false);
    }

    public void StartKubelet(string node)
    {
        if (stopped.Remove(node)) Tell(node, isRunning: true);
    }

    private void Tell(string node, bool isRunning)
    {
        foreach (var listener in listeners) listener(node, isRunning);
    }
}
