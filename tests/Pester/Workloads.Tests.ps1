BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Product
    foreach ($world in 'sandbox-infra', 'sandbox-apps') { $null = Reset-K8sSandbox -Cluster $world -Confirm:$false }
    $script:Manifest1 = "apiVersion: v1`nkind: ConfigMap`nmetadata:`n  name: hello`n  namespace: default`ndata:`n  text: hi`n"
}

Describe 'Workloads at a prompt' {
    It 'finds nothing that is not healthy on a healthy platform' {
        Get-K8sWorkload -Cluster sandbox-apps | Where-Object Healthy -EQ $false | Should -BeNullOrEmpty
    }

    It 'finds what is not healthy, and pipes it to its pods and events' {
        $null = Start-K8sScenario rollout-stuck -Cluster sandbox-apps
        $null = Step-K8sSandbox 15m -Cluster sandbox-apps
        $broken = Get-K8sWorkload -Cluster sandbox-apps | Where-Object Healthy -EQ $false
        $broken.Reason | Should -Be ProgressDeadlineExceeded
        $broken | Wait-K8sRollout -Timeout 30s -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -Be 'RolloutFailed,K8sOps.Kube.WaitK8sRolloutCommand'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match '^Undo-K8sRollout '
        ($broken | Undo-K8sRollout -Confirm:$false | Wait-K8sRollout -Timeout 5m).Healthy | Should -BeTrue
        Get-K8sWorkload -Cluster sandbox-apps -Unhealthy | Should -BeNullOrEmpty
    }

    It 'sets, shows the history, and goes back to a revision that was picked' {
        $before = (Get-K8sWorkload coredns -Cluster sandbox-apps).Images
        $null = Set-K8sWorkload coredns -Namespace kube-system -Image registry.k8s.io/coredns/coredns:v1.13.0 -Force -Cluster sandbox-apps | Wait-K8sRollout
        $history = Get-K8sRollout coredns -Namespace kube-system -Cluster sandbox-apps
        @($history).Count | Should -BeGreaterThan 1
        ($history | Where-Object IsCurrent).Images | Should -Be 'coredns=registry.k8s.io/coredns/coredns:v1.13.0'
        ($history | Where-Object IsCurrent -EQ $false | Select-Object -Last 1 | Undo-K8sRollout -Force -Confirm:$false).Images | Should -Be $before
    }

    It 'refuses what Flux would take back, and says what to do' {
        $owned = Get-K8sWorkload -Cluster sandbox-infra | Where-Object ManagedBy -Like 'Kustomization*' | Select-Object -First 1
        $owned | Set-K8sWorkload -Replicas 7 -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused[0].FullyQualifiedErrorId | Should -Be 'FluxOwned,K8sOps.Kube.SetK8sWorkloadCommand'
        $refused[0].ErrorDetails.RecommendedAction | Should -Match 'Git.*-Force'
    }

    It 'takes a workload that went through JSON' {
        $copy = Get-K8sWorkload mailer -Namespace billing -Cluster sandbox-apps | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        ($copy | Restart-K8sWorkload -NoWait -Confirm:$false).Name | Should -Be mailer
    }

    It 'asks before a restart, and -WhatIf restarts nothing' {
        $said = Invoke-Pwsh "Import-Module '$Manifest'; Restart-K8sWorkload mailer -Namespace billing -Cluster sandbox-apps -WhatIf"
        $said | Should -Match 'What if: .*Restart workload.*Deployment billing/mailer on sandbox-apps'
        Invoke-Pwsh "Import-Module '$Manifest'; Restart-K8sWorkload mailer -Namespace billing -Cluster sandbox-apps" | Should -Match 'NonInteractive'
    }
}

