using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>
/// A world from the inside: what controllers, simulators and scenarios work on. Calls are made under the world's lock, one at a
/// time, and take effect at once; watchers are told. Objects that are handed out are copies.
/// </summary>
public interface IWorldStore
{
    /// <summary>The world's time, UTC.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Every object of a kind, or those of one namespace, by namespace and name.</summary>
    IReadOnlyList<JsonObject> List(KubeResource resource, string? ns = null);

    /// <summary>One object, or null.</summary>
    JsonObject? Get(KubeResource resource, string? ns, string name);

    /// <summary>Stores a new object as the API server would (uid, creationTimestamp, resourceVersion, generation, generateName).</summary>
    JsonObject Create(KubeResource resource, JsonObject body);

    /// <summary>Changes metadata and spec; a changed spec raises the generation. Null when the object is gone.</summary>
    JsonObject? Update(KubeResource resource, string? ns, string name, Action<JsonObject> change);

    /// <summary>Changes the status only. Does nothing, and tells nobody, when nothing changed. Null when the object is gone.</summary>
    JsonObject? UpdateStatus(KubeResource resource, string? ns, string name, Action<JsonObject> change);

    /// <summary>Deletes as the API server would: graceful for pods, finalizers first, dependents by <paramref name="propagation"/>.</summary>
    void Delete(KubeResource resource, string? ns, string name, string propagation = "Background");

    /// <summary>Removes an object at once, whatever its finalizers and grace period: what a kubelet does when a pod has ended.</summary>
    void Remove(KubeResource resource, string? ns, string name);

    /// <summary>Runs <paramref name="action"/> under the lock once the world's clock has gone on by <paramref name="delay"/>.</summary>
    void Schedule(TimeSpan delay, Action action);

    /// <summary>A name suffix as Kubernetes makes them, drawn from the world's own seed, so that a fresh world has the same names in every process.</summary>
    string NameSuffix(int length = 5);

    /// <summary>Emits (or counts up) a core/v1 Event about an object.</summary>
    /// <param name="about">The object.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">Its reason.</param>
    /// <param name="message">Its message.</param>
    /// <param name="component">Who reports it.</param>
    /// <param name="annotations">What the event itself is annotated with; nothing when null.</param>
    /// <param name="at">When it happened, within the hour before now, for a past that is composed; now when null.</param>
    void Event(JsonObject about, string type, string reason, string message, string component, JsonObject? annotations = null, DateTimeOffset? at = null);
}
