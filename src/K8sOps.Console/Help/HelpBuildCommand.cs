using K8sOps.Runbooks.Help;

namespace K8sOps.Console.Help;

/// <summary><c>k8sops build-help --assembly K8sOps.dll --docs docs --out en-US</c>: what the build runs to make the module's help.</summary>
public static class HelpBuildCommand
{
    private const string Usage = "Usage: k8sops build-help --assembly <K8sOps.dll> --docs <folder> --out <folder>";

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
            if (args[i] is not ("--assembly" or "--docs" or "--out") || i + 1 == args.Length || !options.TryAdd(args[i], args[i + 1])) return Wrong(err, $"\"{args[i]}\" is not understood here.");
        }

        if (options.Count < 3) return Wrong(err, "--assembly, --docs and --out are all needed.");
        HelpBuild build;
        try
        {
            build = HelpBuild.Make(options["--assembly"], options["--docs"]);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            return Wrong(err, e.Message);
        }

        foreach (var problem in build.Problems) err.WriteLine(problem);
        if (build.HasErrors) return 1;
        Directory.CreateDirectory(options["--out"]);
        foreach (var stale in Directory.EnumerateFiles(options["--out"]).Where(f => IsOurs(f) && !build.Files.ContainsKey(Path.GetFileName(f))).ToList())
        {
            File.Delete(stale);
            @out.WriteLine($"{stale}: removed");
        }

        foreach (var (name, text) in build.Files)
        {
            var path = Path.Combine(options["--out"], name);
            if (File.Exists(path) && File.ReadAllText(path) == text) continue;
            File.WriteAllText(path, text);
            @out.WriteLine($"{path}: written");
        }

        return 0;
    }

    private static bool IsOurs(string file) => file.EndsWith("-Help.xml", StringComparison.Ordinal) || file.EndsWith(".help.txt", StringComparison.Ordinal);

    private static int Wrong(TextWriter err, string message)
    {
        err.WriteLine("build-help: error HELP000: " + message);
        err.WriteLine(Usage);
        return 2;
    }
}
