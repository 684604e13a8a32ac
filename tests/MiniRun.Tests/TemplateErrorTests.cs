using System.Text.Json;
using MiniRun.Output.Templates;

namespace MiniRun.Tests;

public class TemplateErrorTests
{
    private static readonly JsonElement Data = JsonDocument.Parse(
        """{"ID":"1","Status":"Up","State":{"Pid":5,"Health":null},"Mounts":["a"],"Labels":{}}""").RootElement;

    [Theory]
    [InlineData("{{if 1}}", "template `if 1}}`: has no {{end}} at character 3")]
    [InlineData("ab{{end}}", "template `end}}`: {{end}} without what it belongs to at character 5")]
    [InlineData("{{else}}", "template `else}}`: {{else}} without what it belongs to at character 3")]
    [InlineData("{{if 1}}a{{else}}b{{else}}c{{end}}", "template `else}}c{{end}}`: a second else at character 21")]
    [InlineData("{{1 | 2}}", "template `}}`: only a function can stand behind | at character 8")]
    [InlineData("{{$x}}", "template `$x}}`: no such variable at character 3")]
    [InlineData("{{$x = 1}}", "template `$x = 1}}`: no such variable at character 3")]
    [InlineData("{{if 1}}{{$x := 1}}{{end}}{{$x}}", "template `$x}}`: no such variable at character 29")]
    [InlineData("{{\"abc}}", "template `\"abc}}`: the string is not closed at character 3")]
    [InlineData("{{`abc}}", "template ``abc}}`: the string is not closed at character 3")]
    [InlineData("{{\"abc\\", "template `\"abc\\`: the string is not closed at character 3")]
    [InlineData("{{\"a\nb\"}}", "template `\"a\nb\"}}`: the string is not closed at character 3")]
    [InlineData("x{{", "template `{{`: {{ is not closed at character 2")]
    [InlineData("x{{.ID", "template `{{.ID`: {{ is not closed at character 2")]
    [InlineData("x{{.ID}", "template `}`: unexpected character at character 7")]
    [InlineData("{{}}", "template `}}`: a value is missing at character 3")]
    [InlineData("{{.ID | }}", "template `}}`: a value is missing at character 9")]
    [InlineData("{{break}}", "template `break}}`: outside of a range at character 3")]
    [InlineData("{{range .Mounts}}{{else}}{{break}}{{end}}", "template `break}}{{end}}`: outside of a range at character 28")]
    [InlineData("{{\"\\z\"}}", "template `\"\\z\"`: no such escape sequence at character 3")]
    [InlineData("{{'ab'}}", "template `'ab'`: not one character at character 3")]
    [InlineData("{{#}}", "template `#}}`: unexpected character at character 3")]
    [InlineData("{{(1}}", "template `(1}}`: the bracket is not closed at character 3")]
    [InlineData("{{1)}}", "template `)}}`: unexpected, }} should stand here at character 4")]
    [InlineData("{{/* a }}", "template `{{/* a }}`: the comment is not closed at character 1")]
    [InlineData("{{/* a */ x}}", "template `{{/* a */ x}}`: a comment ends right before }} at character 10")]
    [InlineData("{{print\"x\"}}", "template `\"x\"}}`: a blank is missing before it at character 8")]
    [InlineData("{{\"x\".Foo}}", "template `.Foo}}`: has no fields at character 6")]
    [InlineData("{{12x}}", "template `12x}}`: no number at character 3")]
    [InlineData("{{template \"x\"}}", "template `template \"x\"}}`: not supported: there is one template at character 3")]
    [InlineData("{{lwer .ID}}", "template `lwer`: no such function at character 3")]
    [InlineData("{{ID}}", "template `ID`: no such function at character 3")]
    [InlineData("{{.ID}}{{range}}{{end}}", "template `}}{{end}}`: a value is missing at character 15")]
    public void A_mistake_of_syntax_is_shown_with_its_place(string template, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<UsageException>(() => Template.Parse(template, escapes: true)).Message);

    [Theory]
    [InlineData("{{lwer .ID}}", "did you mean lower?")]
    [InlineData("{{IDENTIFIER}}", "fields have a dot before them: .IDENTIFIER")]
    public void A_function_that_is_not_there(string template, string hint) =>
        Assert.Equal(hint, Assert.Throws<UsageException>(() => Template.Parse(template, escapes: true)).Hint);

