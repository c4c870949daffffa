#requires -Version 7.6
# Runs every *.Tests.ps1 of this folder; -ResultPath gets "passed failed skipped" on one line for .ci/run, then a line for each that failed.
[CmdletBinding()]
param([string] $ResultPath)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
if ($ResultPath) {
    $null = New-Item -ItemType Directory -Force -Path (Split-Path $ResultPath)
    $lines = @(
        "$($result.PassedCount) $failed $($result.SkippedCount + $result.NotRunCount)"
        foreach ($bad in @($result.Failed) + @($result.FailedBlocks) + @($result.FailedContainers)) {
            '{0}: {1}' -f $bad, ("$($bad.ErrorRecord)" -split '\n' | Select-Object -First 1)
        }
    )
    Set-Content -LiteralPath $ResultPath -Value $lines
}

exit [int]($failed -gt 0)
