using System.Reflection;
using K8sOps.Engine;

namespace K8sOps.Kube;

/// <summary>What the module's commands ask of a cluster, read off their <see cref="PermissionAttribute"/>s.</summary>
/// <param name="Command">The command.</param>
/// <param name="Rule">One verb on one resource.</param>
/// <param name="OnlyFor">The parameter without which it is not needed, or null.</param>
internal sealed record CommandPermission(string Command, PermissionRule Rule, string? OnlyFor)
{
    private static readonly Lazy<SortedDictionary<string, Type>> s_commands = new(() =>
    {
        var found = new SortedDictionary<string, Type>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in typeof(K8sCmdlet).Assembly.GetExportedTypes())
        {
            if (type.GetCustomAttribute<System.Management.Automation.CmdletAttribute>() is { } cmdlet) found[$"{cmdlet.VerbName}-{cmdlet.NounName}"] = type;
        }

        return found;
    });

    /// <summary>The names of the module's commands.</summary>
    public static IReadOnlyCollection<string> Commands => s_commands.Value.Keys;

    /// <summary>What a command needs; nothing for one that asks no cluster.</summary>
    public static IReadOnlyList<CommandPermission> Of(string command)
        => [.. s_commands.Value[command].GetCustomAttributes<PermissionAttribute>().SelectMany(p => p.Verbs.Select(v => new CommandPermission(command, PermissionRule.Parse(p.Resource, v), p.OnlyFor)))];

    /// <summary>The commands of those names or patterns, by their proper names, and an error for each literal name that is none.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> names, out IReadOnlyList<OperationException> errors)
    {
        var patterns = NamePattern.All(names);
        errors =
        [
            .. patterns.Where(p => p.IsLiteral && !Commands.Any(p.IsMatch)).Select(p => new OperationException("NotFound", OperationCategory.ObjectNotFound, p.Text,
                $"Cannot find command {p.Text}: this module has none of that name, and what other commands need is not known here.", "Get-Command -Module K8sOps")),
        ];
        return [.. Commands.Where(c => patterns.Any(p => p.IsMatch(c)))];
    }
}
