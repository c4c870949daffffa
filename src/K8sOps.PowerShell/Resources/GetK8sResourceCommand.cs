using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sResource")]
[OutputType(typeof(K8sResource), typeof(string))]
[Permission("*.*", "get", "list")]
public sealed class GetK8sResourceCommand : ReadingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "A kind as kubectl takes it, such as deploy or kustomizations.kustomize.toolkit.fluxcd.io")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(KindCompleter))]
    public string[] Kind { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ResourceNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, AllowNull, AllowEmptyString, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FieldSelector { get; set; }

    [Parameter]
    public SwitchParameter AsYaml { get; set; }

    [Parameter]
    public SwitchParameter IncludeSecretData { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? ApiVersion { get; set; }

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        // An object that lives in no namespace binds an empty one.
        string[]? namespaces = Namespace?.Where(n => !string.IsNullOrEmpty(n)).ToArray() is { Length: > 0 } named ? named : null;
        foreach (var kind in Kind)
        {
            var query = new ResourceQuery { Kind = kind, ApiVersion = ApiVersion, Names = Name, Namespaces = namespaces, LabelSelector = Selector, FieldSelector = FieldSelector, WithSecretData = IncludeSecretData, OnMissing = c.Error };
            await foreach (var found in new ResourceService(cluster).ListAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
            {
                await c.WriteAsync(AsYaml ? ManifestText.Of(found) : found).ConfigureAwait(false);
            }
        }
    }
}
