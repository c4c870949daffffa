using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kube.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// The control of a simulated platform, which is part of the API that it serves (group <c>sandbox.k8sops.io/v1</c>). On a cluster that does
/// not serve it everything here throws <c>NotASandbox</c>: nothing can be broken by mistake.
/// </summary>
public sealed class SandboxService
{
    private static readonly KubeResource s_scenarios = new("sandbox.k8sops.io", "v1", "scenarios", "Scenario", IsNamespaced: false);
    private static readonly KubeResource s_clocks = new("sandbox.k8sops.io", "v1", "clocks", "Clock", IsNamespaced: false);
    private const string ClockName = "world";
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public SandboxService(Cluster cluster) => _cluster = cluster;

    /// <summary>The scenarios, by name.</summary>
    /// <param name="names">Names, literal or with wildcards; null or none for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotASandbox</c>; <c>NotFound</c> for a literal name that is not there, after those that are.</exception>
    public async IAsyncEnumerable<K8sScenario> GetScenariosAsync(IReadOnlyList<string>? names = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var now = _cluster.Clock.GetUtcNow();
        var filter = new NameFilter(names);
        var items = _cluster.Client.ListAsync(s_scenarios, ListOptions.All, KubeWire.Default.ScenarioWire, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var owned = items.ConfigureAwait(false);
        while (await AskAsync(items.MoveNextAsync().AsTask(), "list scenarios").ConfigureAwait(false))
        {
            if (filter.Sees(items.Current.Metadata.Name)) yield return ToRecord(items.Current, now);
        }

        if (filter.Missing.FirstOrDefault() is { } missing)
        {
            throw new OperationException("NotFound", OperationCategory.ObjectNotFound, missing, $"Cannot find scenario {missing} on {_cluster.Context}: there is none of that name.", "Get-K8sScenario" + CommandText.Cluster(_cluster));
        }
    }

    /// <summary>Starts a scenario, and returns it as it then is. With <paramref name="dryRun"/> the server is asked and nothing breaks.</summary>
    /// <exception cref="OperationException"><c>NotASandbox</c>, <c>NotFound</c>, and what the server refuses.</exception>
    public Task<K8sScenario> StartScenarioAsync(K8sScenario scenario, OperationContext context, bool dryRun = false, CancellationToken cancellationToken = default)
        => SwitchAsync(scenario, active: true, context, dryRun, cancellationToken);

    /// <summary>
    /// Stops a scenario, and returns it as it then is. What only its cure mends stays broken, as it would in reality; <c>Phase</c> then stays <c>Active</c>.
    /// </summary>
    /// <exception cref="OperationException"><c>NotASandbox</c>, <c>NotFound</c>, and what the server refuses.</exception>
    public Task<K8sScenario> StopScenarioAsync(K8sScenario scenario, OperationContext context, bool dryRun = false, CancellationToken cancellationToken = default)
        => SwitchAsync(scenario, active: false, context, dryRun, cancellationToken);

    /// <summary>The world's clock.</summary>
    /// <exception cref="OperationException"><c>NotASandbox</c>.</exception>
    public async Task<K8sClock> GetClockAsync(CancellationToken cancellationToken = default)
    {
        var clock = await AskAsync(_cluster.Client.GetAsync(s_clocks, null, ClockName, KubeWire.Default.ClockWire, cancellationToken), "read the clock").ConfigureAwait(false);
        return new K8sClock { Cluster = _cluster.Context, Name = clock.Metadata.Name, Now = clock.Status.Now, Mode = clock.Status.Mode ?? "", ObservedAt = _cluster.Clock.GetUtcNow() };
    }

    /// <summary>Runs the world's clock ahead, with everything that falls due on the way, and returns it.</summary>
    /// <param name="by">How far; more than zero.</param>
    /// <param name="context">Where the change is announced.</param>
    /// <param name="dryRun">True to change nothing.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <exception cref="OperationException"><c>InvalidDuration</c>, <c>NotASandbox</c>, and what the server refuses.</exception>
    public Task<K8sClock> StepAsync(TimeSpan by, OperationContext context, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        if (by <= TimeSpan.Zero)
        {
            throw new OperationException("InvalidDuration", OperationCategory.InvalidArgument, _cluster.Context, $"Cannot step {_cluster.Context} by {by}: time only goes on.", "Step-K8sSandbox -By 10m" + CommandText.Cluster(_cluster));
        }

        var advance = Duration(by);
        return ChangeClockAsync(new JsonObject { ["advance"] = advance, ["token"] = NewToken() }, "step", ".spec.advance", advance, context, dryRun, cancellationToken);
    }

    /// <summary>Throws the world away and begins anew, and returns its clock.</summary>
    /// <exception cref="OperationException"><c>NotASandbox</c>, and what the server refuses.</exception>
    public Task<K8sClock> ResetAsync(OperationContext context, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        var token = NewToken();
        return ChangeClockAsync(new JsonObject { ["reset"] = token }, "reset", ".spec.reset", token, context, dryRun, cancellationToken);
    }

    private async Task<K8sScenario> SwitchAsync(K8sScenario scenario, bool active, OperationContext context, bool dryRun, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["active"] = active } };
        var field = new ChangedField(".spec.active", active ? "false" : "true", active ? "true" : "false");
        await PatchAsync(s_scenarios, scenario.Name, patch, active ? "start" : "stop", field, context, dryRun, cancellationToken).ConfigureAwait(false);
        var now = await AskAsync(_cluster.Client.GetAsync(s_scenarios, null, scenario.Name, KubeWire.Default.ScenarioWire, cancellationToken), $"get scenario {scenario.Name}").ConfigureAwait(false);
        return ToRecord(now, _cluster.Clock.GetUtcNow());
    }

    private async Task<K8sClock> ChangeClockAsync(JsonObject spec, string verb, string path, string value, OperationContext context, bool dryRun, CancellationToken cancellationToken)
    {
        await PatchAsync(s_clocks, ClockName, new JsonObject { ["spec"] = spec }, verb, new ChangedField(path, null, value), context, dryRun, cancellationToken).ConfigureAwait(false);
        return await GetClockAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task PatchAsync(KubeResource resource, string name, JsonObject patch, string verb, ChangedField field, OperationContext context, bool dryRun, CancellationToken cancellationToken)
    {
        var action = $"{verb} the sandbox ({resource.Kind} {name})";
        if (dryRun)
        {
            await AskAsync(_cluster.Client.MergePatchAsync(resource, null, name, patch, new WriteOptions { DryRun = true }, cancellationToken), action).ConfigureAwait(false);
            return;
        }

        var change = new Change { Command = context.Command, Cluster = _cluster.Context, Kind = resource.Kind, Name = name, Verb = verb, Fields = [field with { After = null }] };
        await Writing.AnnouncedAsync(context, change, () => AskAsync(_cluster.Client.MergePatchAsync(resource, null, name, patch, WriteOptions.Default, cancellationToken), action), _ => [field]).ConfigureAwait(false);
    }

    private async Task<T> AskAsync<T>(Task<T> answer, string action)
    {
        try
        {
            return await Asking.For(answer, _cluster, action).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id == "ApiNotInstalled")
        {
            throw new OperationException("NotASandbox", OperationCategory.InvalidOperation, _cluster.Context,
                $"Cannot {action} on {_cluster.Context}: it is not a sandbox, and scenarios and clocks are for simulated platforms only.", "Get-K8sScenario -Cluster sandbox-infra", e);
        }
    }

    private K8sScenario ToRecord(ScenarioWire s, DateTimeOffset now)
    {
        var phase = Enum.TryParse<ScenarioPhase>(s.Status.Phase, out var known) && Enum.IsDefined(known) ? known : ScenarioPhase.Unknown;
        return new K8sScenario
        {
            Cluster = _cluster.Context,
            Name = s.Metadata.Name,
            Description = s.Spec.Description ?? "",
            Cure = s.Spec.Cure ?? "",
            Active = phase == ScenarioPhase.Active,
            Phase = phase,
            StartedAt = s.Status.StartedAt,
            ObservedAt = now,
        };
    }

    /// <summary>A duration as Kubernetes writes it, in the largest unit that leaves no rest.</summary>
    private static string Duration(TimeSpan by)
    {
        var ms = Math.Max(1, (long)by.TotalMilliseconds);
        return ms switch
        {
            _ when ms % 60_000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000}m"),
            _ when ms % 1000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000}s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{ms}ms"),
        };
    }

    /// <summary>The server acts on a token that it has not seen, so that repeating one request does not step twice.</summary>
    private static string NewToken() => Guid.NewGuid().ToString("N");
}
