using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>One reconciliation of one object, from its beginning to its end, with time passing between its steps.</summary>
internal sealed class FluxRun(FluxController controller, FluxWorld flux, KubeResource resource, JsonObject item)
{
    private bool _isOver;

    /// <summary>The object as it was when the run began, and as the run goes by: later changes are for the next one.</summary>
    public JsonObject Began { get; } = item;

    /// <summary>The object as it is now; null when it is gone.</summary>
    public JsonObject? Item => flux.Index.Get(resource, Began.Namespace(), Began.Name()) is { } now && now.Uid() == Began.Uid() ? now : null;

    public string? Namespace => Began.Namespace();

    public string Name => Began.Name();

    public DateTimeOffset Started { get; } = flux.Index.Now;

    public TimeSpan Elapsed => flux.Index.Now - Started;

    /// <summary>The token of the request that this run handles; null when there is none.</summary>
    public string? Token => Began.RequestedAt();

    /// <summary>Does the next step some time later, unless the controller is down by then or the object is gone.</summary>
    public void Then(TimeSpan delay, Action next) => flux.Index.After(delay, () =>
    {
        if (_isOver) return;
        if (Item is null)
        {
            End(null);
            return;
        }

        next();
    });

    /// <summary>Changes the status.</summary>
    public void Status(Action<JsonObject> change)
    {
        if (Item is { } now) flux.Index.UpdateStatus(resource, now, body => change(body.Child("status")));
    }

    /// <summary>Marks a condition.</summary>
    public void Mark(JsonObject status, string type, bool? value, string reason, string message) =>
        status.Mark(type, value, reason, message, Began.Generation(), flux.Index.Now);

    /// <summary>Ends the run; the next begins after a time, or when something asks for it.</summary>
    public void End(TimeSpan? next) => End(next, failed: false);

    /// <summary>Ends the run with an error; the next begins after a time that doubles with each failure.</summary>
    public void Fail() => End(null, failed: true);

    /// <summary>Forgets the run: its controller went down.</summary>
    public void Drop() => _isOver = true;

    private void End(TimeSpan? next, bool failed)
    {
        if (_isOver) return;
        _isOver = true;
        controller.Ended(this, next, failed);
    }
}
