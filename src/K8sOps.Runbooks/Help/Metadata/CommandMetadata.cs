namespace K8sOps.Runbooks.Help;

/// <summary>What a compiled module says of one of its commands, read without loading it and without an engine.</summary>
public sealed record CommandMetadata
{
    /// <summary>The approved verb.</summary>
    public required string Verb { get; init; }

    /// <summary>The noun.</summary>
    public required string Noun { get; init; }

    /// <summary>The name that people type.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The full name of the class.</summary>
    public required string ClassName { get; init; }

    /// <summary>Whether the class is sealed.</summary>
    public required bool IsSealed { get; init; }

    /// <summary>Whether it asks before it changes something, and has <c>-WhatIf</c> and <c>-Confirm</c>.</summary>
    public required bool SupportsShouldProcess { get; init; }

    /// <summary><c>None</c>, <c>Low</c>, <c>Medium</c> or <c>High</c>.</summary>
    public required string ConfirmImpact { get; init; }

    /// <summary>The set that is taken when nothing else decides; null where none is named.</summary>
    public string? DefaultParameterSet { get; init; }

    /// <summary>The full names of the types it emits, in the order declared; <c>System.Void</c> for a command that emits nothing.</summary>
    public required IReadOnlyList<string> OutputTypes { get; init; }

    /// <summary>All parameters: the class's own, then those of its bases, then <c>WhatIf</c> and <c>Confirm</c> where it has them.</summary>
    public required IReadOnlyList<ParameterMetadata> Parameters { get; init; }

    /// <summary>The names of its parameter sets, the default first; one null where it has none of its own.</summary>
    public IReadOnlyList<string?> ParameterSets
    {
        get
        {
            var named = Parameters.SelectMany(p => p.Sets).Select(s => s.Name).Where(n => n is not null).Distinct(StringComparer.Ordinal).ToList();
            if (DefaultParameterSet is not null && named.Remove(DefaultParameterSet)) named.Insert(0, DefaultParameterSet);
            return named.Count == 0 ? [null] : named;
        }
    }

    /// <summary>The parameters that people see in one set, in the order in which PowerShell shows a command's syntax.</summary>
    public IReadOnlyList<(ParameterMetadata Parameter, ParameterSetMetadata In)> SyntaxOf(string? set)
    {
        var members = Parameters.Where(p => !p.IsHidden).Select(p => (Parameter: p, In: p.In(set))).Where(m => m.In is not null).Select(m => (m.Parameter, In: m.In!)).ToList();
        return
        [
            .. members.Where(m => m.In.Position is not null).OrderBy(m => m.In.Position),
            .. members.Where(m => m.In is { Position: null, IsMandatory: true }),
            .. members.Where(m => m.In is { Position: null, IsMandatory: false }),
        ];
    }
}
