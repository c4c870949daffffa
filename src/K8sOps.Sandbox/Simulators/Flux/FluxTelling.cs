using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>Where Flux's controllers tell what they did: events of the cluster, and lines of their own logs.</summary>
internal sealed class FluxTelling(WorldIndex world)
{
    /// <summary>An event about an object.</summary>
    /// <param name="about">The object.</param>
    /// <param name="controller">The controller that tells it, such as <c>kustomize-controller</c>.</param>
    /// <param name="isError">Whether it is a warning.</param>
    /// <param name="reason">Its reason.</param>
    /// <param name="message">Its message.</param>
    /// <param name="annotations">Its annotations; none when null.</param>
    public void Event(JsonObject about, string controller, bool isError, string reason, string message, JsonObject? annotations = null)
    {
        _ = annotations;
        world.Event(about, isError ? "Warning" : "Normal", reason, message, controller);
    }

    /// <summary>A line of a controller's log.</summary>
    /// <param name="about">The object that is being reconciled.</param>
    /// <param name="controller">The controller.</param>
    /// <param name="message">What it says.</param>
    /// <param name="error">The error, for a line of level error; null for level info.</param>
    /// <param name="more">Further fields of the line.</param>
    public void Log(JsonObject about, string controller, string message, string? error = null, JsonObject? more = null)
    {
        _ = (about, controller, message, error, more);
    }
}
