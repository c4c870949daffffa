using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Containers;

/// <summary>The container that a program runs in, as it was when the program was started.</summary>
internal sealed class ProgramContainer
{
    private readonly SandboxWorld _world;
    private readonly Lock _gate;

    /// <summary>Made under the world's lock.</summary>
    public ProgramContainer(SandboxWorld world, Lock gate, JsonObject pod, string name)
    {
        _world = world;
        _gate = gate;
        Pod = pod;
        Spec = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).First(item => item.Text("name") == name);
        JsonObject? Find(KubeResource resource, string item) => world.Store.Get(resource, pod.Namespace(), item);
        Environment = ProgramEnvironment.Of(pod, Spec, Find);
        Files = new ContainerFiles(pod, Spec, Find);
    }

    public JsonObject Pod { get; }

    /// <summary>Its entry in the pod's spec.</summary>
    public JsonObject Spec { get; }

    public string Name => Spec.Text("name") ?? "";

    /// <summary>Its image's repository, without tag.</summary>
    public string Repository => ImageName.Repository(Spec.Text("image") ?? "");

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The files that can be read in it.</summary>
    public ContainerFiles Files { get; }

    /// <summary>The world's clock.</summary>
    public WorldClock Clock => _world.Clock;

    /// <summary>Reads the world.</summary>
    public T Read<T>(Func<IWorldStore, T> read)
    {
        lock (_gate)
        {
            Clock.CatchUp();
            return read(_world.Store);
        }
    }

    /// <summary>Changes the world: what that sets off has been done when it returns.</summary>
    public T Change<T>(Func<IWorldStore, T> change)
    {
        lock (_gate)
        {
            Clock.CatchUp();
            Clock.Freeze();
            try
            {
                var result = change(_world.Store);
                _world.Store.Settle();
                _world.Control.AfterWrite();
                return result;
            }
            finally
            {
                Clock.Thaw();
            }
        }
    }
}
