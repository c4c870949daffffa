using K8sOps.Engine;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public sealed class RunbookReadingTests : IDisposable
{
    private readonly SandboxFixture _sandbox = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("k8sops-runbooks-").FullName;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("K8SOPS_PROFILE", null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_modules_runbooks_are_listed_by_name_and_pattern()
    {
        Assert.Contains("kubernetes", _sandbox.Get<Runbook>("Get-Runbook").Select(r => r.Name));
        Assert.Equal("Flux Runbook", Assert.Single(_sandbox.Get<Runbook>("Get-Runbook FL*")).Title);
        Assert.Empty(_sandbox.Get<Runbook>("Get-Runbook nothing*"));
    }

    [Fact]
    public void A_name_without_a_runbook_is_an_error_and_the_others_come()
    {
        var result = _sandbox.Run("Get-Runbook flux, fluks");
        Assert.Equal(["flux"], result.Of<Runbook>().Select(r => r.Name));
        var error = Assert.Single(result.Errors);
        Assert.Equal("NotFound,K8sOps.Runbooks.GetRunbookCommand", error.FullyQualifiedErrorId);
        Assert.Contains("There are: flux, kubernetes", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_takes_the_place_of_all_others()
    {
        Write("mine.md", "# My Runbook\n");
        Assert.Equal(["mine"], _sandbox.Get<Runbook>($"Get-Runbook -Path '{_folder}'").Select(r => r.Name));
        var missing = _sandbox.Run($"Get-Runbook -Path '{_folder}/none'");
        Assert.Equal("FileNotFound,K8sOps.Runbooks.GetRunbookCommand", missing.Failure?.FullyQualifiedErrorId);
    }

    [Fact]
    public void Each_finding_of_the_lint_comes_with_its_place()
    {
        var file = Write("mine.md", "# My Runbook\n\n## Overview\n\nIt is at 10.1.2.3 now.\n");
        var found = _sandbox.Get<CheckResult>($"Test-Runbook -Path '{file}'");
        var address = Assert.Single(found, f => f.Id == "RUNBOOK.SPECIFIC");
        Assert.Equal((CheckStatus.Fail, "Runbooks", "Runbook", "mine"), (address.Status, address.System, address.Kind, address.TargetName));
        Assert.Equal($"{file}:5:10", Assert.Single(address.Evidence));
        Assert.Equal([5, 10, file], [address.Parameters["Line"], address.Parameters["Column"], address.Parameters["File"]]);
        Assert.StartsWith("Line 5: \"10.1.2.3\" is an address", address.Message, StringComparison.Ordinal);
        Assert.True(found.Count(f => f.Id == "RUNBOOK.SECTION") >= 5);
        Assert.Equal([false], _sandbox.Get<bool>($"Test-Runbook -Path '{file}' -Quiet"));
    }

    [Fact]
    public void A_runbook_without_findings_passes()
    {
        var flux = Assert.Single(_sandbox.Get<CheckResult>("Test-Runbook flux"));
        Assert.Equal((CheckStatus.Pass, "RUNBOOK.VALID", "flux"), (flux.Status, flux.Id, flux.TargetName));
        Assert.Equal([true], _sandbox.Get<bool>("Test-Runbook flux -Quiet"));
    }

    [Fact]
    public void A_runbook_that_comes_through_the_pipeline_is_checked_where_it_stands()
    {
        Write("flux.md", "# Another Runbook\n");
        var found = _sandbox.Get<CheckResult>($"Get-Runbook -Path '{_folder}' | Test-Runbook");
        Assert.All(found, f => Assert.Equal(CheckStatus.Fail, f.Status));
        Assert.All(found, f => Assert.StartsWith(_folder, (string)f.Parameters["File"], StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_checked_is_no_yes() => Assert.Equal([false], _sandbox.Get<bool>("Test-Runbook nothing* -Quiet"));

    [Fact]
    public void A_profile_adds_runbooks_and_one_of_the_same_name_hides_ours()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "own"));
        Write("own/flux.md", "# Our Flux Runbook\n");
        Write("own/db.md", "# Database Runbook\n");
        Profile("# ours\nruntime: later\nrunbooks: [./own]\n");
        var runbooks = _sandbox.Get<Runbook>("Get-Runbook");
        Assert.Equal("Our Flux Runbook", runbooks.Single(r => r.Name == "flux").Title);
        Assert.Contains("db", runbooks.Select(r => r.Name));
        Assert.Contains("kubernetes", runbooks.Select(r => r.Name));
    }

    [Theory]
    [InlineData("runbooks: [./none]\n", null, "is not there")]
    [InlineData("runbooks: {a: 1}\n", "ProfileInvalid", "is a list of folders")]
    [InlineData("runbooks: [[a]]\n", "ProfileInvalid", "is a list of folders")]
    [InlineData("- a\n", "ProfileInvalid", "no map")]
    [InlineData("a: [\n", "ProfileInvalid", "cannot be used")]
    public void A_profile_that_is_wrong_is_told_and_the_modules_runbooks_are_there(string text, string? id, string says)
    {
        Profile(text);
        var result = _sandbox.Run("Get-Runbook flux");
        Assert.Single(result.Of<Runbook>());
        if (id is null) Assert.Contains(result.Warnings, w => w.ToString().Contains(says, StringComparison.Ordinal));
        else Assert.Contains(says, Assert.Single(result.Errors, e => e.FullyQualifiedErrorId == id + ",K8sOps.Runbooks.GetRunbookCommand").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_profile_is_none_and_a_named_one_that_is_missing_is_told()
    {
        Profile("");
        Assert.NotEmpty(_sandbox.Get<Runbook>("Get-Runbook"));
        Environment.SetEnvironmentVariable("K8SOPS_PROFILE", Path.Combine(_folder, "none.yaml"));
        Assert.Equal("FileNotFound,K8sOps.Runbooks.GetRunbookCommand", Assert.Single(_sandbox.Run("Get-Runbook flux").Errors).FullyQualifiedErrorId);
    }

    private void Profile(string text) => Environment.SetEnvironmentVariable("K8SOPS_PROFILE", Write("k8sops.yaml", text));

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
