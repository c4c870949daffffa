using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Any number of kubeconfig files, against the rule that the first file that has a name wins with its whole entry.</summary>
public sealed class KubeConfigProperties : IDisposable
{
    private static readonly string[] s_names = ["a", "b", "A", "prod eu", "x:y", "yes", "007", "ü"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_file_that_has_a_name_wins_with_its_whole_entry()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Files().ToArbitrary(), files =>
        {
            var paths = new List<string>();
            foreach (var (names, current) in files) paths.Add(Write(paths.Count, names, current));
            // A missing file among them changes nothing.
            paths.Insert(paths.Count / 2, Path.Combine(_folder.Root, "missing"));
            var config = KubeConfig.Load(new KubeConfigSource { HomeFolder = _folder.Root, Variable = string.Join(Path.PathSeparator, paths) });

            var expected = new List<(string Name, string Server)>();
            for (var i = 0; i < files.Length; i++)
            {
                foreach (var name in files[i].Names.Where(n => expected.All(e => e.Name != n))) expected.Add((name, Server(i, name)));
            }

            return config.Contexts.Select(c => (c.Name, c.Server ?? "")).SequenceEqual(expected)
                && (config.CurrentContext ?? "") == (files.Select(f => f.Current).FirstOrDefault(c => c.Length > 0) ?? "");
        }));

    [Fact]
    public void Any_text_is_a_kubeconfig_or_refused_with_its_file_named()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Garbage().ToArbitrary(), text =>
        {
            var path = _folder.Write("garbage", text);
            try
            {
                var config = KubeConfig.Load(new KubeConfigSource { HomeFolder = _folder.Root, ExplicitPath = path });
                foreach (var context in config.Contexts) config.CreateTransport(context.Name, TimeProvider.System);
            }
            catch (KubeConfigException e)
            {
                return e.Message.Length > 0 && !e.Message.Contains("canary", StringComparison.Ordinal);
            }

            return true;
        }));

    private static Gen<(string[] Names, string Current)[]> Files()
        => Gen.Elements(s_names).ArrayOf().Select(n => n.Take(4).Distinct(StringComparer.Ordinal).ToArray())
            .Zip(Gen.Elements(["", .. s_names])).ArrayOf().Select(f => f.Take(4).Prepend((["a"], "")).ToArray());

    private static Gen<string> Garbage() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""),
        // Pieces of a kubeconfig in any order; the canary stands wherever a secret could.
        Gen.Elements(
            "apiVersion: v1", "kind: Config", "clusters:", "users:", "contexts:", "- name: a", "  cluster: {server: 'https://h:1'}", "  cluster: {server: 'ftp://h'}", "  cluster: {server: 'https://u:canary@h'}",
            "  user: {token: canary, username: canary}", "  user: {client-key-data: canary}", "  user: {exec: {command: x, env: [{name: A, value: canary}]}}", "  context: {cluster: a, user: a}",
            "  cluster: 7", "current-context: a", "- ", "  user: {client-certificate-data: '!!canary', client-key-data: canary}", "users: null", "clusters: {}")
            .ArrayOf().Select(lines => string.Join('\n', lines)));

    private static string Server(int file, string name) => string.Create(CultureInfo.InvariantCulture, $"https://f{file}-{(uint)name.GetHashCode(StringComparison.Ordinal)}:6443");

    private string Write(int number, string[] names, string current)
    {
        static string Quoted(string name) => "'" + name.Replace("'", "''", StringComparison.Ordinal) + "'";
        var text = $"current-context: {Quoted(current)}\nclusters:\n{string.Concat(names.Select(n => $"- {{name: {Quoted(n)}, cluster: {{server: '{Server(number, n)}'}}}}\n"))}"
            + $"contexts:\n{string.Concat(names.Select(n => $"- {{name: {Quoted(n)}, context: {{cluster: {Quoted(n)}, user: ''}}}}\n"))}";
        if (names.Length == 0) text = $"current-context: {Quoted(current)}\n";
        return _folder.Write(string.Create(CultureInfo.InvariantCulture, $"file{number}"), text);
    }
}
