using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Remove, "K8sPod", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
[Permission("pods", "get", "list", "delete")]
public sealed class RemoveK8sPodCommand : ChangingCmdlet, IKindGuarded
{
    private const string ByName = "Name";
    private const string ByState = "State";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, ValueFromPipelineByPropertyName = true, HelpMessage = "The pods to delete")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(PodNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByState, HelpMessage = "Failed, Succeeded or Evicted")]
    public PodEndState[] State { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? GracePeriod { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName, DontShow = true)]
    public string? Uid { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Pod";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var pods = new PodService(cluster);
        var ns = Namespace ?? cluster.DefaultNamespace ?? "default";
        var query = new PodQuery { Namespaces = [NamePattern.Escape(ns)], Names = ParameterSetName == ByName ? Name : null, EndStates = ParameterSetName == ByState ? State : null, OnMissing = c.Error };
        // All are found before the first is deleted, so that what a deletion sets off is never deleted in turn.
        var found = new List<K8sPod>();
        await foreach (var pod in pods.ListAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            // A pod that came through the pipeline is that very one, and no namesake that came after it.
            found.Add(Uid is null ? pod : pod with { Uid = Uid });
        }

        foreach (var pod in found)
        {
            var consent = await c.ConfirmAsync($"Pod {pod.Namespace}/{pod.Name} on {cluster.Context}", "Delete pod").ConfigureAwait(false);
            if (consent == Consent.No) continue;
            try
            {
                await pods.RemoveAsync(pod, c.Operation, GracePeriod, dryRun: consent == Consent.WhatIf, c.Stop).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }
}
