BeforeDiscovery {
    $root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
    # Wrapped: the keys of a -ForEach table become variables, and a case may have a key 'host'.
    $cases = ([System.IO.File]::ReadAllText((Join-Path $root 'tests/Conformance/cases.json')) | ConvertFrom-Json -AsHashtable).cases | ForEach-Object { @{ Name = $_.name; Case = $_ } }
}

# The same table runs on the stand-in in tests/K8sOps.Host.Tests. Here it is held against the engine itself: where this fails,
# the engine has changed or the table is wrong; where only the other fails, the stand-in is.
Describe 'The table of conformance cases' {
    BeforeAll {
        $root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
        $cmdlets = Join-Path $root 'artifacts/bin/K8sOps.Conformance.Cmdlets/debug/K8sOps.Conformance.Cmdlets.dll'
        $cmdlets | Should -Exist
        # In a process of its own: an assembly that is loaded stays loaded.
        $out = & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command "& '$PSScriptRoot/Conformance.ps1' -Cmdlets '$cmdlets' -Cases '$root/tests/Conformance/cases.json' | ForEach-Object { `$_ | ConvertTo-Json -Compress -Depth 5 }"
        $script:told = @{}
        foreach ($line in $out) { $script:told[($line | ConvertFrom-Json).name] = $line }
    }

    It 'holds on the engine: <Name>' -ForEach $cases {
        $script:told[$Name] | Should -BeExactly ([ordered]@{} + ($Case | ConvertTo-Json -Compress -Depth 5 | ConvertFrom-Json -AsHashtable) | ConvertTo-Json -Compress -Depth 5)
    }
}
