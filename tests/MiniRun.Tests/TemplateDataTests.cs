using System.Text.Json;
using MiniRun.Output.Templates;

namespace MiniRun.Tests;

public class TemplateDataTests
{
    private static readonly JsonElement Data = JsonDocument.Parse("""
        {"ID":"0123456789ab","Names":["web","alias"],"Status":"Up 3 seconds","Pid":4711,"Share":0.5,"Big":9007199254740993,"Paused":false,
         "State":{"Status":"running","Error":"","Health":null,"ExitCode":0},
         "Config":{"Env":["A=B","C=D"],"Labels":{"b":"2","a.b":"1"},"Cmd":[]},
         "Labels":"b=2,a.b=1=x","Networks":{"none":{"IP":"10.0.0.1"}},"Evil":"\u001b[31m\n","Mounts":[{"Source":"/s","RW":true},{"Source":"/t","RW":false}]}
        """).RootElement;

    private static string Run(string template, bool printable = false) => Template.Parse(template, escapes: true).Execute(Data, printable);

    [Theory]
    [InlineData("{{.ID}}", "0123456789ab")]
    [InlineData("{{ .State.Status }}: {{$.Pid}}", "running: 4711")]
    [InlineData("{{.Pid}} {{.Share}} {{.Big}} {{.Paused}}", "4711 0.5 9007199254740993 false")]
    [InlineData("{{.Names}} {{.Config.Cmd}} {{.Config.Labels}}", "[web alias] [] map[a.b:1 b:2]")]
    [InlineData("{{.State}}", "map[Error: ExitCode:0 Health:<nil> Status:running]")]
    [InlineData("{{.State.Health}}", "<no value>")]
    [InlineData("{{json .Names}} {{json .State.Health}} {{json .ID}}", "[\"web\",\"alias\"] null \"0123456789ab\"")]
    [InlineData("{{json .Config}}", """{"Env":["A=B","C=D"],"Labels":{"b":"2","a.b":"1"},"Cmd":[]}""")]
    [InlineData("{{json .Evil}}", "\"\\u001B[31m\\n\"")]
    [InlineData("{{index .Names 1}} {{index .Config.Labels \"a.b\"}}", "alias 1")]
    [InlineData("[{{index .Config.Labels \"none\"}}] [{{index .Networks \"none\" \"IP\"}}]", "[] [10.0.0.1]")]
    [InlineData("{{index .Networks \"x\"}} {{.Networks.x}} {{.Config.Labels.x}}", "<no value> <no value> <no value>")]
    [InlineData("{{(index .Mounts 0).Source}} {{(index .Networks \"none\").IP}}", "/s 10.0.0.1")]
    [InlineData("{{if eq (index .Config.Labels \"x\") \"\"}}none{{end}}", "none")]
    [InlineData("{{.Label \"a.b\"}}|{{.Label \"x\"}}|{{.Config.Label \"b\"}}|{{\"b\" | .Label}}", "1=x||2|2")]
    [InlineData("{{range $k, $v := .Config.Labels}}{{$k}}={{$v}};{{end}}", "a.b=1;b=2;")]
    [InlineData("{{range .Config.Labels}}{{.}};{{end}}", "1;2;")]
    [InlineData("{{range .Mounts}}{{.Source}}{{if not .RW}}:ro{{end}} {{end}}", "/s /t:ro ")]
    [InlineData("{{range $i, $m := .Mounts}}{{if $i}}, {{end}}{{$m.Source}}{{end}}", "/s, /t")]
    [InlineData("{{range .Config.Cmd}}x{{else}}none{{end}}{{range .State.Health}}x{{else}}none{{end}}", "nonenone")]
    [InlineData("{{range .Mounts}}{{$.Pid}}{{end}}", "47114711")]
    [InlineData("{{with .State.Health}}{{.Status}}{{else}}no check{{end}}", "no check")]
    [InlineData("{{with .State}}{{.Status}}{{end}}{{with $s := .State}}{{$s.ExitCode}}{{end}}", "running0")]
    [InlineData("{{if and .State.Health .State.Health.Status}}x{{else}}y{{end}}", "y")]
    [InlineData("{{if eq .State.Status \"exited\" \"running\"}}yes{{end}}", "yes")]
    [InlineData("{{if .State.Error}}e{{else if .Pid}}pid{{end}}", "pid")]
    [InlineData("{{eq .State.Health nil}} {{ne .State.Health nil}} {{eq nil .ID}}", "true false false")]
    [InlineData("{{gt .Pid 4710}} {{lt .Share 1}} {{eq .Share 0.5}} {{eq .Pid 4711.0}}", "true true true true")]
    [InlineData("{{len .Names}} {{len .Config.Labels}} {{len .Config.Cmd}}", "2 2 0")]
    [InlineData("{{join .Names \",\"}} {{.ID | printf \"%.4s\"}} {{truncate .ID 3}} {{slice .ID 1 3}}", "web,alias 0123 012 12")]
    [InlineData("{{.Status | upper | printf \"%-15s|\"}}", "UP 3 SECONDS   |")]
    [InlineData("{{printf \"%s=%d\" .ID .Pid}} {{printf \"%v %T\" .State.ExitCode .State}}", "0123456789ab=4711 0 map[string]interface {}")]
    [InlineData("a\\tb\\n{{\"c\\td\"}}{{`\\t`}}", "a\tb\nc\td\\t")]
    [InlineData("{{.Pid -}}\n  {{- /* c */ -}}\n x", "4711x")]
    [InlineData("{{.Names | json | len}}", "15")]
    public void Over_data(string template, string expected) => Assert.Equal(expected, Run(template));

