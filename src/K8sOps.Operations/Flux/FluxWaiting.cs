using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>
/// Waits until an app or a source has settled. <c>Ready=False</c> alone goes on: its controller tries again. <c>Stalled</c> ends the wait
/// at once, since nothing more comes by itself.
/// </summary>
/// <param name="cluster">The cluster.</param>
internal sealed class FluxWaiting(Cluster cluster)
{
    /// <summary>Waits for an object to be ready at its present generation. Needs <c>get</c>, <c>list</c> and <c>watch</c> of its kind.</summary>
    /// <param name="target">The object, as it was read.</param>
    /// <param name="request">What its controller has to answer before its state counts; null where any state does that is of its present generation.</param>
    /// <param name="done">What the command has done to it, in a sentence (<c>It was resumed.</c>), for the errors; null for nothing.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="context">Where progress goes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object as it then is.</returns>
    /// <exception cref="OperationException"><c>ReconcileStalled</c> with the controller's message; <c>AppSuspended</c> or <c>SourceSuspended</c>;
    /// <c>NotFound</c> when it is deleted, <c>Conflict</c> when it was made anew meanwhile; <c>RequestOvertaken</c>; <c>Timeout</c> with the
    /// state that is left; what the cluster refuses.</exception>
    public async Task<FluxTarget> WaitAsync(FluxTarget target, FluxRequest? request, string? done, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken)
    {
        var wait = new Wait(cluster, target, request, done is null ? "" : " " + done, context);
        try
        {
            var live = await cluster.Client.WaitAsync(target.Resource, target.Namespace, target.Name, KubeJson.Object, wait.IsOver, timeout, cancellationToken).ConfigureAwait(false);
            return target with { Live = live! };
        }
        catch (KubeWaitTimeoutException e)
        {
            throw wait.TimedOut(e);
        }
        catch (KubeException e)
        {
            var error = OperationErrors.From(e, cluster.Context, $"wait for {target}", target.Path);
            throw done is null ? error : new OperationException(error.Id, error.Category, error.Target, $"{error.Message} {done}", error.Remedy, e);
        }
        finally
        {
            context.Sink.Report(new OperationProgress(wait.Activity, "", Completed: true));
        }
    }

    /// <summary>What a state is, in words: <c>Failed (HealthCheckFailed: timeout waiting for …)</c>.</summary>
    internal static string Words(FluxVerdict verdict)
    {
        var why = string.Join(": ", new[] { verdict.Reason, OneLine(verdict.Message) }.Where(p => !string.IsNullOrEmpty(p)));
        var state = verdict.State == FluxState.Waiting && verdict.Reason == "DependencyNotReady" ? "Waiting for a dependency" : verdict.State.ToString();
        return why.Length == 0 ? state : $"{state} ({why})";
    }

    /// <summary>The error for a suspended object, whose controller would not look at it. The text says what cannot be done, and to whom.</summary>
    internal static OperationException Suspended(Cluster cluster, FluxTarget target, string cannot)
    {
        var why = $"{cannot}: {(cannot.Contains(target.ToString(), StringComparison.Ordinal) ? "it" : target)} is suspended, and its controller leaves it alone.";
        var resume = CommandText.Line("Resume-FluxApp", cluster.Context, ("Kind", target.Kind), ("Namespace", target.Namespace), ("Name", target.Name));
        return FluxKinds.Apps.Contains(target.Resource)
            ? new OperationException("AppSuspended", OperationCategory.InvalidOperation, target.Path, why, resume)
            : new OperationException("SourceSuspended", OperationCategory.InvalidOperation, target.Path, why, resume);
    }

    internal static string? OneLine(string? text) => text?.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    private sealed class Wait(Cluster cluster, FluxTarget target, FluxRequest? request, string done, OperationContext context)
    {
        private bool _isHandled;
        private string _state = "it was not seen";
        private FluxVerdict _verdict;

        public string Activity { get; } = $"{target} on {cluster.Context}";

        public bool IsOver(JsonObject? live)
        {
            if (live is null) throw Gone("was deleted");
            if (target.Uid is { } uid && live.Text("metadata", "uid") is { } now && now != uid)
            {
                throw new OperationException("Conflict", OperationCategory.ResourceBusy, target.Path, $"{Activity} was made anew while it was waited for.{done}", "Read it again and repeat the command.");
            }

            _verdict = FluxVerdict.Of(live);
            _state = Look(live);
            context.Sink.Report(new OperationProgress(Activity, _state));
            if (_verdict.State == FluxState.Terminating) throw Gone("is being deleted");
            if (_verdict.State == FluxState.Suspended) throw Suspended(cluster, target, $"Waiting for {Activity} is of no use{(done.Length == 0 ? "" : " any more")}");
            if (request is not null && !_isHandled) return false;
            if (_verdict.State == FluxState.Stalled) throw Stalled();
            return _verdict is { State: FluxState.Ready, Ready: true } && request?.Missing(live) is null;
        }

        public OperationException TimedOut(KubeWaitTimeoutException e)
        {
            var waited = e.Waited.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            var unreached = e.InnerException is null ? "" : $" The server was last not reached: {OneLine(e.InnerException.Message)}.";
            return new OperationException("Timeout", OperationCategory.OperationTimeout, target.Path,
                $"{Activity} is not ready after {waited} s: {_state}.{unreached}{done} Its controller goes on.",
                request is null || _isHandled ? Events() : CommandText.Line("Test-Flux", cluster.Context), e);
        }

        /// <summary>Notes whether the request has been heeded, and says what is going on.</summary>
        private string Look(JsonObject live)
        {
            var words = Words(_verdict);
            if (request is null) return words;
            if (!_isHandled && request.IsHandled(live))
            {
                // Forcing and resetting count only with the token of the request itself: under another one they are dropped.
                if (request.IsOvertaken(live) && (request.IsForced || request.IsReset) && live.Text("status", "lastHandledReconcileAt") != request.Token) throw Overtaken();
                _isHandled = true;
            }

            if (_isHandled) return request.Missing(live) is { } missing && _verdict.Ready ? missing : words;
            return request.IsLost(live) ? $"the request is no longer written on it; last state: {words}" : $"its controller has not yet taken the request up; last state: {words}";
        }

        private OperationException Gone(string how)
            => new("NotFound", OperationCategory.ObjectNotFound, target.Path, $"{Activity} {how} while it was waited for.{done}");

        private OperationException Overtaken()
            => new("RequestOvertaken", OperationCategory.ResourceBusy, target.Path,
                $"Another request to reconcile {Activity} came before its controller had looked: whether it was {(request!.IsForced ? "forced" : "reset")} is not known.{done}", "Repeat the command.");

        private OperationException Stalled()
        {
            var isRelease = target.Resource == FluxKinds.HelmReleases;
            var again = CommandText.Line("Sync-FluxApp", cluster.Context, ("Kind", target.Kind), ("Namespace", target.Namespace), ("Name", target.Name)) + " -Reset";
            return new OperationException("ReconcileStalled", OperationCategory.InvalidResult, target.Path,
                $"{Activity} has stalled, and its controller does not try again by itself: {OneLine(_verdict.Message)}{(_verdict.Reason is { } reason ? $" ({reason})" : "")}.{done}",
                isRelease && _verdict.Reason == "RetriesExceeded" ? $"Mend the cause, then: {again}"
                : Events());
        }

        private string Events() => CommandText.Line("Get-FluxEvent", cluster.Context, ("Kind", target.Kind), ("Namespace", target.Namespace), ("Name", target.Name));
    }
}
