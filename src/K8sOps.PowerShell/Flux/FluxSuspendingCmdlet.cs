using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

/// <summary>A command that suspends or resumes apps, or sources where they are named by their kind: it finds them all, then plans, asks and changes one by one.</summary>
public abstract class FluxSuspendingCmdlet : ChangingCmdlet, IKindGuarded
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The apps, by name or pattern")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxAppNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxKindCompleter))]
    public string? Kind { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Uid { get; set; }

    string IKindGuarded.ExpectedKind => "Kustomization, HelmRelease or source of Flux";

    bool IKindGuarded.Takes(string kind) => FluxKinds.Find(kind, [.. FluxKinds.Apps, .. FluxKinds.Sources]) is not null;

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        foreach (var target in await FindAsync(new FluxService(cluster), c).ConfigureAwait(false))
        {
            try
            {
                await ChangeAsync(cluster, target, c).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Plans, asks, and changes one app with all that goes with it.</summary>
    internal abstract Task ChangeAsync(Cluster cluster, FluxTarget target, CommandContext c);

    /// <summary>Asks for a plan, field by field, and carries it out; null when it was not to be, and without asking when there is nothing to do.</summary>
    internal static async Task<IReadOnlyList<FluxTarget>?> ConsentAndExecuteAsync(Cluster cluster, FluxSuspensionPlan plan, CommandContext c)
    {
        var action = plan.Suspends ? "Suspend" : "Resume";
        if (plan.IsUnchanged)
        {
            c.Warn($"{plan.Root} on {cluster.Context} is {(plan.Suspends ? "suspended already" : "not suspended")}; nothing was changed.");
            return [plan.Root];
        }

        var others = plan.Targets.Count(t => t != plan.Root);
        if (await c.ConfirmAsync($"{plan.Root} on {cluster.Context}", others == 0 ? action : $"{action}, with {others} more", plan.Details).ConfigureAwait(false) != Consent.Yes) return null;
        return await new FluxSuspendService(cluster).ExecuteAsync(plan, c.Operation, c.Stop).ConfigureAwait(false);
    }

    /// <summary>Hands an object on as it now is; of a source that went with an app it is only told.</summary>
    internal static async Task WriteAsync(Cluster cluster, FluxTarget target, bool isOfSources, CommandContext c)
    {
        var service = new FluxService(cluster);
        if (FluxKinds.Apps.Contains(target.Resource)) await c.WriteAsync(service.ToApp(target)).ConfigureAwait(false);
        else if (isOfSources) await c.WriteAsync(service.ToSource(target)).ConfigureAwait(false);
        else c.Note($"{target} on {cluster.Context} {(target.IsSuspended ? "is suspended" : "goes on")}.");
    }

    /// <summary>Whether sources were asked for, by their kind.</summary>
    private protected bool IsOfSources => Kind is { } kind && FluxKinds.Find(kind, FluxKinds.Sources) is not null;

    private Task<IReadOnlyList<FluxTarget>> FindAsync(FluxService service, CommandContext c)
        => IsOfSources
            ? service.SourceTargetsAsync(Kind, Namespace, Name, Uid, c.Operation, c.Error, c.Stop)
            : service.AppTargetsAsync(Kind, Namespace, Name, Uid, c.Operation, c.Error, c.Stop);
}
