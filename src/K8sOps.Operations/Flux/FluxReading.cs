using System.Text.Json;
using K8sOps.Flux.Wire;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>From the wire to the records.</summary>
internal static class FluxReading
{
    public static FluxApp ToApp(FluxObjectWire o, KubeResource resource, string cluster, DateTimeOffset now)
    {
        o.Kind = resource.Kind;
        var isRelease = resource == FluxKinds.HelmReleases;
        var verdict = FluxVerdict.Of(o);
        var source = FluxReferences.SourceOf(o);
        var chart = FluxReferences.ChartSpec(o);
        var interval = FluxDuration.Parse(o.Spec.Interval);
        var newest = o.Status.History?.FirstOrDefault();
        var last = isRelease ? null : newest?.LastReconciled;
        return new FluxApp
        {
            Cluster = cluster,
            Kind = resource.Kind,
            Namespace = o.Metadata.Namespace,
            Name = o.Metadata.Name,
            Ready = verdict.Ready,
            Status = verdict.State,
            Reason = verdict.Reason,
            Message = verdict.Message,
            NotReadySince = verdict.NotReadySince,
            Revision = isRelease ? newest?.ChartVersion : o.Status.LastAppliedRevision,
            AttemptedRevision = o.Status.LastAttemptedRevision,
            OriginRevision = o.Status.LastAppliedOriginRevision,
            SourceKind = source?.Kind,
            SourceNamespace = source?.Namespace,
            SourceName = source?.Name,
            Path = isRelease ? null : o.Spec.Path,
            Chart = chart.Text("chart"),
            ChartVersion = chart.Text("version"),
            Suspended = o.Spec.Suspend,
            SuspendedBy = Told(o, FluxAnnotations.SuspendedBy),
            SuspendedReason = Told(o, FluxAnnotations.SuspendedReason),
            SuspendedAt = Time(Told(o, FluxAnnotations.SuspendedAt)),
            SuspendedRun = Told(o, FluxAnnotations.SuspendedRun),
            DependsOn = [.. FluxReferences.DependenciesOf(o).Select(d => $"{d.Namespace}/{d.Name}")],
            ManagedBy = ParentOf(o)?.ToString(),
            Interval = interval,
            LastReconciledAt = last,
            NextReconcileAt = o.Spec.Suspend || last is null || interval is null ? null : last + interval,
            Drifted = o.Status.Conditions?.FirstOrDefault(c => c.Type == "Drifted") is { } drifted ? drifted.Status == "True" : null,
            Failures = isRelease ? o.Status.Failures ?? 0 : null,
            History = [.. (o.Status.History ?? []).Select(h => Deployment(h, isRelease)).OfType<FluxDeployment>()],
            IsRemote = o.Spec.KubeConfig.ValueKind == JsonValueKind.Object,
            TargetNamespace = o.Spec.TargetNamespace,
            HandledToken = o.Status.LastHandledReconcileAt,
            Uid = o.Metadata.Uid,
            CreatedAt = o.Metadata.CreationTimestamp,
            ObservedAt = now,
        };
    }

    public static FluxSource ToSource(FluxObjectWire o, KubeResource resource, string cluster, DateTimeOffset now)
    {
        o.Kind = resource.Kind;
        var isStatic = resource == FluxKinds.HelmRepositories && o.Spec.Type == "oci";
        var verdict = FluxVerdict.Of(o);
        // Nobody reconciles it, so it has no conditions that could say anything.
        if (isStatic && verdict.State == FluxState.Unknown) verdict = new FluxVerdict(FluxState.Ready, true, null, "a registry; it is read by the charts that use it", null);
        return new FluxSource
        {
            Cluster = cluster,
            Kind = resource.Kind,
            Namespace = o.Metadata.Namespace,
            Name = o.Metadata.Name,
            Ready = verdict.Ready,
            Status = verdict.State,
            Reason = verdict.Reason,
            Message = verdict.Message,
            NotReadySince = verdict.NotReadySince,
            Revision = o.Status.Artifact?.Revision,
            Url = UrlOf(o, resource),
            Reference = ReferenceOf(o, resource),
            IsStatic = isStatic,
            Suspended = o.Spec.Suspend,
            SuspendedBy = Told(o, FluxAnnotations.SuspendedBy),
            SuspendedReason = Told(o, FluxAnnotations.SuspendedReason),
            SuspendedAt = Time(Told(o, FluxAnnotations.SuspendedAt)),
            ManagedBy = ParentOf(o)?.ToString(),
            Interval = FluxDuration.Parse(o.Spec.Interval),
            UpdatedAt = o.Status.Artifact?.LastUpdateTime,
            SizeBytes = o.Status.Artifact?.Size,
            Digest = o.Status.Artifact?.Digest,
            HandledToken = o.Status.LastHandledReconcileAt,
            Uid = o.Metadata.Uid,
            CreatedAt = o.Metadata.CreationTimestamp,
            ObservedAt = now,
        };
    }