Describe 'Resources at a prompt' {
    It 'shows with -WhatIf what a manifest would do, and does nothing' {
        $file = Join-Path $TestDrive 'hello.yaml'
        Set-Content $file $Manifest1
        $said = Invoke-Pwsh "Import-Module '$Manifest'; Get-Content '$file' -Raw | Set-K8sResource -Cluster sandbox-apps -WhatIf; Get-K8sResource cm hello -Namespace default -Cluster sandbox-apps -ErrorAction SilentlyContinue"
        $said | Should -Match 'Create.*ConfigMap default/hello on sandbox-apps'
        $said | Should -Match '\.data\.text: "hi"'
        $said | Should -Not -Match 'NotFound'
    }

    It 'takes YAML whole, line by line, from files, and objects of every shape' {
        $file = Join-Path $TestDrive 'hello.yaml'
        Set-Content $file $Manifest1
        Push-Location $TestDrive
        try {
            (Set-K8sResource -Path hello.yaml -Cluster sandbox-apps).Action | Should -Be Created
            (Get-Content hello.yaml -Raw | Set-K8sResource -Cluster sandbox-apps).Action | Should -Be Unchanged
            (Get-Content hello.yaml | Set-K8sResource -Cluster sandbox-apps).Action | Should -Be Unchanged
            (Get-ChildItem hello.yaml | Set-K8sResource -Cluster sandbox-apps).Action | Should -Be Unchanged
            (Set-K8sResource -Yaml $Manifest1 -Cluster sandbox-apps).Action | Should -Be Unchanged
        }
        finally { Pop-Location }
        $shape = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'hello'; namespace = 'default' }; data = @{ text = 'hi' } }
        ($shape | Set-K8sResource -Cluster sandbox-apps).Action | Should -Be Unchanged
        ($shape | ConvertTo-Json -Depth 9 | Set-K8sResource -Cluster sandbox-apps).Action | Should -Be Unchanged
        ($shape | ConvertTo-Json -Depth 9 | ConvertFrom-Json | Set-K8sResource -Cluster sandbox-apps).Action | Should -Be Unchanged
        (Get-K8sResource cm hello -Namespace default -Cluster sandbox-apps -AsYaml | Set-K8sResource -Cluster sandbox-apps).Action | Should -Be Unchanged
        (Get-K8sResource cm hello -Namespace default -Cluster sandbox-apps | ConvertTo-Json -Depth 30 | ConvertFrom-Json | Set-K8sResource).Action | Should -Be Unchanged
    }

    It 'reads a field, changes it, and writes it back' {
        $map = Get-K8sResource cm hello -Namespace default -Cluster sandbox-apps
        $map.Object.data.text = 'ho'
        $map.Object.data.more = 'yes'
        ($map | Set-K8sResource).Object.data.more | Should -Be yes
        (Get-K8sResource cm hello -Namespace default -Cluster sandbox-apps).Object.data.text | Should -Be ho
    }

    It 'takes objects that live in no namespace' {
        $node = Get-K8sResource node -Cluster sandbox-apps | Select-Object -First 1
        ($node | Get-K8sResource).Uid | Should -Be $node.Uid
        $node.Object.metadata.labels['example.org/rack'] = 'r1'
        ($node | Set-K8sResource).Labels['example.org/rack'] | Should -Be r1
        ($node | Wait-K8sResource -Timeout 5s).Ready | Should -BeTrue
        { $node | Get-K8sEvent -ErrorAction Stop } | Should -Not -Throw
    }

    It 'keeps what a Secret holds out of every stream' {
        $said = Invoke-Pwsh @"
Import-Module '$Manifest'
`$y = 'apiVersion: v1', 'kind: Secret', 'metadata: {name: s, namespace: default}', 'stringData: {password: CANARYVALUE}'
& {
    `$y | Set-K8sResource -Cluster sandbox-apps -WhatIf -Verbose -Debug
    `$y | Set-K8sResource -Cluster sandbox-apps -Verbose -Debug
    `$y -replace 'VALUE', 'OTHER' | Set-K8sResource -Cluster sandbox-apps -WhatIf -Verbose -Debug
    `$y -replace 'stringData', 'stringDta' | Set-K8sResource -Cluster sandbox-apps -Verbose -Debug
    `$s = Get-K8sResource secret s -Namespace default -Cluster sandbox-apps -Verbose -Debug
    `$s; `$s | Format-List *; `$s | ConvertTo-Json -Depth 30; Get-K8sResource secret s -Namespace default -Cluster sandbox-apps -AsYaml; `$Error | ForEach-Object { Get-Error `$_ }
} *>&1 | Out-String -Width 500
"@
        $said | Should -Match 'password'
        $said | Should -Not -MatchExactly 'CANARY|Q0FOQVJZ'
    }

    It 'waits for what is so, and says the last state of what never is' {
        (Get-K8sResource ns default -Cluster sandbox-apps | Wait-K8sResource -Property .status.phase -Value Active -Timeout 5s).Status | Should -Be Active
        Wait-K8sResource cm hello -Namespace default -Timeout 1s -Cluster sandbox-apps -ErrorVariable late -ErrorAction SilentlyContinue
        $late[0].FullyQualifiedErrorId | Should -Be 'Timeout,K8sOps.Kube.WaitK8sResourceCommand'
        $late[0].ToString() | Should -Match 'last seen: it is there, without a condition Ready'
    }
}

Describe 'Completion of kinds and names' {
    It 'offers the kinds that the cluster serves' {
        Complete-Text 'Get-K8sResource -Cluster sandbox-apps -Kind deplo' | Should -Contain deployments
        Complete-Text 'Get-K8sResource -Cluster sandbox-apps -Kind poddis' | Should -Contain poddisruptionbudgets
    }
    It 'offers names of the kind that stands before' {
        Complete-Text 'Get-K8sResource -Cluster sandbox-apps -Kind sts -Name led' | Should -Contain ledger
        Complete-Text 'Get-K8sResource -Cluster sandbox-apps sts -Namespace billing ' | Should -Be ledger
    }
    It 'offers names and kinds of workloads' {
        Complete-Text 'Restart-K8sWorkload -Cluster sandbox-apps -Namespace billing -Name ma' | Should -Contain mailer
        Complete-Text 'Restart-K8sWorkload -Cluster sandbox-apps -Namespace billing -Kind StatefulSet -Name ' | Should -Be ledger
        Complete-Text 'Get-K8sWorkload -Kind Cr' | Should -Contain CronJob
    }
}
