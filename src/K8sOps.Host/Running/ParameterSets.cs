using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>Which parameter sets the arguments so far leave open.</summary>
internal sealed class ParameterSets
{
    private readonly CommandDescription _command;
    private readonly HashSet<int> _passed = [];
    private HashSet<string> _open;

    public ParameterSets(CommandDescription command)
    {
        _command = command;
        _open = All();
    }

    /// <summary>The set that is taken; the engine's name for "all" when the command has none.</summary>
    public string CurrentName
        => _open.Count == 1 ? _open.First() : _command.DefaultSet is { } set && _open.Contains(set) ? set : ParameterAttribute.AllParameterSets;

    /// <summary>The sets open now, to be put back before the next pipeline object.</summary>
    public IReadOnlyCollection<string> Snapshot() => [.. _open];

    public void Restore(IReadOnlyCollection<string> snapshot) => _open = new HashSet<string>(snapshot, StringComparer.OrdinalIgnoreCase);

    public bool Allows(ParameterDescription parameter) => _open.Any(set => parameter.In(set) is not null);

    public bool AllowsIn(ParameterDescription parameter, string set) => _open.Contains(set) && parameter.In(set) is not null;

    /// <summary>How the parameter is declared in the sets still open.</summary>
    public IEnumerable<ParameterAttribute> Declarations(ParameterDescription parameter) => _open.Select(parameter.In).OfType<ParameterAttribute>();

    public void Narrow(ParameterDescription parameter) => _open.RemoveWhere(set => parameter.In(set) is null);

    /// <summary>Decides between the sets that are left, or leaves them open where the pipeline may still decide.</summary>
    public void Settle(Func<ParameterDescription, bool> isBound, bool pipelineComes, BindingErrors errors)
    {
        if (_open.Count <= 1) return;
        if (_command.DefaultSet is { } set && _open.Contains(set))
        {
            if (!pipelineComes) _open = One(set);
            return;
        }

        if (pipelineComes && _command.Parameters.Any(p => !isBound(p) && Declarations(p).Any(TakesPipeline))) return;
        var complete = _open.Where(s => _command.Parameters.All(p => isBound(p) || p.In(s) is not { Mandatory: true })).ToList();
        if (complete.Count != 1) throw errors.AmbiguousSet();
        _open = One(complete[0]);
    }

    /// <summary>After a pipeline object was bound: the default, else the only set that has all it needs.</summary>
    public void SettleForObject(Func<ParameterDescription, bool> isBound, BindingErrors errors) => Settle(isBound, pipelineComes: false, errors);

    /// <summary>Takes out the sets that miss what no pipeline object can give, unless that is all of them.</summary>
    public void DropWhatThePipelineCannotComplete(Func<ParameterDescription, bool> isBound)
    {
        bool Complete(string set) => _command.Parameters.All(p => isBound(p) || p.In(set) is not { Mandatory: true } d || TakesPipeline(d));
        var possible = _open.Where(Complete).ToList();
        if (possible.Count > 0) _open = new HashSet<string>(possible, StringComparer.OrdinalIgnoreCase);
        else if (_command.DefaultSet is { } set && _open.Contains(set)) _open = One(set);
    }

    public bool IsMandatory(ParameterDescription parameter, bool pipelineComes)
        => parameter.In(CurrentSet) is { Mandatory: true } declaration && !(pipelineComes && TakesPipeline(declaration));

    /// <summary>The unbound parameters of the lowest position that was not tried yet, in the open sets.</summary>
    public IReadOnlyList<ParameterDescription> TakeNextPosition(Func<ParameterDescription, bool> isBound)
    {
        var unbound = from p in _command.Parameters
                      where !isBound(p)
                      from d in Declarations(p)
                      where d.Position != int.MinValue && !d.ValueFromRemainingArguments && !_passed.Contains(d.Position)
                      select (p, d.Position);
        var lowest = unbound.GroupBy(u => u.Position, u => u.p).MinBy(g => g.Key);
        if (lowest is null) return [];
        _passed.Add(lowest.Key);
        return [.. lowest.Distinct()];
    }

    private string CurrentSet => CurrentName;

    private static bool TakesPipeline(ParameterAttribute declaration) => declaration.ValueFromPipeline || declaration.ValueFromPipelineByPropertyName;

    private HashSet<string> All()
        => new(_command.Sets.Count == 0 ? [ParameterAttribute.AllParameterSets] : _command.Sets, StringComparer.OrdinalIgnoreCase);

    private static HashSet<string> One(string set) => new([set], StringComparer.OrdinalIgnoreCase);
}