    /// <summary>Whether Flux does nothing about an object: a HelmRepository that is a registry's address.</summary>
    public static bool IsStatic(FluxTarget target) => target.Resource == FluxKinds.HelmRepositories && target.Live.Text("spec", "type") == "oci";

    public static FluxReference? ParentOf(FluxObjectWire o) => FluxReferences.ParentOf(o.Kind, o.Metadata.Namespace, o.Metadata.Name, o.Metadata.Labels);

    /// <summary>A URL without the user and password that some write into it.</summary>
    internal static string? WithoutUser(string? url)
    {
        if (url is null || !Uri.TryCreate(url, UriKind.Absolute, out var parsed) || !parsed.UserInfo.Contains(':', StringComparison.Ordinal)) return url;
        return url.Replace(parsed.UserInfo + "@", "", StringComparison.Ordinal);
    }

    private static FluxDeployment? Deployment(FluxHistoryWire h, bool isRelease)
    {
        var revision = isRelease ? h.ChartVersion : h.Metadata?.GetValueOrDefault("revision") ?? h.Digest;
        if (revision is null) return null;
        return new FluxDeployment
        {
            Revision = revision,
            Status = isRelease ? h.Status : h.LastReconciledStatus,
            FirstAt = isRelease ? h.FirstDeployed : h.FirstReconciled,
            LastAt = isRelease ? h.LastDeployed : h.LastReconciled,
            Count = h.TotalReconciliations,
            Release = h.Version,
            AppVersion = h.AppVersion,
        };
    }

    /// <summary>What <c>Suspend-FluxApp</c> left; it says nothing any more once somebody has resumed the object in another way.</summary>
    private static string? Told(FluxObjectWire o, string annotation)
        => o.Spec.Suspend && o.Metadata.Annotations?.GetValueOrDefault(annotation) is { Length: > 0 } text ? text : null;

    private static string? UrlOf(FluxObjectWire o, KubeResource resource)
    {
        if (resource == FluxKinds.Buckets) return o.Spec.BucketName is { } bucket ? $"{o.Spec.Endpoint}/{bucket}{(o.Spec.Prefix is { Length: > 0 } p ? "/" + p : "")}" : o.Spec.Endpoint;
        if (resource == FluxKinds.HelmCharts) return o.Spec.SourceRef is { } source ? $"{source.Kind} {o.Metadata.Namespace}/{source.Name}" : null;
        return WithoutUser(o.Spec.Url);
    }

    private static string? ReferenceOf(FluxObjectWire o, KubeResource resource)
    {
        if (resource == FluxKinds.HelmCharts) return o.Spec.Chart.ValueKind == JsonValueKind.String ? $"{o.Spec.Chart.GetString()} {o.Spec.Version}".TrimEnd() : null;
        return o.Spec.Ref switch
        {
            { Commit: { Length: > 0 } commit } => "commit " + commit,
            { Digest: { Length: > 0 } digest } => "digest " + digest,
            { Name: { Length: > 0 } name } => "ref " + name,
            { Semver: { Length: > 0 } range } => "semver " + range,
            { Tag: { Length: > 0 } tag } => "tag " + tag,
            { Branch: { Length: > 0 } branch } => "branch " + branch,
            // What the controllers take where nothing is named.
            _ => resource == FluxKinds.GitRepositories ? "branch master" : resource == FluxKinds.OciRepositories ? "tag latest" : null,
        };
    }

    private static DateTimeOffset? Time(string? text) => KubeTime.TryParse(text, out var time) ? time : null;
}
