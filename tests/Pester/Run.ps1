#requires -Version 7.6
# Runs every *.Tests.ps1 of this folder; -ResultPath gets "passed failed skipped" on one line for .ci/run.
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
    Set-Content -LiteralPath $ResultPath -Value "$($result.PassedCount) $failed $($result.SkippedCount + $result.NotRunCount)"
}

exit [int]($failed -gt 0)
