using System.ComponentModel;
using System.Diagnostics;

namespace K8sOps.Flux;

/// <summary>Runs <c>kubectl kustomize</c>: an argument vector, never a shell. It is asked to build a folder, and reaches no cluster.</summary>
internal static class KustomizeTool
{
    private const int MostText = 128 << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>What kubectl makes of a folder, as YAML.</summary>
    /// <param name="app">The app, for messages.</param>
    /// <param name="folder">The folder with the index.</param>
    /// <param name="mayLeaveFolder">True to let it read files beside the folder too, as Flux does; everything that it could name has been looked at.</param>
    /// <param name="path">Where programs are looked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException"><c>ToolNotFound</c>, <c>BuildFailed</c>.</exception>
    public static async Task<string> BuildAsync(FluxTarget app, string folder, bool mayLeaveFolder, string? path, CancellationToken cancellationToken)
    {
        var program = Find(path) ?? throw new OperationException("ToolNotFound", OperationCategory.NotInstalled, "kubectl",
            $"Cannot build {app}: its kustomization.yaml has more than a list of files, and kubectl, whose kustomize builds it, is not on the PATH.", "Install kubectl, or put its folder into $env:PATH.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var argument in (string[])["kustomize", folder, "--load-restrictor", mayLeaveFolder ? "LoadRestrictionsNone" : "LoadRestrictionsRootOnly"]) start.ArgumentList.Add(argument);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new OperationException("ToolNotFound", OperationCategory.NotInstalled, program, $"Cannot build {app}: {program} cannot be started: {e.Message}.", "Install kubectl, or put its folder into $env:PATH.", e);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(s_longest);
        try
        {
            process.StandardInput.Close();
            var errors = ReadAsync(process.StandardError, 64 << 10, ending.Token);
            var output = await ReadAsync(process.StandardOutput, MostText, ending.Token).ConfigureAwait(false);
            if (output.Length > MostText) throw Failed(app, $"kubectl kustomize writes more than {MostText >> 20} MiB");
            await process.WaitForExitAsync(ending.Token).ConfigureAwait(false);
            var said = (await errors.ConfigureAwait(false)).Trim();
            return process.ExitCode == 0 ? output : throw Failed(app, $"kubectl kustomize ended with {process.ExitCode}: {said.Replace(folder, ".", StringComparison.Ordinal)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(app, $"kubectl kustomize did not end within {s_longest.TotalMinutes:0} min");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, int most, CancellationToken cancellationToken)
    {
        var text = new System.Text.StringBuilder();
        var chunk = new char[16384];
        int read;
        while ((read = await reader.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            // Read to its end all the same: a program whose pipe is full stands still.
            if (text.Length <= most) text.Append(chunk, 0, read);
        }

        return text.ToString();
    }

    // Looked for here, and not by the system: on Windows that would take one out of the working folder first.
    private static string? Find(string? path)
    {
        var name = OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl";
        return (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified).Select(p => Path.Combine(p, name)).FirstOrDefault(File.Exists);
    }

    private static OperationException Failed(FluxTarget app, string why) => new("BuildFailed", OperationCategory.InvalidData, app.Path, $"Cannot build {app}: {why.TrimEnd('.')}.");
}
