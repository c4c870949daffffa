using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>A column of a table: its heading as the API server spells it, and its cell.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Cell">The cell of an object at a time.</param>
/// <param name="Wide">Shown with <c>-o wide</c> only.</param>
/// <param name="Type"><c>string</c> or <c>integer</c>.</param>
internal sealed record PrintedColumn(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Cell, bool Wide = false, string Type = "string");
