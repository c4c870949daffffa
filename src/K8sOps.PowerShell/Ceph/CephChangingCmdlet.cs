using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

/// <summary>A command that changes something of one Ceph cluster: each object is planned, asked for with all that changes, and then changed.</summary>
public abstract class CephChangingCmdlet : ChangingCmdlet, IKindGuarded
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephNamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => ExpectedKind;

    bool IKindGuarded.Takes(string kind) => Takes(kind);

    private protected abstract string ExpectedKind { get; }

    private protected virtual bool Takes(string kind) => string.Equals(kind, ExpectedKind, StringComparison.OrdinalIgnoreCase);

    /// <summary>Does one thing after the other; what fails is an error of its own, and the rest goes on.</summary>
    private protected static async Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> work, CommandContext c)
    {
        foreach (var item in items)
        {
            try
            {
                await work(item).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Asks for a plan, command by command and field by field. What forbids it is thrown before anyone is asked; under <c>-WhatIf</c> it is
    /// told with the rest.
    /// </summary>
    private protected static async Task<bool> ConsentAsync(Cluster cluster, CephPlan plan, string action, CommandContext c)
    {
        if (plan.Refusal is { } refusal && !c.IsWhatIf) throw refusal;
        return await c.ConfirmAsync($"{plan.Target} of Ceph on {cluster.Context}", action, plan.IsDisruptive, plan.Details).ConfigureAwait(false) == Consent.Yes;
    }
}
