using K8sOps.Runbooks.Blocks;

namespace K8sOps.Runbooks.Lint;

/// <summary>Every variable is <c>$Cluster</c>, a parameter, or assigned before; and neither of the first two is assigned.</summary>
internal static class VariableRule
{
    private static readonly string[] s_constants = ["true", "false", "null"];

    public static void Check(BlockReading code, IReadOnlyList<RunbookParameter> parameters, ProblemList problems)
    {
        foreach (var variable in code.Variables)
        {
            var isConstant = s_constants.Contains(variable.Name, StringComparer.OrdinalIgnoreCase);
            var isParameter = string.Equals(variable.Name, "Cluster", StringComparison.OrdinalIgnoreCase) || parameters.Any(p => string.Equals(p.Name, variable.Name, StringComparison.OrdinalIgnoreCase));
            if (variable.IsAssigned)
            {
                if (isConstant || isParameter || variable.Name == "_") problems.Add(RunbookRules.Variable, variable.Line, variable.Column, $"${variable.Name} cannot be assigned: it is given to the block.");
            }
            else if (variable.Name == "_")
            {
                if (!variable.IsInScriptBlock) problems.Add(RunbookRules.Variable, variable.Line, variable.Column, "$_ is the object at hand in a script block of Where-Object or ForEach-Object; here it is nothing.");
            }
            else if (!isConstant && !isParameter && !variable.IsLocal)
            {
                problems.Add(RunbookRules.Variable, variable.Line, variable.Column, $"${variable.Name} is not known: there are $Cluster, the parameters of the runbook, and what this block has assigned before.");
            }
        }
    }
}