    [Fact]
    public void Escapes_of_the_text_stay_where_docker_leaves_them() =>
        Assert.Equal("a\\tb", Template.Parse("a\\tb", escapes: false).Execute(Data, printable: false));

    [Fact]
    public void Text_of_a_container_is_escaped_where_it_is_asked_for()
    {
        Assert.Equal("\u001b[31m\n", Run("{{.Evil}}"));
        Assert.Equal("\\x1b[31m\\x0a\t", Run("{{.Evil}}\\t", printable: true));
        Assert.Equal("\\X1B[31M\\X0A", Run("{{upper .Evil}}", printable: true));
    }

    [Fact]
    public void Damaged_text_is_still_printed()
    {
        JsonElement damaged = JsonDocument.Parse("""{"A":"\ud800","B":1}""").RootElement;
        Assert.Equal("\ufffd1", Template.Parse("{{.A}}{{.B}}", escapes: true).Execute(damaged, printable: false));
    }

    private static readonly Dictionary<string, string> Headers = new() { ["ID"] = "CONTAINER ID", ["Names"] = "NAMES", ["Pid"] = "PID", ["State"] = "STATE" };

    private static readonly JsonElement[] Rows =
    [
        JsonDocument.Parse("""{"ID":"0123456789ab","Names":"web","Pid":5,"State":"running"}""").RootElement,
        JsonDocument.Parse("""{"ID":"b","Names":"a\tb\n","Pid":12345,"State":"exited"}""").RootElement,
    ];

    private static string Render(string? format, bool printable = false) =>
        OutputFormat.Parse(format, "{{.ID}}\\t{{.Names}}").Render(Rows, Headers, printable);

    private const string Default = "CONTAINER ID   NAMES\n0123456789ab   web\nb              a\\x09b\\x0a\n";

    [Theory]
    [InlineData(null, Default)]
    [InlineData("", Default)]
    [InlineData("table", Default)]
    [InlineData("table {{.ID}}\\t{{.Names}}", Default)]
    [InlineData("table {{.ID}}\t{{.Names}}", Default)]
    [InlineData("table{{.Pid}}\\t{{.ID}}", "PID       CONTAINER ID\n5         0123456789ab\n12345     b\n")]
    [InlineData("table {{.ID}}: {{.Pid}}", "CONTAINER ID: PID\n0123456789ab: 5\nb: 12345\n")]
    [InlineData("table {{upper .Names}}\\t{{truncate .ID 4}}", "NAMES        CONTAINER ID\nWEB          0123\nA\\X09B\\X0A   b\n")]
    [InlineData("table {{if eq .State \"running\"}}yes{{else}}no{{end}}\\t{{printf \"%5d\" .Pid}}", "NO          PID\nyes           5\nno        12345\n")]
    [InlineData("{{.Names}}", "web\na\tb\n\n")]
    [InlineData("{{.ID}}\\t{{.Pid}}", "0123456789ab\t5\nb\t12345\n")]
    [InlineData("tablet {{.Pid}}", "tablet 5\ntablet 12345\n")]
    [InlineData("json", """
        {"ID":"0123456789ab","Names":"web","Pid":5,"State":"running"}
        {"ID":"b","Names":"a\tb\n","Pid":12345,"State":"exited"}

        """)]
    [InlineData("{{json .Pid}}", "5\n12345\n")]
    public void Formats(string? format, string expected) => Assert.Equal(expected, Render(format));

    [Fact]
    public void A_line_for_a_terminal_is_escaped() => Assert.Equal("web\na\\x09b\\x0a\n", Render("{{.Names}}", printable: true));

    [Fact]
    public void A_table_of_nothing_has_its_header_and_still_refuses_what_is_not_there()
    {
        Assert.Equal("CONTAINER ID   NAMES\n", OutputFormat.Parse(null, "{{.ID}}\\t{{.Names}}").Render([], Headers, false));
        UsageException exception = Assert.Throws<UsageException>(() => OutputFormat.Parse("table {{.Nmaes}}", "").Render([], Headers, false));
        Assert.Equal("template `.Nmaes`: no such field", exception.Message);
        Assert.Equal("did you mean .Names?", exception.Hint);
    }

    [Fact]
    public void The_header_of_a_label_is_the_end_of_its_name()
    {
        JsonElement row = JsonDocument.Parse("""{"Labels":"com.example.cpu-model=x"}""").RootElement;
        string format = "table {{.Label \"com.example.cpu-model\"}}\\t{{json .Labels}}";
        Assert.Equal("CPU MODEL   LABELS\nx           \"com.example.cpu-model=x\"\n", OutputFormat.Parse(format, "").Render([row], new Dictionary<string, string> { ["Labels"] = "LABELS" }, false));
    }
}
