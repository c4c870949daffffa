using K8sOps.Runbooks;
using K8sOps.Runbooks.Help;

namespace K8sOps.Console.Help;

/// <summary>
/// <c>k8sops build-help --assembly K8sOps.dll --docs docs --out en-US --runbooks runbooks --scripts module/scripts</c>: what the build runs
/// to make the module's help, and of its runbooks the scripts, the topics and the table in the index of the documents.
/// </summary>
public static class HelpBuildCommand
{
    private const string Usage = "Usage: k8sops build-help --assembly <K8sOps.dll> --docs <folder> --out <folder> [--runbooks <folder> --scripts <folder>]";

    /// <summary>Builds the help. Writes nothing when a page has an error.</summary>
    /// <param name="args">What stands behind <c>build-help</c>.</param>
    /// <param name="out">Takes one line for each file that changed.</param>
    /// <param name="err">Takes what is wrong, with file and line.</param>
    /// <returns>0 when the help was made, 1 when a page has an error, 2 when the call was wrong.</returns>
    public static int Run(string[] args, TextWriter @out, TextWriter err)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(@out);
        ArgumentNullException.ThrowIfNull(err);
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--assembly" or "--docs" or "--out" or "--runbooks" or "--scripts") || i + 1 == args.Length || !options.TryAdd(args[i], args[i + 1])) return Wrong(err, $"\"{args[i]}\" is not understood here.");
        }

        if (((string[])["--assembly", "--docs", "--out"]).Any(o => !options.ContainsKey(o))) return Wrong(err, "--assembly, --docs and --out are all needed.");
        if (options.ContainsKey("--runbooks") != options.ContainsKey("--scripts")) return Wrong(err, "--runbooks and --scripts go together.");
        var index = Path.Combine(options["--docs"], "index.md");
        RunbookBuild? runbooks = null;
        HelpBuild build;
        try
        {
            if (options.TryGetValue("--runbooks", out var folder)) runbooks = RunbookBuild.Make(folder, File.Exists(index) ? File.ReadAllText(index) : "");
            build = HelpBuild.Make(options["--assembly"], options["--docs"], runbooks);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            return Wrong(err, e.Message);
        }

        foreach (var problem in build.Problems) err.WriteLine(problem);
        if (build.HasErrors) return 1;
        Write(options["--out"], build.Files, IsOurs, @out);
        if (runbooks is null) return 0;
        Write(options["--scripts"], runbooks.Scripts, f => f.EndsWith(".ps1", StringComparison.Ordinal), @out);
        if (runbooks.Index is { } table) Write(options["--docs"], new Dictionary<string, string>(StringComparer.Ordinal) { ["index.md"] = table }, _ => false, @out);
        return 0;
    }

    /// <summary>Writes what has changed, and takes away what was made before and is made no more.</summary>
    private static void Write(string folder, IReadOnlyDictionary<string, string> files, Func<string, bool> isOurs, TextWriter @out)
    {
        Directory.CreateDirectory(folder);
        foreach (var stale in Directory.EnumerateFiles(folder).Where(f => isOurs(f) && !files.ContainsKey(Path.GetFileName(f))).ToList())
        {
            File.Delete(stale);
            @out.WriteLine($"{stale}: removed");
        }

        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path) && File.ReadAllText(path) == text) continue;
            File.WriteAllText(path, text);
            @out.WriteLine($"{path}: written");
        }
    }

    private static bool IsOurs(string file) => file.EndsWith("-Help.xml", StringComparison.Ordinal) || file.EndsWith(".help.txt", StringComparison.Ordinal);

    private static int Wrong(TextWriter err, string message)
    {
        err.WriteLine("build-help: error HELP000: " + message);
        err.WriteLine(Usage);
        return 2;
    }
}
