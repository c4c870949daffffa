using System.Collections;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Secrets of the tests, which must be seen nowhere but on the wire.</summary>
internal static class Canaries
{
    public const string Token = "canary-token-7f3a";
    public const string Password = "canary-password-51be";
    public const string PluginToken = "canary-plugin-90cd";
    public const string SecretBody = "canary-secret-body-e2d4";
    public const string Input = "canary-stdin-b815";
    public const string Argument = "canary-argument-46f0";

    private static readonly string[] s_all = ["canary", Base64("u:" + Password)[2..], Base64(SecretBody)[..20]];

    public static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>No text that a person or a log may come to see holds one.</summary>
    public static void AreNowhereIn(Exception? error, Observed observed, params string[] more)
    {
        var texts = new List<string> { observed.Everything };
        for (var e = error; e is not null; e = e.InnerException)
        {
            texts.Add(e.Message);
            texts.Add(e.ToString());
            foreach (DictionaryEntry entry in e.Data) texts.Add($"{entry.Key}={entry.Value}");
        }

        foreach (var text in texts)
        {
            foreach (var canary in s_all.Concat(more)) Assert.DoesNotContain(canary, text, StringComparison.OrdinalIgnoreCase);
        }
    }
}
