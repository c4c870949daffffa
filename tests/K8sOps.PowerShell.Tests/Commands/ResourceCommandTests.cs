using System.Collections;
using K8sOps.Host;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class ResourceCommandTests
{
    private const string Map = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"hello","namespace":"default"},"data":{"text":"hi"}}""";
    private readonly SandboxFixture _sandbox = new();

    private CommandResult Set(object input, string arguments = "") => _sandbox.Host.Invoke("Set-K8sResource -Cluster sandbox-infra " + arguments, input: [input], answer: _ => ConfirmAnswer.Yes);

    private static object? Field(K8sResource resource, params string[] path) => path.Aggregate((object?)resource.Object, (at, step) => ((IDictionary)at!)[step]);

    [Theory]
    [InlineData("deploy")]
    [InlineData("Deployment")]
    [InlineData("deployments.apps")]
    [InlineData("DEPLOYMENTS.v1.apps")]
    public void A_kind_may_be_spelled_as_kubectl_takes_it(string kind)
    {
        var found = Assert.Single(_sandbox.Get<K8sResource>($"Get-K8sResource {kind} vaultwarden -Cluster sandbox-infra"));
        Assert.Equal(("Deployment", "apps/v1", "selfhosted", true, "Ready"), (found.Kind, found.ApiVersion, found.Namespace, found.Ready, found.Status));
        Assert.Equal("Kustomization flux-system/vaultwarden", found.ManagedBy);
        Assert.Equal(1L, Field(found, "spec", "replicas"));
    }

    [Fact]
    public void A_kind_that_is_not_served_is_an_error_that_names_what_is_spelled_alike()
    {
        var error = Assert.Single(_sandbox.Run("Get-K8sResource deploymentz -Cluster sandbox-infra").Errors);
        Assert.Equal("KindNotServed,K8sOps.Kube.GetK8sResourceCommand", error.FullyQualifiedErrorId);
        Assert.Contains("deployments.apps", error.ErrorDetails?.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-K8sResource deploy nosuch -Cluster sandbox-infra", 1)]
    [InlineData("Get-K8sResource deploy nosuch -Namespace selfhosted -Cluster sandbox-infra", 1)]
    [InlineData("Get-K8sResource deploy -Namespace nosuch -Cluster sandbox-infra", 1)]
    [InlineData("Get-K8sResource node nosuch -Cluster sandbox-infra", 1)]
    [InlineData("Get-K8sResource deploy nosuch* -Cluster sandbox-infra", 0)]
    [InlineData("Get-K8sResource deploy -Namespace nosuch* -Cluster sandbox-infra", 0)]
    public void A_literal_that_is_not_there_is_an_error_and_a_pattern_is_silence(string line, int errors)
    {
        var result = _sandbox.Run(line);
        Assert.Empty(result.Of<K8sResource>());
        Assert.Equal(errors, result.Errors.Count);
        Assert.All(result.Errors, e => Assert.Equal("NotFound,K8sOps.Kube.GetK8sResourceCommand", e.FullyQualifiedErrorId));
    }

    [Fact]
    public void What_a_secret_holds_is_only_told_to_who_asks()
    {
        var closed = Assert.Single(_sandbox.Get<K8sResource>("Get-K8sResource secret vaultwarden-secret -Namespace selfhosted -Cluster sandbox-infra"));
        var open = Assert.Single(_sandbox.Get<K8sResource>("Get-K8sResource secret vaultwarden-secret -Namespace selfhosted -IncludeSecretData -Cluster sandbox-infra"));
        var (hidden, told) = ((IDictionary)Field(closed, "data")!, (IDictionary)Field(open, "data")!);
        Assert.NotEmpty(told);
        Assert.Equal(told.Keys.Cast<string>(), hidden.Keys.Cast<string>());
        Assert.All(hidden.Values.Cast<string>(), v => Assert.Equal("(redacted)", v));
        Assert.DoesNotContain("(redacted)", told.Values.Cast<string>());
    }

    [Fact]
    public void A_secret_that_was_read_without_its_values_is_not_written_back()
    {
        var closed = Assert.Single(_sandbox.Get<K8sResource>("Get-K8sResource secret vaultwarden-secret -Namespace selfhosted -Cluster sandbox-infra"));
        var before = _sandbox.World.WriteCount;
        Assert.Equal("SecretWithoutData,K8sOps.Kube.SetK8sResourceCommand", Assert.Single(Set(closed).Errors).FullyQualifiedErrorId);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void What_is_applied_is_created_then_left_alone_then_changed()
    {
        Assert.Equal(ResourceAction.Created, Assert.Single(Set(Map).Of<K8sResource>()).Action);
        var before = _sandbox.World.WriteCount;
        Assert.Equal(ResourceAction.Unchanged, Assert.Single(Set(Map).Of<K8sResource>()).Action);
        Assert.Equal(before, _sandbox.World.WriteCount);
        var changed = Assert.Single(Set(Map.Replace("hi", "ho", StringComparison.Ordinal)).Of<K8sResource>());
        Assert.Equal((ResourceAction.Changed, "ho"), (changed.Action, Field(changed, "data", "text")));
    }

    [Fact]
    public void WhatIf_names_each_field_with_both_values_and_writes_nothing()
    {
        Set(Map);
        var before = _sandbox.World.WriteCount;
        var result = Set(Map.Replace("hi", "ho", StringComparison.Ordinal), "-WhatIf");
        Assert.Contains(".data.text: \"hi\" → \"ho\"", Assert.Single(result.HostLines), StringComparison.Ordinal);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void An_object_that_was_read_and_changed_goes_back()
    {
        Set(Map);
        var read = Assert.Single(_sandbox.Get<K8sResource>("Get-K8sResource cm hello -Namespace default -Cluster sandbox-infra"));
        ((IDictionary)Field(read, "data")!)["text"] = "ho";
        Assert.Equal("ho", Field(Assert.Single(Set(read).Of<K8sResource>()), "data", "text"));
    }

    [Fact]
    public void When_one_document_is_refused_nothing_is_applied()
    {
        var before = _sandbox.World.WriteCount;
        var result = Set(Map + "\n---\n" + """{"apiVersion":"v1","kind":"NoSuchKind","metadata":{"name":"x"}}""");
        Assert.Equal("KindNotServed,K8sOps.Kube.SetK8sResourceCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Contains("Nothing was applied", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void A_namespace_is_applied_before_what_lives_in_it()
    {
        var applied = Set(Map.Replace("default", "newborn", StringComparison.Ordinal) + "\n---\n" + """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"newborn"}}""").Of<K8sResource>();
        Assert.Equal(["Namespace", "ConfigMap"], applied.Select(a => a.Kind));
    }

    [Fact]
    public void What_Flux_owns_is_refused_and_Force_says_that_it_does_not_last()
    {
        var read = Assert.Single(_sandbox.Get<K8sResource>("Get-K8sResource deploy vaultwarden -Cluster sandbox-infra"));
        ((IDictionary)Field(read, "spec")!)["replicas"] = 0;
        var before = _sandbox.World.WriteCount;
        Assert.Equal("FluxOwned,K8sOps.Kube.SetK8sResourceCommand", Assert.Single(Set(read).Errors).FullyQualifiedErrorId);
        Assert.Equal(before, _sandbox.World.WriteCount);
        var forced = Set(read, "-Force");
        Assert.Equal(0L, Field(Assert.Single(forced.Of<K8sResource>()), "spec", "replicas"));
        Assert.Contains("takes it back", Assert.Single(forced.Warnings).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [", "InvalidManifest")]
    [InlineData("just words\nand more", "InvalidManifest")]
    [InlineData("{\"kind\":\"ConfigMap\",\n\"metadata\":{\"name\":\"x\"}}", "InvalidManifest")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\n\"metadata\":{\"generateName\":\"x-\"}}", "InvalidManifest")]
    [InlineData("{\"apiVersion\":\"v1\",\n\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\",\"namespace\":\"other\"}}", "NamespaceMismatch")]
    public void What_is_no_manifest_is_refused_with_its_place(string text, string id)
        => Assert.Equal(id + ",K8sOps.Kube.SetK8sResourceCommand", Assert.Single(Set(text, "-Namespace default").Errors).FullyQualifiedErrorId);

    [Fact]
    public void A_pod_record_is_no_manifest()
        => Assert.Equal("InvalidManifest,K8sOps.Kube.SetK8sResourceCommand", Assert.Single(_sandbox.Run("Get-K8sPod -Namespace flux-system -Cluster sandbox-infra | Select-Object -First 1 | Set-K8sResource -Cluster sandbox-infra", ConfirmAnswer.Yes).Errors).FullyQualifiedErrorId);

    [Fact]
    public void Files_and_folders_are_read_and_a_missing_one_is_said()
    {
        var folder = Directory.CreateTempSubdirectory("k8sops-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a.yaml"), Map);
            File.WriteAllText(Path.Combine(folder.FullName, "b.json"), Map.Replace("hello", "second", StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(folder.FullName, "notes.txt"), "not: [yaml");
            Assert.Equal(["hello", "second"], _sandbox.Get<K8sResource>($"Set-K8sResource -Path {folder.FullName} -Cluster sandbox-infra").Select(r => r.Name));
            Assert.Equal("FileNotFound,K8sOps.Kube.SetK8sResourceCommand", Assert.Single(_sandbox.Run($"Set-K8sResource -Path {folder.FullName}/c.yaml -Cluster sandbox-infra").Errors).FullyQualifiedErrorId);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
