using K8sOps.Flux.Checks;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>Flux: its controllers, sources, Kustomizations and HelmReleases. docs/checks.md describes each check.</summary>
public sealed class FluxSystem : ISystem
{
    /// <summary>The system's name.</summary>
    public const string SystemName = "Flux";

    private readonly FluxCheckOptions _options;

    /// <summary>Creates the system with the usual patience.</summary>
    public FluxSystem()
        : this(FluxCheckOptions.Default)
    {
    }

    /// <summary>Creates the system with a patience of the caller's choice, for some objects only where the options name them.</summary>
    public FluxSystem(FluxCheckOptions options) => _options = options;

    /// <inheritdoc/>
    public string Name => SystemName;

    /// <inheritdoc/>
    public IReadOnlyList<CheckInfo> Checks { get; } = [.. FluxChecks.All.Select(c => c.Info)];

    /// <summary>Whether the API of Flux's sources is served: every Flux has it, whichever of its controllers were chosen.</summary>
    public async Task<bool> IsInstalledAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return await Asking.For(cluster.Client.Discovery.IsGroupServedAsync(FluxKinds.GitRepositories.Group, cancellationToken), cluster, "read the API groups").ConfigureAwait(false);
    }

    /// <summary>
    /// Makes all checks side by side over lists that are read once. Results come in the order of <see cref="Checks"/>, each as soon as it and
    /// those before it are there. The checks of controllers and CRDs are made whatever the options name.
    /// </summary>
    /// <exception cref="OperationException"><c>NotFound</c> for a literal name in the options that no app or source has.</exception>
    public async IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, OperationContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FluxView? view = null;
        var results = CheckRunner.RunAsync(SystemName, cluster, stop =>
        {
            view = new FluxView(cluster, _options, context, stop);
            return [.. FluxChecks.All.Select(check => new CheckRun(check.Info, check.WhenAllIsWell, _ => check.LookAsync(view)))];
        }, context, cancellationToken);
        var isAsked = false;
        await foreach (var result in results.ConfigureAwait(false))
        {
            // By the time of the first result the lists are on their way; a name that is not there must not look well.
            if (!isAsked && await view!.MissingAsync().ConfigureAwait(false) is { } missing) throw missing;
            isAsked = true;
            yield return result;
        }
    }
}
