using MiniRun.Commands;
using MiniRun.Containers;

namespace MiniRun.Tests;

public class InitDialectTests
{
    private const string Session =
        "init --quiet --session --signal=group --end-rest --rewrite=TSTP:STOP --rewrite=TTIN:STOP --rewrite=TTOU:STOP";

    private static string Translate(string dialect, string words) =>
        string.Join(' ', InitDialect.Translate(dialect, words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("tini", "-gs true", "init -gs true")]
    [InlineData("pause", "", "pause")]
    [InlineData("pause", "-v", "pause -v")]
    [InlineData("dumb-init", "true -c", Session + " -- true -c")]
    [InlineData("dumb-init", "-- -c", Session + " -- -c")]
    [InlineData("dumb-init", "- x", Session + " -- - x")]
    [InlineData("dumb-init", "-c true", "init --quiet --no-group -- true")]
    [InlineData("dumb-init", "-cv true", "init --quiet --no-group --verbose -- true")]
    [InlineData("dumb-init", "-cr15:2 true", "init --quiet --no-group --rewrite=15:2 -- true")]
    [InlineData("dumb-init", "-cr 15:2 --rewrite 1:0 --rewrite=2:3 true", "init --quiet --no-group --rewrite=15:2 --rewrite=1:0 --rewrite=2:3 -- true")]
    [InlineData("dumb-init", "-r 20:20 true", Session + " --rewrite=20:20 -- true")] // the last one counts
    [InlineData("dumb-init", "-hx", "init --help")]
    [InlineData("dumb-init", "--version", "init --version")]
    [InlineData("catatonit", "true -g", "init --subreaper -- true -g")]
    [InlineData("catatonit", "-g -- -g", "init --subreaper --signal=group -- -g")]
    [InlineData("catatonit", "-gP true", "pause")]
    [InlineData("catatonit", "-L", "init -l")]
    public void The_words_of_others_are_said_in_ours(string dialect, string words, string expected) =>
        Assert.Equal(expected, Translate(dialect, words));

    [Theory]
    [InlineData("dumb-init", "-x", "`-x`: unknown option")]
    [InlineData("dumb-init", "-cx", "`-x`: unknown option")]
    [InlineData("dumb-init", "--rewrites=1:2", "`--rewrites`: unknown option")]
    [InlineData("dumb-init", "-r", "`-r`: needs a value")]
    [InlineData("dumb-init", "--rewrite", "`--rewrite`: needs a value")]
    [InlineData("dumb-init", "--verbose=yes true", "`--verbose`: takes no value")]
    [InlineData("catatonit", "-s true", "`-s`: unknown option")]
    public void An_option_that_the_program_does_not_have_is_refused(string dialect, string words, string reason) =>
        Assert.Equal($"{dialect} {reason}", Assert.Throws<UsageException>(() => Translate(dialect, words)).Message);

    [Theory]
    [InlineData("/usr/bin/tini", "tini")]
    [InlineData("dumb-init", "dumb-init")]
    [InlineData("./catatonit", "catatonit")]
    [InlineData("/pause", "pause")]
    [InlineData("/usr/bin/tini-static", null)]
    [InlineData("/tini/minirun", null)]
    [InlineData("", null)]
    public void The_name_it_is_called_by_tells_whose_options_they_are(string called, string? expected) =>
        Assert.Equal(expected, InitDialect.OfName(called));
}
