using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// One kind's part of a controller of Flux: reconciles an object when it is new, when its spec changes, when a token asks for it and at its
/// interval; each at most once at a time. Nothing happens while the controller has no ready pod; when it is back, all are looked at.
/// </summary>
/// <param name="flux">The world that it works on.</param>
/// <param name="resource">The kind.</param>
/// <param name="deployment">The Deployment that it runs in.</param>
internal abstract class FluxController(FluxWorld flux, KubeResource resource, string deployment) : Controller(flux.Index)
{
    protected const string Finalizer = "finalizers.fluxcd.io";

    // What the controllers' manager waits at first and at most after an error.
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(15);

    // A new pod takes over the leader's lease, and reads its caches.
    private static readonly TimeSpan Awakening = TimeSpan.FromSeconds(4);

    private readonly Dictionary<(string Namespace, string Name), Work> _work = [];
    private bool _isUp = true;

    protected FluxWorld Flux { get; } = flux;

    protected KubeResource Resource { get; } = resource;

    /// <summary>The controller that it is part of, as it calls itself.</summary>
    protected string Name { get; } = deployment;

    public override void Start(IWorldStore store)
    {
        _isUp = Flux.IsUp(Name);
        foreach (var item in World.All(Resource).OrderBy(static item => item.Namespace(), StringComparer.Ordinal).ThenBy(static item => item.Name(), StringComparer.Ordinal))
        {
            var interval = Interval(item);
            var since = TimeSpan.FromSeconds(Spread(item, (int)interval.TotalSeconds));
            Compose(item, World.Now - since);
            if (World.Get(Resource, item.Namespace(), item.Name()) is { } composed) Flux.Telling.Recall(composed, Name, World.Now - since, interval);
            Plan(WorkOf(item), interval - since);
        }
    }

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (!World.IsStarted) return;
        if (resource == Resource)
        {
            if (after is null) Forget(before!);
            else if (before is null || before.Uid() != after.Uid() || before.Generation() != after.Generation() || IsAsked(before, after)) Request(after);
        }
        else if (resource == KubeResources.Deployments && (after ?? before)!.Name() == Name && (after ?? before)!.Namespace() == FluxWorld.Namespace)
        {
            Watch();
        }
    }

    /// <summary>Has an object reconciled as soon as nothing else is being done to it.</summary>
    protected void Request(JsonObject item)
    {
        var work = WorkOf(item);
        if (work.Run is not null) work.IsAskedAgain = true;
        else Enqueue(Resource, item, Begin);
    }

    /// <summary>Begins the work on an object, which goes on until the run is ended.</summary>
    protected abstract void Reconcile(FluxRun run);

    /// <summary>Writes the status that an object of the beginning has, as of its last reconciliation.</summary>
    protected abstract void Compose(JsonObject item, DateTimeOffset last);

    /// <summary>How often an object is reconciled without being asked for.</summary>
    protected virtual TimeSpan Interval(JsonObject item) => GoDuration.Read(item.Text("spec", "interval")) ?? TimeSpan.FromMinutes(10);

    /// <summary>What the change of an annotation asks for: by default a new token.</summary>
    protected virtual bool IsAsked(JsonObject before, JsonObject after) => after.RequestedAt() is { } token && token != before.RequestedAt();

    /// <summary>Called when an object is gone.</summary>
    protected virtual void Gone(JsonObject item)
    {
    }

    /// <summary>Takes the finalizer off, which lets the object go.</summary>
    protected void Release(FluxRun run)
    {
        if (run.Item is { } now)
        {
            World.Update(Resource, now, static body =>
            {
                var metadata = body.Child("metadata");
                if (metadata["finalizers"] is not JsonArray finalizers || finalizers.FirstOrDefault(static name => name.Text() == Finalizer) is not { } ours) return;
                finalizers.Remove(ours);
                if (finalizers.Count == 0) metadata.Remove("finalizers");
            });
        }

        run.End(null);
    }

    /// <summary>Puts the finalizer on an object that has none.</summary>
    protected void Hold(JsonObject item)
    {
        if (item.Texts("metadata", "finalizers").Contains(Finalizer)) return;
        World.Update(Resource, item, static body => body.Child("metadata").Items("finalizers").Add(Finalizer));
    }

    /// <summary>A number that an object's name alone gives, for times that are to differ from object to object.</summary>
    protected static int Spread(JsonObject item, int below)
    {
        if (below <= 0) return 0;
        var sum = 2166136261u;
        foreach (var letter in $"{item.Namespace()}/{item.Name()}") sum = (sum ^ letter) * 16777619u;
        return (int)(sum % (uint)below);
    }

    /// <summary>A run has ended.</summary>
    internal void Ended(FluxRun run, TimeSpan? next, bool failed)
    {
        var work = WorkOf(run.Began);
        if (work.Run != run) return;
        work.Run = null;
        work.Failures = failed ? work.Failures + 1 : 0;
        if (run.Item is not { } item) return;
        if (work.IsAskedAgain)
        {
            work.IsAskedAgain = false;
            Request(item);
        }
        else if (failed) Plan(work, Backoff(work.Failures));
        else if (next is { } delay) Plan(work, delay);
    }

    private static TimeSpan Backoff(int failures) =>
        failures > 20 ? LastRetry : TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << (failures - 1)));

    private void Begin(JsonObject item)
    {
        var work = WorkOf(item);
        if (!_isUp || work.Run is not null) return;
        work.Plan++;
        Flux.Telling.Begin(item);
        work.Run = new FluxRun(this, Flux, Resource, item);
        Reconcile(work.Run);
    }

    private void Plan(Work work, TimeSpan delay)
    {
        var plan = ++work.Plan;
        World.After(delay, () =>
        {
            if (work.Plan == plan && World.Get(Resource, work.Namespace, work.Name) is { } item) Begin(item);
        });
    }

    private void Watch()
    {
        var isUp = Flux.IsUp(Name);
        if (isUp == _isUp) return;
        _isUp = isUp;
        if (isUp)
        {
            World.After(Awakening, () =>
            {
                if (!_isUp) return;
                foreach (var item in World.All(Resource)) Request(item);
            });
            return;
        }

        foreach (var work in _work.Values)
        {
            work.Run?.Drop();
            work.Run = null;
            work.IsAskedAgain = false;
            work.Failures = 0;
            work.Plan++;
        }
    }

    private void Forget(JsonObject item)
    {
        if (_work.Remove((item.Namespace() ?? "", item.Name()), out var work))
        {
            work.Run?.Drop();
            work.Plan++;
        }

        Gone(item);
    }

    private Work WorkOf(JsonObject item)
    {
        var key = (item.Namespace() ?? "", item.Name());
        if (!_work.TryGetValue(key, out var work)) _work[key] = work = new Work(key.Item1, key.Item2);
        return work;
    }

    /// <summary>What goes on with one object.</summary>
    private sealed class Work(string ns, string name)
    {
        public string Namespace { get; } = ns;

        public string Name { get; } = name;

        /// <summary>The run that is under way.</summary>
        public FluxRun? Run { get; set; }

        /// <summary>Whether something changed while it was under way.</summary>
        public bool IsAskedAgain { get; set; }

        /// <summary>How many runs have failed in a row.</summary>
        public int Failures { get; set; }

        /// <summary>The number of the last plan: older ones are off.</summary>
        public int Plan { get; set; }
    }
}
