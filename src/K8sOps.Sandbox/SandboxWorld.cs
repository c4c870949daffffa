using K8sOps.Kubernetes;
using K8sOps.Sandbox.Containers;
using K8sOps.Sandbox.Simulators.Flux;
using K8sOps.Sandbox.Worlds;

namespace K8sOps.Sandbox;

/// <summary>
/// A platform that runs nowhere: an API server in memory, and what makes it live. Two fresh worlds of one name are the same, byte for
/// byte, in every process.
/// </summary>
public sealed class SandboxWorld : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SandboxOptions _options;
    private readonly Func<string, DateTimeOffset, Platform> _platform;
    private readonly ApiServer _server;

    private SandboxWorld(string name, SandboxOptions options, Func<string, DateTimeOffset, Platform> platform)
    {
        Name = name;
        _options = options;
        _platform = platform;
        Clock = new WorldClock(_gate, options.Start, options.Time, options.Speed);
        Store = new WorldStore(Clock, new WorldSeed(name));
        Clock.AfterAction = () => Store.Settle();
        _server = new ApiServer(this, _gate);
    }

    /// <summary>The worlds that there are; as contexts they exist everywhere.</summary>
    public static IReadOnlyList<string> Names => WorldManifests.Names;

    /// <summary>The world's name.</summary>
    public string Name { get; }

    /// <summary>The world's time; waits on it are jumped over, unless the world is held or runs in real time.</summary>
    public WorldClock Clock { get; }

    /// <summary>Requests that were made of the world's API server.</summary>
    public long RequestCount => _server.RequestCount;

    /// <summary>Writes of clients that were stored, and programs that were run for them; dry runs, refused and empty ones, and programs that only look, are not counted.</summary>
    public long WriteCount => _server.WriteCount;

    internal WorldStore Store { get; }

    internal Platform Platform { get; private set; } = null!;

    internal WorldControl Control { get; private set; } = null!;

    internal Credentials Credentials { get; private set; } = new();

    internal IContainerRuntime Containers { get; private set; } = null!;

    internal IReadOnlyList<IContainerProgram> Programs { get; private set; } = [];

    internal FluxWorld Flux { get; private set; } = null!;

    internal IReadOnlyList<IHttpProgram> HttpPrograms { get; private set; } = [];

    /// <summary>Makes a world.</summary>
    /// <exception cref="ArgumentException">There is no world of that name.</exception>
    public static SandboxWorld Create(string name, SandboxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Names.Contains(name)) throw new ArgumentException($"There is no sandbox world '{name}'; there are: {string.Join(", ", Names)}.", nameof(name));
        var world = new SandboxWorld(name, options ?? new SandboxOptions(), static (world, start) => new Platform(world, start));
        world.Reset();
        return world;
    }

    /// <summary>A way to the world's API server.</summary>
    public IClusterTransport CreateTransport() => new SandboxTransport(_server);

    /// <summary>Makes the world as it was when it was created. Watches end, as those do whose past is gone.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            // A reset that came as a request holds the time of that request, and the past could not be replayed in it.
            Clock.Thaw();
            Store.Clear();
            _server.ForgetPages();
            Store.Reseed(new WorldSeed(Name));
            Clock.Restart(_options.Start);
            Fill();
        }
    }

    /// <summary>Moves the clock on, running everything that falls due on the way.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        lock (_gate) RunOn(time);
    }

    /// <summary>Ends the world's clock.</summary>
    public void Dispose() => Clock.Dispose();

    internal void RunOn(TimeSpan time)
    {
        Clock.Thaw();
        Clock.AdvanceTo(Clock.GetUtcNow() + time);
    }

    /// <summary>Forgets the past: older watches and continue tokens expire, as after a compaction of etcd.</summary>
    internal void Compact()
    {
        lock (_gate)
        {
            Store.Compact();
            _server.ForgetPages();
        }
    }

    /// <summary>Replays the platform's past up to the start, so that every time and count in it has come about naturally.</summary>
    private void Fill()
    {
        var platform = _platform(Name, _options.Start);
        var objects = WorldManifests.Load(Name, _options.Start);
        Platform = platform;
        Containers = platform.Containers;
        Programs = platform.Programs;
        HttpPrograms = platform.HttpPrograms;
        Control = new WorldControl(this, platform.Scenarios);
        Credentials = platform.Credentials;
        Flux = platform.Flux;
        Flux.Server = _server;
        Store.Controllers = [.. platform.Controllers, Control];
        Clock.Replay = objects.Count > 0 ? _options.Start - objects[0].Age : _options.Start;
        foreach (var item in objects)
        {
            Clock.AdvanceTo(_options.Start - item.Age);
            Store.CreateOwn(item.Resource, item.Body, item.Applied);
            Store.Settle();
        }

        Clock.AdvanceTo(_options.Start);
        foreach (var controller in Store.Controllers) controller.Start(Store);
        Store.Settle();
        ExtraPods.Fill(Store, _options.ExtraPods);
        Store.Compact();
        Clock.Replay = null;
        Clock.Restart(_options.Start, keepActions: true);
    }
}
