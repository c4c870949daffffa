namespace K8sOps.Runbooks;

/// <summary>A new runbook: one that keeps to the format, runs, and says in each place what belongs there.</summary>
public static class RunbookTemplate
{
    /// <summary>The Markdown, with LF.</summary>
    /// <param name="name">The runbook's name: lower-case letters, digits and dashes.</param>
    /// <param name="title">What stands in its title before "Runbook".</param>
    /// <exception cref="OperationException"><c>InvalidName</c>.</exception>
    public static string Write(string name, string title)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(title);
        if (!IsName(name))
        {
            throw new OperationException("InvalidName", OperationCategory.InvalidArgument, name,
                $"'{name}' is no name for a runbook: it is made of lower-case letters, digits and dashes, begins with a letter, and has at least two characters, since it becomes the name of a file, a script and a help topic.");
        }

        return Text.Replace("TITLE", title.Trim(), StringComparison.Ordinal).ReplaceLineEndings("\n");
    }

    /// <summary>The title that goes with a name: <c>my-database</c> is <c>My Database</c>.</summary>
    public static string TitleOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Join(' ', name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }

    // PowerShell has no help for scripts whose names have one letter.
    private static bool IsName(string name) => name.Length is > 1 and <= 100 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private const string Text = """
        # TITLE Runbook

        ## Overview

        TITLE is what this runbook is about: say here what it does, and who notices when it does not. Use this runbook when one of its workloads has too few pods, or when it is to be restarted.

        It was written against: name the versions.

        ## Parameters

        | Parameter | Type | Default | Description |
        | --- | --- | --- | --- |
        | Namespace | string | | The namespace that it runs in |
        | Workload | string | | The Deployment, StatefulSet or DaemonSet |

        ## Quick Reference

        | Command | Description |
        | --- | --- |
        | `Get-K8sWorkload -Cluster $Cluster -Namespace $Namespace` | Its workloads: how many pods are ready |
        | `Get-K8sPod -Cluster $Cluster -Namespace $Namespace -Unhealthy` | Its pods that are not well, and why |
        | `kubectl get pods -n <namespace>` | As `Get-K8sPod` |

        ## Symptoms

        ### Symptom: Too few pods

        **Indicators:**
        - A workload has fewer ready pods than it wants
        - Those who use it see errors, or wait

        **Related Alerts:** KubeDeploymentReplicasMismatch, KubeStatefulSetReplicasMismatch

        **Checks:** `K8S.WORKLOAD_UNAVAILABLE`

        **Go to:** [Step 1: Look at its workloads](#step-1-look-at-its-workloads), [Procedure: Restart it](#procedure-restart-it)

        ## Diagnosis

        ### Step 1: Look at its workloads

        ```powershell
        Get-K8sWorkload -Cluster $Cluster -Namespace $Namespace
        Get-K8sPod -Cluster $Cluster -Namespace $Namespace -Unhealthy
        ```

        ```bash
        kubectl get deployments,statefulsets,daemonsets,pods -n <namespace>
        ```

        **Expected Output:** every workload has the pods that it wants, and no pod is unhealthy.

        **If Abnormal:** say what it means, and which procedure treats it: [Restart it](#procedure-restart-it).

        ## Resolution Procedures

        ### Procedure: Restart it

        **When to Use:** its pods run, and do not do their work.

        **Prerequisites:** the logs have been read, since the old pods take them along.

        **Steps:**

        1. **Restart the workload** (target 10m)
           ```powershell
           Restart-K8sWorkload -Cluster $Cluster -Namespace $Namespace -Name $Workload
           ```
           ```bash
           kubectl rollout restart deployment/<workload> -n <namespace>
           ```
           **Verify:** all its pods are ready.
           ```powershell verify timeout=10m every=15s
           Get-K8sWorkload -Cluster $Cluster -Namespace $Namespace -Name $Workload | ForEach-Object { $_.Healthy }
           ```

        **Rollback:** there is none: a restart changes nothing but the pods. What they were started with is taken back by `Undo-K8sRollout`.

        ## Common Issues

        | Issue | Cause | Resolution |
        | --- | --- | --- |
        | The new pods do not become ready | What they need is not there: a Secret, a volume, a database | `Get-K8sEvent` says what they wait for |

        ## Related Runbooks

        - [TITLE's own documentation](https://example.org/): replace this by the runbooks of what it depends on, each with when to use it.

        """;
}
