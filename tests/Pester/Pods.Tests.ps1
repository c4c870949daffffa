BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Product
    $null = Reset-K8sSandbox -Cluster sandbox-infra
    $PSDefaultParameterValues['*-K8s*:Cluster'] = 'sandbox-infra'
}

AfterAll {
    $PSDefaultParameterValues.Remove('*-K8s*:Cluster')
    $null = Reset-K8sSandbox -Cluster sandbox-infra
}

Describe 'Logs' {
    It 'come from broken pods down the pipeline, in the order of their times' {
        $null = Start-K8sScenario crash-loop
        $lines = @(Get-K8sPod -Unhealthy | Get-K8sLog -Tail 5)
        $lines.Count | Should -BeGreaterThan 0
        $lines.Text -join "`n" | Should -Match 'no database to connect to'
        $lines.Time | Should -Be ($lines.Time | Sort-Object)
        $null = Reset-K8sSandbox
    }

    It 'are followed until somebody has enough' {
        $lines = @(Get-K8sLog * -Namespace flux-system -Follow -Tail 1 | Select-Object -First 3)
        $lines.Count | Should -Be 3
        ($lines | Get-Member)[0].TypeName | Should -Be K8sOps.K8sLogLine
    }

    It 'are followed until Ctrl+C, which ends them within three seconds' {
        $shell = [PowerShell]::Create().AddScript("Import-Module '$Manifest'; Get-K8sLog * -Namespace flux-system -Follow -Cluster sandbox-infra")
        $running = $shell.BeginInvoke()
        Start-Sleep -Seconds 3
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 3
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $running.IsCompleted | Should -BeTrue
    }

    It 'show time, pod with container, and text within 120 columns' {
        $text = Get-K8sLog * -Namespace flux-system -Tail 1 | Out-String -Width 120
        $text | Should -Match 'Time\s+Pod\s+Text'
        $text | Should -Match '\d\d-\d\d \d\d:\d\d:\d\dZ source-\S+ manager'
    }

    It 'name containers on Tab' {
        Complete-Text 'Get-K8sLog -Cluster sandbox-infra -Namespace kube-system -Name hubble-ui-* -Container ' | Should -Be backend, frontend
    }
}

Describe 'Programs in containers' {
    It 'end with their exit code, which is an error when it is not 0' {
        $result = Invoke-K8sCommand dragonfly-0 sh, -c, 'echo said; echo wrong >&2; exit 7' -Namespace databases -ErrorVariable failed -ErrorAction SilentlyContinue
        $result.ExitCode | Should -Be 7
        $result.Succeeded | Should -BeFalse
        $result.Output.Trim() | Should -Be said
        $result.Error.Trim() | Should -Be wrong
        $failed[0].FullyQualifiedErrorId | Should -Be 'CommandFailed,K8sOps.Kube.InvokeK8sCommandCommand'
        $failed[0].Exception.Message | Should -Match 'exit code 7: wrong'
    }

    It 'read their input to its end' {
        (Invoke-K8sCommand dragonfly-0 cat -Namespace databases -InputText "one`ntwö").Output | Should -Be "one`ntwö"
        (Invoke-K8sCommand dragonfly-0 wc, -l -Namespace databases -InputText '').Output.Trim() | Should -Be 0
    }

    It 'are run in pods from the pipeline, and stream their lines' {
        $results = Get-K8sPod 'dragonfly-*' -Namespace databases | Invoke-K8sCommand -Command hostname
        $results.Name | Should -Be dragonfly-0, dragonfly-1
        $results.Output.Trim() | Should -Be dragonfly-0, dragonfly-1
        (Invoke-K8sCommand dragonfly-0 seq, 3 -Namespace databases -Stream).Text | Should -Be 1, 2, 3
    }

    It 'are not run under -WhatIf' {
        Invoke-K8sCommand dragonfly-0 date -Namespace databases -WhatIf | Should -BeNullOrEmpty
    }
}

Describe 'Volume claims' {
    It 'are not resized under -WhatIf, which names the field' {
        $before = (Get-K8sVolumeClaim grafana -Namespace observability).RequestedBytes
        Resize-K8sVolumeClaim grafana 10Gi -Namespace observability -WhatIf | Should -BeNullOrEmpty
        (Get-K8sVolumeClaim grafana -Namespace observability).RequestedBytes | Should -Be $before
        $said = Invoke-Pwsh "Import-Module '$Manifest'; Resize-K8sVolumeClaim grafana 10Gi -Namespace observability -Cluster sandbox-infra -WhatIf"
        $said | Should -Match 'PersistentVolumeClaim observability/grafana on sandbox-infra'
        $said | Should -Match '\.spec\.resources\.requests\.storage: 5Gi -> 10Gi'
        $said | Should -Match 'cannot be taken back'
    }

    It 'grow, and the command waits until the room is there' {
        $claim = Get-K8sVolumeClaim grafana -Namespace observability | Resize-K8sVolumeClaim -Size 10Gi -Confirm:$false
        $claim.CapacityBytes | Should -Be 10GB
        $claim.Pods | Should -Not -BeNullOrEmpty
        Resize-K8sVolumeClaim grafana 1Gi -Namespace observability -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -Be 'SizeNotLarger,K8sOps.Kube.ResizeK8sVolumeClaimCommand'
    }

    It 'take a size as Kubernetes writes it, and say what is none' {
        { Resize-K8sVolumeClaim grafana 20XB -Namespace observability -WhatIf -ErrorAction Stop } | Should -Throw -ExpectedMessage "*'20XB' is not a size*"
    }
}
