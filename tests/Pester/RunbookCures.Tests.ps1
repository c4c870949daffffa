# Every fault of sandbox-infra, from its finding to the procedure that treats it, and through it: what the runbooks promise, run.
BeforeDiscovery {
    # Check: the finding to start from. Procedure: what its symptom leads to. With: what no finding can know. ByHand: what a manual step asks
    # of a person. Not: steps that do not cure by themselves; without it the rehearsal is the run that must not cure. Clean: the cure leaves
    # nothing behind, so the next fault takes the same world (making one is half of the time).
    $script:Faults = @(
        @{ Fault = 'ceph-osd-down'; Clean = $true; Check = 'CEPH.OSD_DOWN'; Runbook = 'rook-ceph'; Procedure = 'Bring an OSD back' }
        @{ Fault = 'ceph-osd-failed'; Check = 'CEPH.OSD_DOWN'; Runbook = 'rook-ceph'; Procedure = 'Replace a failed OSD'; Not = 1, 2, 3 }
        @{ Fault = 'ceph-osd-flapping'; Clean = $true; Check = 'CEPH.OSD_FLAPPING'; Runbook = 'rook-ceph'; Procedure = 'Calm a flapping OSD'; Not = 1, 2; ByHand = { Step-K8sSandbox -Cluster sandbox-infra -By 2m } }
        @{ Fault = 'ceph-nearfull'; Check = 'CEPH.OSD_NEARFULL'; Runbook = 'rook-ceph'; Procedure = 'Make room' }
        @{ Fault = 'ceph-pool-full'; Check = 'CEPH.POOL_FULL'; Runbook = 'rook-ceph'; Procedure = 'Raise the quota of a pool'; With = @{ MaxBytes = '96Gi' } }
        @{ Fault = 'ceph-pg-inconsistent'; Clean = $true; Check = 'CEPH.PG_DAMAGED'; Runbook = 'rook-ceph'; Procedure = 'Repair an inconsistent placement group' }
        @{ Fault = 'ceph-mon-down'; Clean = $true; Check = 'CEPH.MON_DOWN'; Runbook = 'rook-ceph'; Procedure = 'Bring a monitor back into quorum' }
        @{ Fault = 'ceph-clock-skew'; Clean = $true; Check = 'CEPH.MON_CLOCK_SKEW'; Runbook = 'rook-ceph'; Procedure = 'Correct a clock'; ByHand = { Stop-Fault ceph-clock-skew } }
        @{ Fault = 'ceph-slow-ops'; Clean = $true; Check = 'CEPH.SLOW_OPS'; Runbook = 'rook-ceph'; Procedure = 'Relieve a slow daemon' }
        @{ Fault = 'ceph-noout-forgotten'; Clean = $true; Check = 'CEPH.OSDMAP_FLAGS'; Runbook = 'rook-ceph'; Procedure = 'Clear a flag' }
        @{ Fault = 'ceph-crash-reports'; Clean = $true; Check = 'CEPH.RECENT_CRASH'; Runbook = 'rook-ceph'; Procedure = 'Archive crash reports' }
        @{ Fault = 'ceph-toolbox-missing'; Clean = $true; Check = 'CEPH.TOOLBOX_MISSING'; Runbook = 'rook-ceph'; Procedure = 'Bring the toolbox back' }

        @{ Fault = 'flux-bad-revision'; Clean = $true; Check = 'FLUX.RECONCILE_FAILED'; Runbook = 'flux'; Procedure = 'Mend a failing app'; Not = @(1) }
        @{ Fault = 'flux-retries-exhausted'; Clean = $true; Check = 'FLUX.STALLED'; Runbook = 'flux'; Procedure = 'Mend a failing app'; Not = @(1) }
        @{ Fault = 'flux-source-unreachable'; Check = 'FLUX.SOURCE_FAILED'; Runbook = 'flux'; Procedure = 'Mend a source'; ByHand = { Set-Key } }
        @{ Fault = 'flux-suspended'; Clean = $true; Check = 'FLUX.SUSPENDED'; Runbook = 'flux'; Procedure = 'Resume an app' }
        @{ Fault = 'flux-dependency-loop'; Clean = $true; Check = 'FLUX.DEPENDENCY_BLOCKED'; Runbook = 'flux'; Procedure = 'Unblock a dependency'; ByHand = { Sync-FluxApp cluster-apps @Quiet } }
        @{ Fault = 'flux-controller-down'; Clean = $true; Check = 'FLUX.CONTROLLER_DOWN'; Runbook = 'flux'; Procedure = 'Bring a controller back' }
        @{ Fault = 'flux-kubectl-suspend'; Check = 'FLUX.SUSPENSION_WEAK'; Runbook = 'flux'; Procedure = 'Suspend an app' }

        @{ Fault = 'claim-pending'; Check = 'K8S.CLAIM_UNBOUND'; Runbook = 'kubernetes'; Procedure = 'Bind a claim'; ByHand = { Set-K8sResource @Quiet -Yaml "apiVersion: storage.k8s.io/v1`nkind: StorageClass`nmetadata: { name: ceph-ssd }`nprovisioner: rook-ceph.rbd.csi.ceph.com" } }
        @{ Fault = 'crash-loop'; Check = 'K8S.POD_CRASHING'; Runbook = 'kubernetes'; Procedure = 'Mend a crashing pod'; ByHand = { Set-K8sResource @Quiet -Force -Yaml "apiVersion: v1`nkind: ConfigMap`nmetadata: { name: paperless-config, namespace: selfhosted }`ndata: { PAPERLESS_DBHOST: postgres-rw.databases.svc.cluster.local }" } }
        @{ Fault = 'drain-blocked'; Check = 'K8S.BUDGET_BLOCKING'; Runbook = 'kubernetes'; Procedure = 'Let a budget allow a disruption'; ByHand = { Set-K8sWorkload podinfo -Namespace selfhosted -Replicas 3 -Force @Quiet } }
        @{ Fault = 'image-pull'; Check = 'K8S.POD_WAITING'; Runbook = 'kubernetes'; Procedure = 'Correct what a pod waits for'; ByHand = { Undo-K8sRollout podinfo -Namespace selfhosted -Force @Quiet } }
        @{ Fault = 'oom-killed'; Check = 'K8S.POD_OOM_KILLED'; Runbook = 'kubernetes'; Procedure = 'Give a container more memory'; ByHand = { Set-K8sWorkload podinfo -Namespace selfhosted -Limit memory=64Mi -Force @Quiet } }
        @{ Fault = 'pod-pending'; Check = 'K8S.POD_WAITING'; Runbook = 'kubernetes'; Procedure = 'Correct what a pod waits for'; ByHand = { Set-K8sWorkload forecast -Namespace selfhosted -Request cpu=500m -Force @Quiet } }
        @{ Fault = 'rollout-stuck'; Check = 'K8S.WORKLOAD_UNAVAILABLE'; Runbook = 'kubernetes'; Procedure = 'Make a workload available'; ByHand = { Undo-K8sRollout podinfo -Namespace selfhosted -Force @Quiet } }
        @{ Fault = 'namespace-terminating'; Check = 'K8S.NAMESPACE_TERMINATING'; Runbook = 'kubernetes'; Procedure = 'Let a namespace go'; ByHand = { Remove-K8sFinalizer preview.example.org/drop-database -Namespace preview-142 @Quiet } }
        @{ Fault = 'node-not-ready'; Check = 'K8S.NODE_NOT_READY'; Runbook = 'kubernetes'; Procedure = 'Bring a node back'; ByHand = { Stop-Fault node-not-ready } }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Product
    $script:Runs = Join-Path ([IO.Path]::GetTempPath()) "k8sops-cures-$PID"
    $script:Before = $env:K8SOPS_HOME
    $env:K8SOPS_HOME = $Runs
    $script:Quiet = @{ Cluster = 'sandbox-infra'; Confirm = $false; WarningAction = 'SilentlyContinue' }

    function Get-Phase($Fault) { (Get-K8sScenario $Fault -Cluster sandbox-infra).Phase }

    # The hand that no API reaches: whoever sets a clock, or restarts a kubelet, at the machine.
    function Stop-Fault($Fault) { Set-K8sResource @Quiet -Force -Yaml "apiVersion: sandbox.k8sops.io/v1`nkind: Scenario`nmetadata: { name: $Fault }`nspec: { active: false }" }

    function Set-Key { Set-K8sResource @Quiet -Force -Yaml "apiVersion: v1`nkind: Secret`nmetadata: { name: flux-system, namespace: flux-system }`ndata: { identity: c2FuZGJveC1ub3QtYS1rZXktZWl0aGVy }" }

    function Get-Arguments($Step, $With) {
        $arguments = @{}
        foreach ($pair in $Step.Arguments.GetEnumerator()) { $arguments[$pair.Key] = $pair.Value }
        foreach ($key in $With.Keys) { $arguments[$key] = $With[$key] }
        $arguments
    }

    # Something for every parameter that has no default, so that every step can be rehearsed and taken back.
    $script:Anything = @{
        'rook-ceph'  = @{ OsdId = 0; Daemon = 'osd.0'; Flag = 'noscrub'; Node = 'infra-wk-01'; Pool = 'ceph-blockpool'; MaxBytes = '200Gi'; MaxObjects = 1000000; Monitor = 'a' }
        'flux'       = @{ Namespace = 'flux-system'; AppName = 'podinfo'; SourceName = 'flux-system'; Controller = 'kustomize-controller' }
        'kubernetes' = @{ Namespace = 'selfhosted'; PodName = 'podinfo'; NodeName = 'infra-wk-01'; Workload = 'podinfo'; BudgetName = 'podinfo' }
    }
}

AfterAll {
    $env:K8SOPS_HOME = $Before
    Remove-Item -LiteralPath $Runs -Recurse -Force -ErrorAction Ignore
    $null = Reset-K8sSandbox @Quiet
}

Describe 'From a finding to a cure' {
    BeforeAll { $script:Worn = $true }

    BeforeEach {
        if ($Worn) { $null = Reset-K8sSandbox @Quiet }
        $script:Worn = $true
    }

    It 'leads from <Fault> to "<Procedure>" of <Runbook>, which cures it, and not without the step that does' -ForEach $Faults {
        $row = $_
        $with = $row.ContainsKey('With') ? $row.With : @{}
        $null = Start-K8sScenario $Fault @Quiet
        $null = Step-K8sSandbox -Cluster sandbox-infra -By 2m

        $steps = @(Test-K8sPlatform -Cluster sandbox-infra | Where-Object Status -NE Pass | Get-RunbookStep)
        $ours = @($steps | Where-Object { $_.Runbook -eq $Runbook -and $_.Procedure -eq $Procedure -and $_.Findings.Id -contains $Check })
        $ours | Should -Not -BeNullOrEmpty -Because "$Check leads there"
        $ours.Cluster | Sort-Object -Unique | Should -Be sandbox-infra
        $ours | ForEach-Object Missing | Where-Object { $_ -notin $with.Keys } | Should -BeNullOrEmpty -Because 'the finding fills in what the procedure needs'

        # One finding for each that is concerned: the procedure is run for each.
        $calls = @($ours | Where-Object Number -EQ 1 | ForEach-Object { @{ Name = $Runbook; Procedure = $Procedure; Parameter = Get-Arguments $_ $with; Cluster = 'sandbox-infra'; WarningAction = 'SilentlyContinue' } })
        $call = $calls[0]
        if ($row.ContainsKey('Not')) { $null = Invoke-Runbook @call -Step $row.Not -Unattended -Confirm:$false -ErrorAction SilentlyContinue 6>$null }
        else { Invoke-Runbook @call -WhatIf 6>$null | ForEach-Object { "$($_.Outcome)" } | Sort-Object -Unique | Should -Be Skipped }
        Get-Phase $Fault | Should -Be Active -Because 'what cures it has not been done'

        if ($row.ContainsKey('ByHand')) { $null = & $row.ByHand }
        foreach ($call in $calls) {
            $results = @(Invoke-Runbook @call -Unattended -Confirm:$false 6>$null)
            $results | ForEach-Object { "$($_.Id): $($_.Outcome) $($_.Errors)".Trim() } | Should -Match ': Verified$'
            (Get-RunbookRun -Run $results[-1].Run).State | Should -Be Succeeded
        }

        Get-Phase $Fault | Should -Be Cured
        $script:Worn = -not $row.ContainsKey('Clean')
    }

    It 'takes away an OSD that still runs, and finds it gone' {
        $results = @(Invoke-Runbook rook-ceph -Procedure 'Replace a failed OSD' -Cluster sandbox-infra -Parameter @{ OsdId = 0 } -Unattended -Confirm:$false -WarningAction SilentlyContinue 6>$null)
        $results | ForEach-Object { "$($_.Id): $($_.Outcome) $($_.Errors)".Trim() } | Should -Match ': Verified$'
        (Get-CephOsd -Cluster sandbox-infra).OsdId | Should -Be (1..5)
    }

    It 'leads from an OSD that Ceph marked out hours ago to its replacement' {
        $null = Start-K8sScenario ceph-osd-failed @Quiet
        $null = Step-K8sSandbox -Cluster sandbox-infra -By 3h
        $found = @(Invoke-CephHealth -Cluster sandbox-infra | Where-Object Status -NE Pass)
        $found.Id | Should -Contain CEPH.OSD_OUT
        $found.Id | Should -Not -Contain CEPH.OSD_DOWN
        $step = $found | Get-RunbookStep | Where-Object { $_.Procedure -eq 'Replace a failed OSD' -and $_.Findings.Id -contains 'CEPH.OSD_OUT' } | Select-Object -First 1
        $step.Arguments.OsdId | Should -Be 4
        $step.Missing | Should -BeNullOrEmpty
    }

    It 'does not call an OSD calm that goes down again' {
        $null = Start-K8sScenario ceph-osd-flapping @Quiet
        $null = Step-K8sSandbox -Cluster sandbox-infra -By 20m
        $id = (Get-CephOsd -Cluster sandbox-infra | Sort-Object DownAt -Descending)[0].OsdId
        # Started anew without anything having been mended: its pod has not restarted, and its check passes.
        $null = Get-K8sPod -Namespace rook-ceph -Selector "ceph-osd-id=$id" -Cluster sandbox-infra | Remove-K8sPod @Quiet
        $null = Step-K8sSandbox -Cluster sandbox-infra -By 1m
        (Invoke-CephHealth -Check CEPH.OSD_FLAPPING -Cluster sandbox-infra).Status | Should -Be Pass
        $step = Get-RunbookStep rook-ceph -Procedure 'Calm a flapping OSD' -Cluster sandbox-infra | Where-Object Number -EQ 4
        $step.Verify | Should -Match 'UpFor'
        foreach ($minutes in 1..15) {
            $null = Step-K8sSandbox -Cluster sandbox-infra -By 1m
            $osd = Get-CephOsd -OsdId $id -Cluster sandbox-infra
            ($osd.Up -and $osd.UpFor -ge '00:10:00') | Should -BeFalse
        }
    }

    It 'leaves a noout that somebody else has set, and comes to its end' {
        $null = Invoke-CephCommand osd, set, noout @Quiet
        $results = @(Invoke-Runbook rook-ceph -Procedure 'Calm a flapping OSD' -Parameter @{ OsdId = 3 } -Cluster sandbox-infra -Unattended -Confirm:$false -WarningAction SilentlyContinue 6>$null)
        $results | ForEach-Object { "$($_.Id): $($_.Outcome) $($_.Errors)".Trim() } | Should -Match ': Verified$'
        (Get-CephFlag noout -Cluster sandbox-infra).By | Should -BeNullOrEmpty
        (Get-CephFlag noout -Cluster sandbox-infra).Flag | Should -Be 'noout'
        Clear-CephFlag noout -Force @Quiet
    }

    It 'runs all that findings lead to in one pipeline, and destroys nothing that nobody named' {
        $null = Start-K8sScenario ceph-osd-down @Quiet
        $results = @(Test-K8sPlatform -Cluster sandbox-infra | Where-Object Status -NE Pass | Get-RunbookStep |
                Invoke-RunbookStep -Unattended -Confirm:$false -ErrorVariable missed -ErrorAction SilentlyContinue 6>$null)
        @($results.Run | Sort-Object -Unique).Count | Should -Be 1
        $results | Where-Object Id -Like 'bring-an-osd-back/*' | ForEach-Object { "$($_.Outcome)" } | Sort-Object -Unique | Should -Be Verified
        $results | Where-Object Id -Like 'replace-a-failed-osd/*' | ForEach-Object { "$($_.Outcome)" } | Sort-Object -Unique | Should -Be Skipped
        $missed[0].Exception.Message | Should -Match "destructive, and -Procedure 'Replace a failed OSD' was not given"
        @(Get-CephOsd -Cluster sandbox-infra | Where-Object { $_.Up -and $_.In }).Count | Should -Be 6
        Get-Phase ceph-osd-down | Should -Be Cured
    }
}

Describe 'Rehearsing and taking back' {
    BeforeDiscovery {
        $folder = Join-Path $PSScriptRoot '..' '..' 'runbooks'
        $script:Books = @(Get-ChildItem $folder -Filter *.md | ForEach-Object { @{ Runbook = $_.BaseName } })
    }

    BeforeAll {
        $script:Kinds = 'Deployment', 'StatefulSet', 'ConfigMap', 'Secret', 'Node', 'Pod', 'PersistentVolumeClaim', 'Kustomization', 'HelmRelease', 'GitRepository', 'CephCluster', 'CephBlockPool'

        # Every object as the server counts its versions: any write shows.
        function Get-Version { foreach ($kind in $Kinds) { Get-K8sResource $kind -Cluster sandbox-infra | ForEach-Object { "$($_.Kind) $($_.Namespace)/$($_.Name) $($_.Object['metadata']['resourceVersion'])" } } }

        # What is wanted, in the cluster and in Ceph: what a rollback must leave, or bring back, as it was. Statuses and the notes of who did what when may differ.
        function Get-Wanted {
            foreach ($kind in $Kinds -notmatch '^(Pod|ConfigMap|Secret|PersistentVolumeClaim)$') {
                foreach ($item in Get-K8sResource $kind -Cluster sandbox-infra) {
                    $spec = $item.Object['spec'] ?? $item.Object['data'] ?? @{}
                    $labels = ($item.Labels.GetEnumerator() | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join ','
                    $notes = ($item.Annotations.GetEnumerator() | Where-Object Key -Like 'k8sops.io/*' | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join ','
                    "$kind $($item.Namespace)/$($item.Name) $labels $notes $($spec | ConvertTo-Json -Depth 40 -Compress)"
                }
            }

            Get-CephOsd -Cluster sandbox-infra | ForEach-Object { "osd.$($_.OsdId) $($_.Up) $($_.In) $($_.Reweight)" }
            Get-CephFlag -Cluster sandbox-infra | ForEach-Object { "flag $($_.Flag) $($_.Scope)" }
            Get-CephPool -Cluster sandbox-infra | ForEach-Object { "pool $($_.Pool) $($_.Replicas) $($_.QuotaBytes) $($_.QuotaObjects)" }
        }

        function Get-Difference($Before) { Compare-Object $Before @(Get-Wanted) | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } }

        # A block as it is written, with the runbook's parameters; what goes wrong is thrown.
        function Invoke-Block($Code, $Step, $With) {
            $variables = [Collections.Generic.List[psvariable]]::new()
            $variables.Add([psvariable]::new('Cluster', 'sandbox-infra'))
            foreach ($parameter in $Step.Parameters) { $variables.Add([psvariable]::new($parameter.Name, ($With[$parameter.Name] ?? $parameter.Default))) }
            foreach ($preference in @{ ErrorActionPreference = 'Stop'; ConfirmPreference = 'None'; WarningPreference = 'SilentlyContinue' }.GetEnumerator()) { $variables.Add([psvariable]::new($preference.Key, $preference.Value)) }
            $null = [scriptblock]::Create($Code).InvokeWithContext($null, $variables)
        }
    }

    It 'rehearses every procedure of <Runbook> and writes nothing' -ForEach $Books {
        $null = Reset-K8sSandbox @Quiet
        $before = Get-Version
        $journals = @(Get-ChildItem -LiteralPath $Runs -Recurse -Filter journal.jsonl -ErrorAction Ignore).Count
        $procedures = (Get-Runbook $Runbook).Procedures.Name
        $procedures.Count | Should -BeGreaterThan 3
        foreach ($procedure in $procedures) {
            $results = Invoke-Runbook $Runbook -Procedure $procedure -Cluster sandbox-infra -Parameter $Anything[$Runbook] -WhatIf -WarningAction SilentlyContinue -ErrorAction SilentlyContinue 6>$null
            $results | Should -Not -BeNullOrEmpty -Because $procedure
            $results | ForEach-Object { "$($_.Outcome)" } | Sort-Object -Unique | Should -Be Skipped -Because $procedure
            # Our parameters are made up: what they name need not be there. Anything else that goes wrong is the runbook's.
            $results | ForEach-Object Errors | Where-Object { "$_" -notmatch '^Cannot find (pod|HelmRelease) |^Cannot drain ' } | Should -BeNullOrEmpty -Because $procedure
        }

        Get-Version | Should -Be $before
        @(Get-ChildItem -LiteralPath $Runs -Recurse -Filter journal.jsonl -ErrorAction Ignore).Count | Should -Be $journals
    }

    It 'takes back <Runbook> without the action, and twice after it, and does no harm' -ForEach $Books {
        $with = $Anything[$Runbook]
        # Each block must leave the world as it was, so one world serves them all.
        $null = Reset-K8sSandbox @Quiet
        $before = @(Get-Wanted)
        foreach ($step in Get-RunbookStep $Runbook -Procedure * -Cluster sandbox-infra) {
            foreach ($rollback in @($step.Rollback, $step.ProcedureRollback) | Where-Object { $_ } | Sort-Object -Unique) {
                Invoke-Block $rollback $step $with
                Get-Difference $before | Should -BeNullOrEmpty -Because "$($step.Id): nothing had been done"
                if (-not $step.Action) { continue }
                # An action that a gate refuses is taken back like one that was made.
                try { Invoke-Block $step.Action $step $with } catch { "$_" | Should -Match 'in the way' -Because $step.Id }
                Invoke-Block $rollback $step $with
                $null = Step-K8sSandbox -Cluster sandbox-infra -By 5m
                Invoke-Block $rollback $step $with
                Get-Difference $before | Should -BeNullOrEmpty -Because "$($step.Id): what was done has been taken back"
            }
        }
    }
}
