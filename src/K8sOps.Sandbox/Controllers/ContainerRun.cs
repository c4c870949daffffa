using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Containers;

namespace K8sOps.Sandbox.Controllers;

/// <summary>One container of a pod as its kubelet sees it.</summary>
internal sealed class ContainerRun(string podUid, JsonObject spec, bool isInit = false)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(5);

    public JsonObject Spec { get; set; } = spec;

    public string Name => Spec.Text("name") ?? "";

    public string Image => Spec.Text("image") ?? "";

    /// <summary>One that runs before the others: to its end, or, as a sidecar, beside them.</summary>
    public bool IsInit { get; } = isInit;

    public bool IsSidecar => IsInit && Spec.Text("restartPolicy") == "Always";

    /// <summary>An init container that no longer holds its pod up.</summary>
    public bool IsInitDone => IsSidecar ? HasStarted : Terminated is not null && ExitCode == 0;

    public int RestartCount { get; set; }

    public bool HasStarted { get; private set; }

    public bool IsReady { get; set; }

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>Why it does not run, and in whose words.</summary>
    public (string Reason, string? Message)? Waiting { get; set; } = ("ContainerCreating", null);

    public JsonObject? Terminated { get; private set; }

    public JsonObject? LastTerminated { get; private set; }

    /// <summary>How long the next restart, or pull, waits.</summary>
    public TimeSpan Backoff { get; private set; }

    /// <summary>What the run that goes on, or was last, writes.</summary>
    public ContainerLog? Log { get; private set; }

    /// <summary>What the run before it wrote.</summary>
    public ContainerLog? PreviousLog { get; private set; }

    public bool IsRunning => StartedAt is not null;

    public int? ExitCode => (int?)Terminated.Number("exitCode");

    private string? ContainerId { get; set; }

    /// <summary>The log that a reader is given: as in a kubelet, what waits for its restart shows the run that ended, asked either way.</summary>
    public ContainerLog? LogOf(bool previous)
    {
        if (!previous) return Log;
        if (LastTerminated is null) return null;
        return IsRunning || Terminated is not null ? PreviousLog : Log;
    }

    public void Started(DateTimeOffset now, ContainerLog log)
    {
        PreviousLog = Log;
        Log = log;
        if (Terminated is not null) LastTerminated = Terminated;
        Terminated = null;
        Waiting = null;
        StartedAt = now;
        HasStarted = true;
        ContainerId = "containerd://" + Hex($"{podUid}/{Name}/{RestartCount}");
    }

    public void Ended(DateTimeOffset now, int exitCode, bool isOutOfMemory)
    {
        // A container that ran for twice the longest back-off has its own reset.
        if (now - StartedAt > LongestBackoff + LongestBackoff) Backoff = TimeSpan.Zero;
        Terminated = new JsonObject
        {
            ["containerID"] = ContainerId,
            ["exitCode"] = exitCode,
            ["finishedAt"] = Fields.Stamp(now),
            ["reason"] = isOutOfMemory ? "OOMKilled" : exitCode == 0 ? "Completed" : "Error",
            ["startedAt"] = Fields.Stamp(StartedAt ?? now),
        };
        StartedAt = null;
        IsReady = false;
        if (Log is not null) Log.End = now;
    }

    /// <summary>It waits for its restart: what ended shows as its last state.</summary>
    public void Wait(string reason, string? message)
    {
        if (Terminated is not null) LastTerminated = Terminated;
        Terminated = null;
        Waiting = (reason, message);
    }

    /// <summary>The wait before the next try: none at first, then 10 s, doubled each time, 5 minutes at most.</summary>
    public TimeSpan NextBackoff()
    {
        var wait = Backoff;
        Backoff = wait == TimeSpan.Zero ? FirstBackoff : wait + wait > LongestBackoff ? LongestBackoff : wait + wait;
        return wait;
    }

    public JsonObject ToStatus()
    {
        var status = new JsonObject { ["name"] = Name };
        if (ContainerId is not null) status["containerID"] = ContainerId;
        status["image"] = ImageName.Full(Image);
        status["imageID"] = HasStarted ? $"{ImageName.Repository(ImageName.Full(Image))}@sha256:{Hex(Image)}" : "";
        status["lastState"] = LastTerminated is null ? [] : new JsonObject { ["terminated"] = LastTerminated.DeepClone() };
        status["ready"] = IsReady;
        status["restartCount"] = RestartCount;
        status["started"] = IsRunning;
        status["state"] = State();
        return status;
    }

    private JsonObject State()
    {
        if (StartedAt is { } time) return new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Fields.Stamp(time) } };
        if (Terminated is not null) return new JsonObject { ["terminated"] = Terminated.DeepClone() };
        var waiting = new JsonObject { ["reason"] = Waiting?.Reason ?? "ContainerCreating" };
        if (Waiting?.Message is { } message) waiting["message"] = message;
        return new JsonObject { ["waiting"] = waiting };
    }

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
