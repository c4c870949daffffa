using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Set, "K8sResource", DefaultParameterSetName = ByObject, SupportsShouldProcess = true)]
[OutputType(typeof(K8sResource))]
[Permission("*.*", "get", "create", "patch")]
public sealed class SetK8sResourceCommand : ChangingCmdlet
{
    private const string ByObject = "Object";
    private const string ByPath = "Path";
    private const string ByYaml = "Yaml";
    private readonly List<(Cluster Cluster, string? Namespace, ManifestInput Input)> _batches = [];
    private bool _isRefused;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByObject, ValueFromPipeline = true, HelpMessage = "An object, a hash table, or a text of YAML or JSON")]
    [AllowNull, AllowEmptyString]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ByPath, HelpMessage = "A file of YAML or JSON, or a folder of them")]
    [SupportsWildcards, ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByYaml, HelpMessage = "A text of YAML or JSON")]
    [Alias("Json")]
    [ValidateNotNullOrEmpty]
    public string Yaml { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [AllowNull, AllowEmptyString, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Where the user stands in the file system is known on the pipeline thread only.
        if (ParameterSetName == ByPath) Path = [.. Path.Select(GetUnresolvedProviderPathFromPSPath)];
        base.ProcessRecord();
    }

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        // An object that lives in no namespace binds an empty one.
        var ns = string.IsNullOrEmpty(Namespace) ? null : Namespace;
        if (_batches.Count == 0 || _batches[^1].Cluster != cluster || _batches[^1].Namespace != ns) _batches.Add((cluster, ns, new ManifestInput()));
        var input = _batches[^1].Input;
        try
        {
            if (ParameterSetName == ByObject) input.Add(InputObject);
            else if (ParameterSetName == ByYaml) input.AddText(Yaml);
            else foreach (var path in Path) input.AddFile(path);
        }
        catch (OperationException e)
        {
            _isRefused = true;
            await c.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    // All that came is checked before the first is sent.
    internal override async Task EndAsync(CommandContext c)
    {
        var session = new ApplySession(c, Force);
        foreach (var (cluster, ns, input) in _batches) await session.PlanAsync(cluster, ns, input).ConfigureAwait(false);
        if (session.IsRefused || _isRefused) session.SayNothingWasApplied();
        else await session.ApplyAsync().ConfigureAwait(false);
    }
}