    [Theory]
    [InlineData("{{.Stauts}}", "template `.Stauts`: no such field", "did you mean .Status?")]
    [InlineData("{{.status}}", "template `.status`: no such field", "did you mean .Status?")]
    [InlineData("{{.State.Pdi}}", "template `.State.Pdi`: no such field", "did you mean .State.Pid?")]
    [InlineData("{{$.Stauts}}", "template `$.Stauts`: no such field", "did you mean $.Status?")]
    [InlineData("{{with $s := .State}}{{$s.Pdi}}{{end}}", "template `$s.Pdi`: no such field", "did you mean $s.Pid?")]
    [InlineData("{{(index .Mounts 0).X}}", "template `(…).X`: (…) is text and has no fields", null)]
    [InlineData("{{.Nothinglikethat}}", "template `.Nothinglikethat`: no such field", "there are ID Labels Mounts State Status")]
    [InlineData("{{if .Nope}}{{end}}", "template `.Nope`: no such field", null)]
    [InlineData("{{.State.Health.Status}}", "template `.State.Health.Status`: .State.Health is null", "{{with .State.Health}}{{.Status}}{{end}} prints it where it is there")]
    [InlineData("{{.ID.X}}", "template `.ID.X`: .ID is text and has no fields", null)]
    [InlineData("{{.Mounts.Source}}", "template `.Mounts.Source`: .Mounts is a list and has no fields", "{{range .Mounts}} or {{index .Mounts 0}} takes its elements")]
    [InlineData("{{1 2}}", "template `1`: takes no arguments", null)]
    [InlineData("{{.ID \"x\"}}", "template `.ID`: takes no arguments", null)]
    [InlineData("{{1 | .ID}}", "template `.ID`: takes no arguments", null)]
    [InlineData("{{lower 5}}", "template `lower`: takes text as argument 1, not a number", null)]
    [InlineData("{{lower}}", "template `lower`: takes 1 argument, not 0", null)]
    [InlineData("{{lower \"a\" \"b\"}}", "template `lower`: takes 1 argument, not 2", null)]
    [InlineData("{{.ID | split | len}}", "template `split`: takes 2 arguments, not 1", null)]
    [InlineData("{{and}}", "template `and`: takes at least 1 argument, not 0", null)]
    [InlineData("{{eq 1 \"a\"}}", "template `eq`: a number and text cannot be compared", null)]
    [InlineData("{{lt true false}}", "template `lt`: a truth value and a truth value cannot be compared", null)]
    [InlineData("{{eq .Mounts .Mounts}}", "template `eq`: a list and a list cannot be compared", null)]
    [InlineData("{{len 5}}", "template `len`: takes text, a list or a map, not a number", null)]
    [InlineData("{{index .Mounts 1}}", "template `index`: 1 is out of range: the last is 0", null)]
    [InlineData("{{index .Mounts -1}}", "template `index`: -1 is out of range: the last is 0", null)]
    [InlineData("{{index .Mounts \"x\"}}", "template `index`: takes a whole number as argument 2, not text", null)]
    [InlineData("{{index .State 1}}", "template `index`: takes text as argument 2, not a number", null)]
    [InlineData("{{slice \"abc\" 3 2}}", "template `slice`: 3 is behind 2", null)]
    [InlineData("{{range .ID}}{{end}}", "template `range`: takes a list or a map, not text", null)]
    [InlineData("{{join .State \",\"}}", "template `join`: takes a list, not a map", null)]
    [InlineData("{{truncate .ID -1}}", "template `truncate`: takes a number from 0 to 65536, not -1", null)]
    [InlineData("{{printf \"%*d\" 1 2}}", "template `printf`: a width or precision of * is not supported", null)]
    [InlineData("{{printf \"%2000d\" 1}}", "template `printf`: a width or precision is at most 1000", null)]
    [InlineData("{{.Label 5}}", "template `.Label`: takes text, not a number", null)]
    public void A_mistake_about_the_data(string template, string sentence, string? hint)
    {
        UsageException exception = Assert.Throws<UsageException>(() => Template.Parse(template, escapes: true).Execute(Data, printable: false));
        Assert.Equal(sentence, exception.Message);
        if (hint is not null)
        {
            Assert.Equal(hint, exception.Hint);
        }
    }

    [Fact]
    public void Depth_is_bounded()
    {
        string ifs = string.Concat(Enumerable.Repeat("{{if 1}}", 64)) + "x" + string.Concat(Enumerable.Repeat("{{end}}", 64));
        Assert.Equal("x", Template.Parse(ifs, escapes: false).Execute(Data, printable: false));
        Assert.Contains("nested more than 64 deep", Assert.Throws<UsageException>(() => Template.Parse($"{{{{if 1}}}}{ifs}{{{{end}}}}", false)).Message);
        string brackets = "{{" + new string('(', 100_000) + "1" + new string(')', 100_000) + "}}";
        Assert.Contains("nested more than 64 deep", Assert.Throws<UsageException>(() => Template.Parse(brackets, false)).Message);
        string chain = "{{if 0}}" + string.Concat(Enumerable.Repeat("{{else if 0}}", 100_000)) + "{{end}}";
        Assert.Contains("nested more than 64 deep", Assert.Throws<UsageException>(() => Template.Parse(chain, false)).Message);
    }

    [Theory]
    [InlineData("{{range 9000000000}}{{end}}", "takes more than 1000000 steps")]
    [InlineData("{{range 2000}}{{range 2000}}{{end}}{{end}}", "takes more than 1000000 steps")]
    [InlineData("{{$x := \"aaaaaaaaaaaaaaaa\"}}{{range 40}}{{$x = print $x $x}}{{end}}", "makes more than 64 million characters")]
    [InlineData("{{$x := printf \"%1000d\" 1}}{{range 20000}}{{$x}}{{end}}", "prints more than 16 million characters")]
    [InlineData("{{$x := printf \"%1000s\" \"\"}}{{range 16}}{{$x = print $x $x}}{{end}}{{range 10000}}{{$y := split $x \"\"}}{{end}}", "makes more than 64 million characters")]
    public void Steps_output_and_memory_are_bounded(string template, string reason) =>
        Assert.EndsWith(reason, Assert.Throws<UsageException>(() => Template.Parse(template, escapes: true).Execute(Data, printable: false)).Message);
}
