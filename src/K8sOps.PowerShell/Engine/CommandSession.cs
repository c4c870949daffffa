using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using K8sOps.Completers;

namespace K8sOps.Engine;

/// <summary>
/// What belongs to one runspace: the chosen cluster, the open clients, the warnings already told. <c>ForEach-Object -Parallel</c>
/// and thread jobs have runspaces of their own, so they never see each other's choice.
/// </summary>
internal sealed class CommandSession
{
    private static readonly ConditionalWeakTable<Runspace, CommandSession> s_sessions = [];
    private static readonly CommandSession s_withoutRunspace = new();
    private readonly ConcurrentDictionary<string, byte> _warnings = new(StringComparer.Ordinal);

    /// <summary>The session of the current runspace. Read on the pipeline thread.</summary>
    public static CommandSession Current
        => Runspace.DefaultRunspace is { } runspace ? s_sessions.GetValue(runspace, static _ => new CommandSession()) : s_withoutRunspace;

    /// <summary>What <c>Use-K8sCluster</c> chose, or null.</summary>
    public string? ChosenCluster { get; set; }

    /// <summary>Clusters by name.</summary>
    public ClusterResolver Clusters { get; } = new();

    /// <summary>Names that completion has just read.</summary>
    public CompletionCache Completions { get; } = new();

    /// <summary>True the first time that a text is seen in this session.</summary>
    public bool IsNewWarning(string text) => _warnings.TryAdd(text, 0);
}
