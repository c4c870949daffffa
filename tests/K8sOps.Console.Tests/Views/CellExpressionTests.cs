using K8sOps.Console.Fixtures;

namespace K8sOps.Console.Views;

public class CellExpressionTests
{
    private static readonly Widget s_widget = new("alpha", WidgetState.Good, 5, ["x", "y"]);

    [Theory]
    [InlineData("Tags", "x, y")]
    [InlineData("Size", "5")]
    [InlineData("Note", "")]
    [InlineData("Nope", "")]
    public void A_property_is_written_as_people_read_it(string property, string expected) => Assert.Equal(expected, CellExpression.Of(property).Show(s_widget));

    [Fact]
    public void A_view_function_is_called()
        => Assert.Equal("alpha+alpha", CellExpression.Parse("[K8sOps.Console.Fixtures.WidgetView]::Both($_.Name, $_.Name)", typeof(Widget).Assembly).Show(s_widget));

    [Theory]
    [InlineData("$_.Name + 'x'")]
    [InlineData("[K8sOps.Console.Fixtures.WidgetView]::Nope($_.Name)")]
    [InlineData("[K8sOps.Console.Fixtures.WidgetView]::State($_.Name, $_.Name)")]
    [InlineData("[System.IO.File]::Delete($_.Name)")]
    [InlineData("[K8sOps.Console.Fixtures.WidgetView]::State('x')")]
    public void Any_other_script_is_refused(string script) => Assert.Throws<FormatException>(() => CellExpression.Parse(script, typeof(Widget).Assembly));
}
