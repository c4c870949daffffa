using System.Management.Automation;
using System.Reflection;

namespace K8sOps.Host;

/// <summary>A command: its class, its parameters and their sets.</summary>
public sealed class CommandDescription
{
    private CommandDescription(Type type, CmdletAttribute declaration)
    {
        Type = type;
        Name = $"{declaration.VerbName}-{declaration.NounName}";
        SupportsShouldProcess = declaration.SupportsShouldProcess;
        ConfirmImpact = declaration.ConfirmImpact;
        DefaultSet = string.IsNullOrEmpty(declaration.DefaultParameterSetName) ? null : declaration.DefaultParameterSetName;
        var own = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(ParameterDescription.From).OfType<ParameterDescription>();
        Parameters = [.. own, .. CommonParameters.For(SupportsShouldProcess)];
        Sets = [.. Parameters.SelectMany(p => p.SetNames).Concat(DefaultSet is null ? [] : [DefaultSet]).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary><c>Verb-Noun</c>.</summary>
    public string Name { get; }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>Whether it takes <c>-WhatIf</c> and <c>-Confirm</c>.</summary>
    public bool SupportsShouldProcess { get; }

    /// <summary>How grave the command's changes are.</summary>
    public ConfirmImpact ConfirmImpact { get; }

    /// <summary>The set that is taken when the arguments leave several open; null when none is declared.</summary>
    public string? DefaultSet { get; }

    /// <summary>Its own parameters, then the common ones.</summary>
    public IReadOnlyList<ParameterDescription> Parameters { get; }

    /// <summary>The names of the parameter sets; empty when there is but one.</summary>
    public IReadOnlyList<string> Sets { get; }

    internal static CommandDescription? From(Type type)
        => !type.IsAbstract && typeof(Cmdlet).IsAssignableFrom(type) && type.GetCustomAttribute<CmdletAttribute>() is { } declaration
            ? new CommandDescription(type, declaration)
            : null;
}
