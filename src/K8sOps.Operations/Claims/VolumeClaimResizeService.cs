using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>Makes the volumes of claims larger. There is no way back: no volume can be made smaller.</summary>
public sealed class VolumeClaimResizeService
{
    private static readonly FieldPath s_size = FieldPath.Of("spec", "resources", "requests", "storage");
    private readonly Cluster _cluster;
    private readonly VolumeClaimService _claims;

    /// <summary>Creates the service.</summary>
    public VolumeClaimResizeService(Cluster cluster)
    {
        _cluster = cluster;
        _claims = new VolumeClaimService(cluster);
    }

    /// <summary>
    /// Looks whether the claim can be made that large, and asks the server (a dry run). Changes nothing.
    /// </summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The claim.</param>
    /// <param name="uid">Its uid, when it must be that very claim.</param>
    /// <param name="bytes">The size.</param>
    /// <param name="force">True to change what Flux would take back.</param>
    /// <param name="context">Where warnings go.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotFound</c>; <c>ClaimNotBound</c>; <c>SizeNotLarger</c>; <c>NotExpandable</c>;
    /// <c>FluxOwned</c>; <c>Conflict</c>; what the cluster refuses.</exception>
    public async Task<ResizePlan> PlanAsync(string ns, string name, string? uid, long bytes, bool force, OperationContext context, CancellationToken cancellationToken = default)
    {
        var live = await _claims.GetAsync(ns, name, cancellationToken).ConfigureAwait(false);
        var claim = await _claims.DescribeAsync(live, context, cancellationToken).ConfigureAwait(false);
        Check(claim, uid, bytes);
        await new FluxOwnership(_cluster).GuardAsync(live, [s_size], $"resize claim {ns}/{name}", force, context, cancellationToken).ConfigureAwait(false);
        var quantity = Quantity(bytes);
        var patch = new JsonObject
        {
            // The uid is a precondition: a namesake that came after it is left alone.
            ["metadata"] = new JsonObject { ["uid"] = claim.Uid },
            ["spec"] = new JsonObject { ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = quantity } } },
        };
        var before = live.Text("spec", "resources", "requests", "storage") ?? "";
        await SendAsync(claim, patch, isDryRun: true, cancellationToken).ConfigureAwait(false);
        List<string> details = [$"{s_size}: {before} -> {quantity}", "This cannot be taken back: a volume can be made larger, never smaller."];
        if (await TemplateOfAsync(ns, name, context, cancellationToken).ConfigureAwait(false) is { } template)
        {
            details.Add($"{template} keeps its old size: claims of new replicas are made with that, until it is changed where the stateful set comes from.");
        }

        return new ResizePlan { Claim = claim, Bytes = bytes, Quantity = quantity, Details = details, Patch = patch, Before = before };
    }

    /// <summary>Asks for the size that was planned. The storage system then grows the volume; <see cref="WaitAsync"/> waits for it.</summary>
    /// <exception cref="OperationException"><c>Conflict</c> when the claim was replaced; what the cluster refuses.</exception>
    public async Task<K8sVolumeClaim> ResizeAsync(ResizePlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        var claim = plan.Claim;
        var field = new ChangedField(s_size.ToString(), $"\"{plan.Before}\"", $"\"{plan.Quantity}\"");
        var change = new Change
        {
            Command = context.Command,
            Cluster = _cluster.Context,
            Kind = claim.Kind,
            Namespace = claim.Namespace,
            Name = claim.Name,
            Uid = claim.Uid,
            Verb = "patch",
            Fields = [field],
        };
        var now = await Writing.AnnouncedAsync(context, change, () => SendAsync(claim, plan.Patch, isDryRun: false, cancellationToken), _ => [field]).ConfigureAwait(false);
        return VolumeClaimReading.ToRecord(now, _cluster.Context, _cluster.Clock.GetUtcNow()) with { IsExpandable = claim.IsExpandable, Pods = claim.Pods };
    }

    /// <summary>
    /// Waits until the capacity is there, or until only a pod that mounts the claim is missing for its file system to grow (told as a warning).
    /// Needs <c>get</c>, <c>list</c> and <c>watch</c> of persistentvolumeclaims.
    /// </summary>
    /// <exception cref="OperationException"><c>ResizeFailed</c> when the storage system has given up; <c>Timeout</c> with the last state;
    /// <c>Conflict</c> when the claim was deleted meanwhile.</exception>
    public async Task<K8sVolumeClaim> WaitAsync(ResizePlan plan, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken = default)
    {
        var (ns, name) = (plan.Claim.Namespace, plan.Claim.Name);
        var isMounted = plan.Claim.Pods is not { Count: 0 };
        var activity = $"Resizing claim {ns}/{name} on {_cluster.Context} to {plan.Quantity}";
        try
        {
            var found = await _cluster.Client.WaitAsync(KubeResources.PersistentVolumeClaims, ns, name, KubeJson.Object, o =>
            {
                context.Sink.Report(new OperationProgress(activity, StateOf(o)));
                return IsOver(o, plan, isMounted);
            }, timeout, cancellationToken).ConfigureAwait(false);
            var claim = await _claims.DescribeAsync(found!, context, cancellationToken).ConfigureAwait(false);
            if (claim.CapacityBytes < plan.Bytes)
            {
                context.Sink.Warn($"The volume of claim {ns}/{name} on {_cluster.Context} has {plan.Quantity}, and its file system grows when a pod mounts it: no pod does now. Start the workload that uses it.");
            }

            return claim;
        }
        catch (KubeWaitTimeoutException e)
        {
            var isPending = VolumeClaimReading.ToRecord(e.LastSeen as JsonObject ?? [], "", default).ResizeStatus == "FileSystemResizePending";
            throw new OperationException("Timeout", OperationCategory.OperationTimeout, $"{ns}/{name}",
                $"Waited {e.Waited.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s for claim {ns}/{name} on {_cluster.Context} to have {plan.Quantity}; last seen: {StateOf(e.LastSeen as JsonObject)}. The resize was asked for and goes on.",
                isPending ? $"Some storage systems grow the file system only when the pod is started anew: {CommandText.Line("Remove-K8sPod", _cluster.Context, ("Namespace", ns), ("Name", plan.Claim.Pods is [var pod, ..] ? pod : null))}"
                    : CommandText.Line("Get-K8sEvent", _cluster.Context, ("Namespace", ns), ("Kind", plan.Claim.Kind), ("Name", name)), e);
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, $"wait for claim {ns}/{name}", $"{ns}/{name}");
        }
        finally
        {
            context.Sink.Report(new OperationProgress(activity, "", Completed: true));
        }
    }

    /// <summary>The size as a quantity in the largest binary unit that says it exactly.</summary>
    internal static string Quantity(long bytes)
    {
        string[] units = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
        var unit = 0;
        while (bytes >= 1024 && bytes % 1024 == 0 && unit < units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return bytes.ToString(CultureInfo.InvariantCulture) + units[unit];
    }

    private void Check(K8sVolumeClaim claim, string? uid, long bytes)
    {
        var target = $"{claim.Namespace}/{claim.Name}";
        var what = $"Cannot resize claim {target} on {_cluster.Context}: ";
        if (uid is not null && claim.Uid != uid) throw new OperationException("Conflict", OperationCategory.ResourceBusy, target, what + "it was replaced by another of that name since it was read.", "Read the object again and repeat the command.");
        if (claim.Phase != VolumeClaimPhase.Bound)
        {
            throw new OperationException("ClaimNotBound", OperationCategory.InvalidOperation, target, $"{what}it is {claim.Phase} and has no volume that could grow.", CommandText.Line("Get-K8sEvent", _cluster.Context, ("Namespace", claim.Namespace), ("Kind", claim.Kind), ("Name", claim.Name)));
        }

        if (claim.IsExpandable == false)
        {
            throw new OperationException("NotExpandable", OperationCategory.InvalidOperation, target,
                what + (claim.StorageClass is { } name ? $"its storage class {name} does not say allowVolumeExpansion: true, or is gone." : "it has no storage class, and its volume was made by hand."),
                claim.StorageClass is null ? null : "Look whether the storage system can do it before you set allowVolumeExpansion of the class; else move the data to a new claim.");
        }

        if (claim.RequestedBytes >= bytes)
        {
            throw new OperationException("SizeNotLarger", OperationCategory.InvalidArgument, target,
                $"{what}it asks for {Quantity(claim.RequestedBytes.Value)} already, and {Quantity(bytes)} is {(claim.RequestedBytes == bytes ? "the same" : "less")}; a volume cannot be made smaller.", claim.RequestedBytes == bytes ? null : "To have a smaller one, move the data to a new claim.");
        }
    }

    private static bool IsOver(JsonObject? claim, ResizePlan plan, bool isMounted)
    {
        var target = $"{plan.Claim.Namespace}/{plan.Claim.Name}";
        if (claim is null || claim.Text("metadata", "uid") != plan.Claim.Uid)
        {
            throw new OperationException("Conflict", OperationCategory.ResourceBusy, target, $"Cannot wait for claim {target} on {plan.Claim.Cluster}: it was deleted after the resize was asked for.");
        }

        if (VolumeClaimReading.Capacity(claim) >= plan.Bytes) return true;
        if (VolumeClaimReading.IsInfeasible(claim))
        {
            throw new OperationException("ResizeFailed", OperationCategory.InvalidResult, target, $"Claim {target} on {plan.Claim.Cluster} was not made {plan.Quantity} large: {StateOf(claim)}.", CommandText.Line("Get-K8sEvent", plan.Claim.Cluster, ("Namespace", plan.Claim.Namespace), ("Kind", plan.Claim.Kind), ("Name", plan.Claim.Name)));
        }

        return !isMounted && claim.Items("status", "conditions").Any(c => c.Text("type") == "FileSystemResizePending" && c.Text("status") == "True");
    }

    private static string StateOf(JsonObject? claim)
    {
        if (claim is null) return "not there";
        var state = VolumeClaimReading.ToRecord(claim, "", default);
        var size = state.CapacityBytes is { } bytes ? Quantity(bytes) : "no capacity";
        return string.Join(", ", new[] { size, state.ResizeStatus, state.ResizeMessage }.OfType<string>());
    }

    private Task<JsonObject> SendAsync(K8sVolumeClaim claim, JsonObject patch, bool isDryRun, CancellationToken cancellationToken)
        => Asking.For(_cluster.Client.MergePatchAsync(KubeResources.PersistentVolumeClaims, claim.Namespace, claim.Name, patch, new WriteOptions { DryRun = isDryRun }, cancellationToken), _cluster,
            $"resize claim {claim.Namespace}/{claim.Name}", $"{claim.Namespace}/{claim.Name}");

    /// <summary>The claim template of a stateful set that this claim was made from, or null: its name is <c>TEMPLATE-SET-ORDINAL</c>.</summary>
    private async Task<string?> TemplateOfAsync(string ns, string name, OperationContext context, CancellationToken cancellationToken)
    {
        if (Regex.Match(name, "-[0-9]+$", RegexOptions.None, TimeSpan.FromSeconds(1)) is not { Success: true } ordinal) return null;
        try
        {
            await foreach (var set in _cluster.Client.ListAsync(KubeResources.StatefulSets, new ListOptions { Namespace = ns }, KubeJson.Object, cancellationToken).ConfigureAwait(false))
            {
                foreach (var template in set.Items("spec", "volumeClaimTemplates"))
                {
                    if ($"{template.Text("metadata", "name")}-{set.Text("metadata", "name")}" == name[..ordinal.Index]) return $"The claim template {template.Text("metadata", "name")} of StatefulSet {ns}/{set.Text("metadata", "name")}";
                }
            }
        }
        catch (KubeApiException e) when (e.StatusCode == 403)
        {
            context.Sink.Note($"Whether a stateful set made the claim is not told: {e.Message}");
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, $"list stateful sets in namespace {ns}");
        }

        return null;
    }
}
