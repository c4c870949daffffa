using K8sOps.Sandbox.Containers;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Scenarios;
using K8sOps.Sandbox.Simulators.Ceph;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Worlds;

/// <summary>What makes a world live: its controllers and what may break in it. Each world has its own.</summary>
public sealed class Platform
{
    /// <summary>A platform for one world.</summary>
    /// <param name="world">The world's name: what may break depends on what is there.</param>
    /// <param name="start">The world's start: what happened more than an hour before it has left no events.</param>
    public Platform(string world, DateTimeOffset start)
    {
        var index = new WorldIndex(start);
        var machines = new Machines();
        var kubelets = new KubeletController(index, machines);
        Flux = new FluxWorld(index, FluxUpstream.Of(world, start), kubelets, start);
        Ceph = new CephWorld(index, kubelets);
        Controllers =
        [
            index, // first: the others read it
            new NamespaceController(index),
            new NodeLifecycleController(index, machines),
            new VolumeController(index),
            new VolumeResizer(index),
            new DeploymentController(index),
            new ReplicaSetController(index),
            new StatefulSetController(index),
            new DaemonSetController(index),
            new JobController(index),
            new CronJobController(index, start),
            new DisruptionController(index),
            new SchedulerController(index),
            kubelets,
            new EndpointSliceController(index),
            new GitRepositoryController(Flux),
            new BucketController(Flux),
            new HelmRepositoryController(Flux),
            new OciRepositoryController(Flux),
            new HelmChartController(Flux),
            new HelmController(Flux),
            new KustomizeController(Flux),
            new RookOperator(Ceph),
        ];
        Containers = kubelets;
        Programs = [new CephProgram(Ceph), new RadosProgram(Ceph), .. BuiltInPrograms.All]; // an image's own programs stand before them: the first that matches is run
        HttpPrograms = [new ArtifactServer(Flux.Artifacts)];
        Scenarios = ScenarioTable.Of(world, machines, Credentials, Flux, Ceph);
    }

    /// <summary>The controllers, in the order in which they are to be told of changes.</summary>
    public IReadOnlyList<IController> Controllers { get; }

    /// <summary>What its Flux works on.</summary>
    internal FluxWorld Flux { get; }

    /// <summary>Its Ceph cluster, if it has one.</summary>
    internal CephWorld Ceph { get; }

    /// <summary>What runs in its pods.</summary>
    internal IContainerRuntime Containers { get; }

    /// <summary>The programs that can be run in containers.</summary>
    internal IReadOnlyList<IContainerProgram> Programs { get; }

    /// <summary>The programs in pods that serve HTTP; what is none of theirs is answered with a plain page.</summary>
    internal IReadOnlyList<IHttpProgram> HttpPrograms { get; }

    /// <summary>Whom the API server takes its callers for.</summary>
    internal Credentials Credentials { get; } = new();

    /// <summary>What may break.</summary>
    public IReadOnlyList<IScenario> Scenarios { get; }
}
