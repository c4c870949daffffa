using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>One write of a plan: what it says to the operator, and how it is sent (announced first).</summary>
/// <param name="Text">The command or the object, such as <c>ceph osd out 3</c>.</param>
/// <param name="Changes">The fields that it changes, as the server has said in a dry run; none of a command.</param>
/// <param name="SendAsync">Announces it, sends it, and tells what became of it.</param>
internal sealed record CephStep(string Text, IReadOnlyList<ObjectChange> Changes, Func<OperationContext, CancellationToken, Task> SendAsync)
{
    /// <summary>The lines that a question shows.</summary>
    public IEnumerable<string> Details => Changes.Count == 0 ? [Text] : Changes.Select(c => $"{Text} {c}");
}
