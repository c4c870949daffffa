using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class JobTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    private void Job(string spec, string command) => world.Apply($$"""
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: work
        spec:
          {{spec}}
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: work
                  image: busybox:1.37
                  command: {{command}}
        """);

    [Fact]
    public void A_job_runs_until_its_pods_have_succeeded()
    {
        Job("completions: 2", "[sleep, '5']");
        world.Run(2);
        Assert.Equal(1, world.Get(KubeResources.Jobs, "work").Number("status", "active"));
        world.Run(60);

        var job = world.Get(KubeResources.Jobs, "work");
        Assert.Equal(2, job.Number("status", "succeeded"));
        Assert.Equal("True", job.Condition("Complete").Text("status"));
        Assert.NotNull(job.Text("status", "completionTime"));
        Assert.Equal(["Succeeded", "Succeeded"], world.Pods().Select(static pod => pod.Text("status", "phase")));
        Assert.All(world.Pods(), static pod => Assert.Equal("work", pod.Label("batch.kubernetes.io/job-name")));
    }

    [Fact]
    public void A_job_that_keeps_failing_gives_up_after_its_back_off_limit()
    {
        Job("backoffLimit: 2", "[sh, -c, exit 1]");
        world.Run(20);
        Assert.Null(world.Get(KubeResources.Jobs, "work").Condition("Failed"));
        world.Run(120);

        var job = world.Get(KubeResources.Jobs, "work");
        Assert.Equal(3, job.Number("status", "failed"));
        Assert.Equal("BackoffLimitExceeded", job.Condition("Failed").Text("reason"));
        Assert.Equal("Job has reached the specified backoff limit", job.Condition("Failed").Text("message"));
        Assert.Equal(3, world.Pods().Count);
        Assert.Equal(["Job has reached the specified backoff limit"], world.Events("BackoffLimitExceeded"));
    }

    [Fact]
    public void A_job_ends_at_its_deadline()
    {
        Job("activeDeadlineSeconds: 30", "[sleep, infinity]");
        world.Run(60);
        Assert.Equal("DeadlineExceeded", world.Get(KubeResources.Jobs, "work").Condition("Failed").Text("reason"));
        Assert.Empty(world.Pods());
    }

    [Fact]
    public void A_finished_job_goes_when_its_time_is_over()
    {
        Job("ttlSecondsAfterFinished: 100", "['true']");
        world.Run(60);
        Assert.Equal("True", world.Get(KubeResources.Jobs, "work").Condition("Complete").Text("status"));
        world.Run(100);
        Assert.Empty(world.Store.List(KubeResources.Jobs));
        Assert.Empty(world.Pods());
    }

    [Fact]
    public void A_service_lists_the_pods_behind_it_while_they_are_ready()
    {
        world.Apply("""
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80, targetPort: 9898}]}
            """);
        world.Deploy("web", "replicas: 2");
        world.Run(30);
        var slice = Assert.Single(world.Store.List(Kinds.EndpointSlices));
        Assert.StartsWith("web-", slice.Name());
        Assert.Equal(2, slice.Objects("endpoints").Count(static endpoint => endpoint.Flag("conditions", "ready")));
        world.Change(KubeResources.Deployments, "web", static item => item["spec"]!["replicas"] = 0);
        world.Run(30);
        Assert.Empty(Assert.Single(world.Store.List(Kinds.EndpointSlices)).Objects("endpoints"));
    }
}
