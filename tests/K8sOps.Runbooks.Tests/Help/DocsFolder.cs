namespace K8sOps.Runbooks.Tests.Help;

internal sealed class DocsFolder : IDisposable
{
    public DocsFolder((string Path, string Text)[] pages)
    {
        Path = Directory.CreateTempSubdirectory("k8sops-help").FullName;
        foreach (var (name, text) in pages)
        {
            var file = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
