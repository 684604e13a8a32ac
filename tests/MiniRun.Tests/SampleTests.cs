using MiniRun.Rootfs;
using MiniRun.Rootfs.Samples;

namespace MiniRun.Tests;

public sealed class SampleTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("minirun-test-").FullName;

    public SampleTests() => Directory.CreateDirectory($"{directory}/recipes");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private SampleStore Store => new($"{directory}/data/samples", [$"{directory}/missing", $"{directory}/recipes"]);

    private void Recipe(string name, string script, string config = "CMD=sh -c true\n")
    {
        File.WriteAllText($"{directory}/recipes/{name}.sh", script);
        File.WriteAllText($"{directory}/recipes/{name}.conf", config);
    }

    [Fact]
    public void A_sample_is_built_once()
    {
        Recipe("a", $"echo x >> {directory}/runs; mkdir $1/bin");
        Sample first = Store.Get("a");
        Sample second = Store.Get("a");
        Assert.Equal(first.Root, second.Root);
        Assert.Equal(["sh", "-c", "true"], first.Config.Command);
        Assert.True(Directory.Exists($"{first.Root}/bin"));
        Assert.Equal("x\n", File.ReadAllText($"{directory}/runs"));
    }

    [Fact]
    public void A_failed_recipe_leaves_nothing()
    {
        Recipe("a", "touch $1/half; exit 3");
        RootfsException exception = Assert.Throws<RootfsException>(() => Store.Get("a"));
        Assert.Equal("sample `a`: its recipe failed with exit code 3", exception.Message);
        Assert.Empty(Directory.GetFileSystemEntries($"{directory}/data/samples/a"));
    }

    [Fact]
    public void What_a_killed_builder_left_is_replaced()
    {
        Directory.CreateDirectory($"{directory}/data/samples/a/unfinished");
        File.WriteAllText($"{directory}/data/samples/a/unfinished/old", "");
        Recipe("a", "touch $1/new");
        Assert.Equal(["new"], Directory.GetFileSystemEntries(Store.Get("a").Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Builders_at_one_time_build_once()
    {
        Recipe("a", $"echo x >> {directory}/runs; sleep 0.2; touch $1/done");
        Sample[] samples = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store.Get("a"))));
        Assert.All(samples, sample => Assert.True(File.Exists($"{sample.Root}/done")));
        Assert.Equal("x\n", File.ReadAllText($"{directory}/runs"));
    }

    [Fact]
    public void The_store_is_closed_to_others_and_the_root_is_not()
    {
        Recipe("a", "true");
        Sample sample = Store.Get("a");
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode($"{directory}/data/samples/a"));
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(sample.Root));
    }

    [Theory]
    [InlineData("b")]
    [InlineData("..")]
    [InlineData("../recipes/a")]
    [InlineData("a/../a")]
    [InlineData("")]
    [InlineData("/etc")]
    public void An_unknown_image_names_the_samples(string name)
    {
        Recipe("a", "true");
        Recipe("c", "true");
        RootfsException exception = Assert.Throws<RootfsException>(() => Store.Get(name));
        Assert.Equal($"image `{name}`: the samples are a, c", exception.Message);
    }

    [Fact]
    public void Without_recipes_it_says_where_it_looked() =>
        Assert.Contains($"{directory}/recipes", Assert.Throws<RootfsException>(() => Store.Get("a")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_configuration()
    {
        SampleConfig config = SampleConfig.Parse("a", "# comment\nCMD=a  b\nENV=A=1=2\nENV=B=\nWORKDIR=/w\nROOT=/\n");
        Assert.Equal(["a", "b"], config.Command);
        Assert.Equal(["A=1=2", "B="], config.Environment);
        Assert.Equal(("/w", "/"), (config.WorkingDirectory, config.Root));
    }

    [Theory]
    [InlineData("CMD")]
    [InlineData("ENV=x")]
    [InlineData("USER=me")]
    [InlineData("=x")]
    public void A_line_that_is_not_understood_is_an_error(string line) =>
        Assert.Throws<RootfsException>(() => SampleConfig.Parse("a", line));
}
