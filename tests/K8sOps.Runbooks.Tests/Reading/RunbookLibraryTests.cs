namespace K8sOps.Runbooks.Tests.Reading;

public sealed class RunbookLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("k8sops-library-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_runbooks_of_a_folder_have_the_names_of_their_files()
    {
        var names = new RunbookLibrary([Checkout.In("runbooks")]).All().Select(r => r.Runbook.Name);
        Assert.Contains("flux", names);
        Assert.Contains("kubernetes", names);
    }

    [Fact]
    public void An_earlier_folder_hides_a_later_one_and_files_about_the_folder_are_left_out()
    {
        Write("flux.md", "# Our Flux Runbook\n");
        Write("README.md", "# These are ours\n");
        var library = new RunbookLibrary([_folder, Checkout.In("runbooks")]);
        Assert.Equal("Our Flux Runbook", library.Get("FLUX").Runbook.Title);
        Assert.DoesNotContain("README", library.Files().Keys);
        Assert.Equal("Kubernetes Runbook", library.Get("kubernetes").Runbook.Title);
    }

    [Fact]
    public void A_file_that_changed_is_read_again_and_one_that_did_not_is_not()
    {
        var file = Write("a.md", "# One Runbook\n");
        var library = new RunbookLibrary([file]);
        var first = library.Get("a");
        Assert.Same(first, library.Get("a"));
        File.WriteAllText(file, "# Another Runbook\n");
        Assert.Equal("Another Runbook", library.Get("a").Runbook.Title);
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_silent_and_a_name_without_a_runbook_is_told_with_what_there_is()
    {
        Write("a.md", "# One Runbook\n");
        Write("b.md", "# Two Runbook\n");
        var missing = new List<OperationException>();
        var found = new RunbookLibrary([_folder]).Find(NamePattern.All(["a*", "z*", "c", "A"]), missing);
        Assert.Equal(["a"], found.Select(f => f.Runbook.Name));
        var error = Assert.Single(missing);
        Assert.Equal(("NotFound", "c"), (error.Id, error.Target));
        Assert.Contains("There are: a, b.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error()
    {
        var error = Assert.Throws<OperationException>(() => new RunbookLibrary([Path.Combine(_folder, "none")]).All());
        Assert.Equal("FileNotFound", error.Id);
    }

    [Fact]
    public void A_huge_file_is_refused_before_it_is_read()
    {
        using (var file = File.Create(Path.Combine(_folder, "huge.md"))) file.SetLength(9L * 1024 * 1024);
        Assert.Equal("NotARunbook", Assert.Throws<OperationException>(() => new RunbookLibrary([_folder]).All()).Id);
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
