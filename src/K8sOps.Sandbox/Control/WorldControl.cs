using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>
/// A world's own control plane, as objects of its API: a Scenario is started by its <c>spec.active</c>, the clock is moved, and the world
/// reset, by the Clock named <c>world</c>. Used under the world's lock.
/// </summary>
internal sealed class WorldControl(SandboxWorld world, IReadOnlyList<IScenario> scenarios) : IController
{
    public static readonly KubeResource Scenarios = new("sandbox.k8sops.io", "v1", "scenarios", "Scenario", IsNamespaced: false);
    public static readonly KubeResource Clocks = new("sandbox.k8sops.io", "v1", "clocks", "Clock", IsNamespaced: false);
    private const string ClockName = "world";

    // Ten years at once are more than any rehearsal, and less than a clock can hold.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private Action? _later;

    private WorldStore Store => world.Store;

    /// <summary>Puts the control objects into a fresh world.</summary>
    public void Start(IWorldStore store)
    {
        foreach (var scenario in scenarios)
        {
            store.Create(Scenarios, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = scenario.Name },
                ["spec"] = new JsonObject { ["active"] = false, ["description"] = scenario.Description, ["cure"] = scenario.Cure },
                ["status"] = new JsonObject { ["phase"] = "Inactive" },
            });
        }

        store.Create(Clocks, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = ClockName },
            ["spec"] = new JsonObject(),
            ["status"] = ClockStatus(),
        });
    }

    /// <summary>Notes what a client wants; it is done once the change itself has been told.</summary>
    public void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (before is null || after is null) return;
        if (resource == Scenarios) _later += () => Switch((string)after["metadata"]!["name"]!, (bool?)after["spec"]?["active"] ?? false);
        else if (resource == Clocks && !JsonNode.DeepEquals(before["spec"], after["spec"])) _later += () => Move(before["spec"] as JsonObject ?? [], after["spec"] as JsonObject ?? []);
    }

    /// <summary>After a client's write: does what it asked of the world, and sees what it has cured.</summary>
    public void AfterWrite()
    {
        while (_later is { } later)
        {
            _later = null;
            later();
            Store.Settle();
            // A reset has put another world in this one's place, with its own control.
            if (world.Control != this) return;
        }

        SeeCures();
    }

    /// <summary>Before a client reads: time may have cured something; and whoever reads the clock is told what time it is.</summary>
    public void BeforeRead(bool isClock)
    {
        SeeCures();
        if (!isClock) return;
        var status = ClockStatus();
        Store.UpdateStatus(Clocks, null, ClockName, clock => clock["status"] = status);
        Store.Settle();
    }

    private JsonObject ClockStatus() => new() { ["now"] = WorldStore.Stamp(Store.Now), ["mode"] = world.Clock.Mode.ToString() };

    private void Switch(string name, bool active)
    {
        if (scenarios.FirstOrDefault(scenario => scenario.Name == name) is not { } scenario) return;
        if (active && _broken.Add(name))
        {
            scenario.Start(Store);
            Store.Settle();
            Store.UpdateStatus(Scenarios, null, name, item => item["status"] = new JsonObject { ["phase"] = "Active", ["startedAt"] = WorldStore.Stamp(Store.Now) });
            Store.Settle();
            world.RunOn(scenario.Settle);
        }
        else if (!active && _broken.Contains(name))
        {
            scenario.TurnOff(Store);
            Store.Settle();
        }
    }

    private void SeeCures()
    {
        foreach (var scenario in scenarios)
        {
            if (!_broken.Contains(scenario.Name) || scenario.IsBroken(Store)) continue;
            _broken.Remove(scenario.Name);
            Store.Update(Scenarios, null, scenario.Name, static item => item["spec"]!["active"] = false);
            Store.UpdateStatus(Scenarios, null, scenario.Name, static item => item["status"]!["phase"] = "Cured");
            Store.Settle();
        }
    }

    private void Move(JsonObject before, JsonObject after)
    {
        if (Fresh(before, after, "reset"))
        {
            world.Reset();
            return;
        }

        if (Fresh(before, after, "token") && (string?)after["advance"] is { } text) world.RunOn(Duration(text));
    }

    private static bool Fresh(JsonObject before, JsonObject after, string field) => after[field] is { } value && !JsonNode.DeepEquals(before[field], value);

    /// <summary>A duration as Go writes it: <c>10m</c>, <c>1h30m</c>, <c>45s</c>.</summary>
    internal static TimeSpan Duration(string text)
    {
        var total = TimeSpan.Zero;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) || text[i] == '.') continue;
            if (i == start || !double.TryParse(text.AsSpan(start, i - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) break;
            var unit = text[i] switch { 'd' => TimeSpan.FromDays(1), 'h' => TimeSpan.FromHours(1), 'm' => TimeSpan.FromMinutes(1), 's' => TimeSpan.FromSeconds(1), _ => TimeSpan.Zero };
            if (unit == TimeSpan.Zero) break;
            if (number > Longest / unit) break;
            total += unit * number;
            start = i + 1;
        }

        return start == text.Length && text.Length > 0 ? total : throw ApiException.BadRequest($"spec.advance: Invalid value: \"{text}\": not a duration such as 10m or 1h30m");
    }
}
