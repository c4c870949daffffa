using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Remove, "K8sFinalizer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
[Permission("*.*", "get", "list", "patch")]
public sealed class RemoveK8sFinalizerCommand : ChangingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The finalizer in full, such as example.org/drop-database")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FinalizerCompleter))]
    public string Finalizer { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(KindCompleter))]
    public string? Kind { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ResourceNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [AllowNull, AllowEmptyString, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? ApiVersion { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Uid { get; set; }

    private bool _hasFailed;

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var service = new FinalizerService(cluster);
        var held = new List<HeldObject>();
        _hasFailed = false;
        // All are found before the first is changed: what goes with its finalizer may take others along.
        var query = Query(cluster, c);
        await foreach (var one in service.FindAsync(query, c.Operation, c.Stop).ConfigureAwait(false)) held.Add(one);
        if (held.Count == 0 && !_hasFailed) c.Warn($"{Finalizer} holds nothing of what was asked for in {query.Namespace} on {cluster.Context}; nothing was changed.");
        foreach (var one in held)
        {
            try
            {
                await service.CheckAsync(one, c.Stop).ConfigureAwait(false);
                var consent = await c.ConfirmAsync($"{one.Target} on {cluster.Context}", $"Take off {Finalizer}", Details(one)).ConfigureAwait(false);
                if (consent == Consent.Yes) await service.RemoveAsync(one, c.Operation, c.Stop).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }

    private FinalizerQuery Query(Cluster cluster, CommandContext c)
    {
        if (Kind is null && (Name is not null || string.IsNullOrEmpty(Namespace)))
        {
            throw new OperationException("NamespaceNeeded", OperationCategory.InvalidArgument, Finalizer,
                "Say where to look: -Namespace, for everything in it, or -Kind and -Name. Nothing was changed.", $"Remove-K8sFinalizer {Finalizer} -Namespace NAME");
        }

        // In a named kind, what lives in a namespace is looked for where kubectl would.
        var ns = string.IsNullOrEmpty(Namespace) ? cluster.DefaultNamespace ?? "default" : Namespace;
        return new FinalizerQuery { Finalizer = Finalizer, Kind = Kind, ApiVersion = ApiVersion, Names = Name, Namespace = ns, Uid = Uid, Force = Force, OnError = Fail };

        void Fail(OperationException e)
        {
            _hasFailed = true;
            c.Error(e);
        }
    }

    private static IReadOnlyList<string> Details(HeldObject held)
    {
        var field = FinalizerService.Field(held);
        List<string> details = [$"{field.Path}: {field.Before} → {field.After ?? "(not set)"}"];
        if (held is { IsDeleted: true, After.Count: 0 }) details.Add("It is the last one: the object goes, and what the finalizer's controller would have cleaned up stays behind.");
        return details;
    }
}
