using K8sOps.Flux;

namespace K8sOps.Operations.Tests.Flux.Drift;

public sealed class KustomizeFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("k8sops-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_folder_without_an_index_has_all_YAML_under_it()
    {
        Write("apps/a.yaml").Write("apps/sub/b.yml").Write("apps/README.md").Write("apps/.gitlab-ci.yml").Write("apps/.sops.yaml").Write("other/c.yaml");
        Write("apps/indexed/kustomization.yaml", "resources: [d.yaml]").Write("apps/indexed/d.yaml").Write("apps/indexed/not-listed.yaml");
        var folder = KustomizeFolder.Read(_root, "./apps", []);
        Assert.Equal(["apps/a.yaml", "apps/indexed/d.yaml", "apps/sub/b.yml"], Names(folder));
        Assert.False(folder.IsOverlay);
    }

    [Fact]
    public void Lists_of_files_need_no_tool_however_deep()
    {
        Write("clusters/infra/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- ../../base\n- own.yaml\n").Write("clusters/infra/own.yaml");
        Write("base/kustomization.yml", "resources: [a.yaml]").Write("base/a.yaml");
        var folder = KustomizeFolder.Read(_root, "/clusters/infra", []);
        Assert.Equal(["base/a.yaml", "clusters/infra/own.yaml"], Names(folder));
        Assert.False(folder.IsOverlay);
    }

    [Theory]
    [InlineData("namePrefix: x-")]
    [InlineData("configMapGenerator:\n- name: c\n  files: [a.yaml]")]
    [InlineData("kind: Component")]
    public void Anything_more_is_an_overlay(string more)
    {
        Write("kustomization.yaml", "resources: [a.yaml]\n" + more).Write("a.yaml");
        Assert.True(KustomizeFolder.Read(_root, "", []).IsOverlay);
    }

    [Theory]
    [InlineData("resources: [https://github.com/fluxcd/flux2/releases/latest/download/install.yaml]")]
    [InlineData("resources: ['github.com/fluxcd/flux2/manifests/install?ref=main']")]
    [InlineData("resources: ['git@github.com:fluxcd/flux2.git']")]
    [InlineData("components: [./nosuch]")]
    [InlineData("patches:\n- path: https://example.org/patch.yaml")]
    [InlineData("configMapGenerator:\n- name: c\n  files: [key=https://example.org/x]")]
    [InlineData("transformers: [./remote]")]
    [InlineData("resources: [/etc/passwd]")]
    [InlineData("resources: [../../etc]")]
    [InlineData("resources: ['a\\0b']")]
    public void Nothing_outside_the_artifact_is_named(string index)
    {
        Write("app/kustomization.yaml", index).Write("app/a.yaml");
        Assert.Throws<InvalidDataException>(() => KustomizeFolder.Read(_root, "app", []));
    }

    [Fact]
    public void A_base_that_fetches_is_found_behind_a_base_that_does_not()
    {
        Write("app/kustomization.yaml", "resources: [../base]").Write("base/kustomization.yaml", "bases: ['github.com/x/y//z']");
        var error = Assert.Throws<InvalidDataException>(() => KustomizeFolder.Read(_root, "app", []));
        Assert.Contains("base/kustomization.yaml names 'github.com/x/y//z'".Replace("/kustomization.yaml", "", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("configMapGenerator:\n- name: c\n  files: [/etc/passwd]", true)]
    [InlineData("secretGenerator:\n- name: c\n  files: [key=../../../etc/shadow]", true)]
    [InlineData("configMapGenerator:\n- name: c\n  files: [../shared/x.conf]", false)]
    [InlineData("commonAnnotations: {path: /metrics}", false)]
    [InlineData("patches:\n- patch: '[{\"op\":\"remove\",\"path\":\"/spec\"}]'", false)]
    public void A_file_outside_keeps_the_tool_inside_the_folder(string index, bool mayLeadOut)
    {
        Write("app/kustomization.yaml", index).Write("shared/x.conf");
        Assert.Equal(mayLeadOut, KustomizeFolder.Read(_root, "app", []).MayLeadOut);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("../..")]
    [InlineData("./../other")]
    public void A_path_that_is_not_in_the_artifact_is_refused(string path) => Assert.Throws<InvalidDataException>(() => KustomizeFolder.Read(_root, path, []));

    [Fact]
    public void Folders_that_name_each_other_end()
    {
        Write("a/kustomization.yaml", "resources: [../b]").Write("b/kustomization.yaml", "resources: [../a, x.yaml]").Write("b/x.yaml");
        Assert.Equal(["b/x.yaml"], Names(KustomizeFolder.Read(_root, "a", [])));
    }

    [Theory]
    [InlineData("- just\n- a list")]
    [InlineData("resources: [")]
    public void An_index_that_is_none_is_refused(string index)
    {
        Write("kustomization.yaml", index);
        Assert.Throws<InvalidDataException>(() => KustomizeFolder.Read(_root, ".", []));
    }

    private string[] Names(KustomizeFolder folder) => [.. folder.Files.Select(f => Path.GetRelativePath(_root, f).Replace('\\', '/'))];

    private KustomizeFolderTests Write(string path, string text = "kind: X\n")
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }
}
